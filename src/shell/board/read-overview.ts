import { DAY_MS } from '../../core/base/time.ts'
import { toldAt } from '../../core/base/told.ts'
import type { Health } from '../http/health.ts'
import type { Sql } from '../pg/base/database.ts'
import {
  readOpenMoney,
  readParkedRows,
  readRefusedByRule,
  readTodaysContacts,
  readWaits,
} from '../pg/read/morning.ts'
import { countAgreed, readAgreedToday } from '../pg/watch/agreed-count.ts'
import { readFigures } from '../pg/watch/figures.ts'
import { countStuck, readClocks } from '../pg/watch/health.ts'
import { readDialerWork } from '../pg/watch/dialers.ts'
import { readPrintedLetters, readWaitingLetters } from '../pg/watch/letters.ts'
import { openGaps } from '../pg/watch/lawless.ts'
import { type Overview, PRINTED_DAYS } from './overview-page.ts'

export async function readOverview({
  db,
  health,
}: {
  db: Sql
  health?: () => Promise<Health>
}): Promise<Omit<Overview, 'brakes' | 'mayReadHealth'>> {
  const clocks = await readClocks(db)
  const [
    open,
    contacts,
    waits,
    refused,
    parked,
    stuck,
    figures,
    letters,
    printed,
    dialled,
    gaps,
    agreed,
    agreedToday,
    state,
  ] = await Promise.all([
    readOpenMoney(db),
    readTodaysContacts(db),
    readWaits(db),
    readRefusedByRule(db, clocks.business - 7 * DAY_MS),
    readParkedRows(db),
    countStuck(db),
    readFigures(db),
    readWaitingLetters(db),
    readPrintedLetters(db, clocks.business - PRINTED_DAYS * DAY_MS),
    readDialerWork(db, clocks.business - DAY_MS),
    openGaps(db),
    countAgreed(db),
    readAgreedToday(db),
    health?.().catch(() => null) ?? null,
  ])
  const clock = { businessNow: toldAt(clocks.business), virtualClock: clocks.virtual }
  return {
    open,
    contacts,
    waits,
    refused,
    parked,
    stuck,
    figures,
    letters,
    printed,
    dialled,
    gaps,
    agreed,
    agreedToday,
    health: state,
    ...clock,
  }
}
