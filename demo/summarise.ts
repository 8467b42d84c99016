import { readRefusedByRule } from '../src/shell/pg/read/morning.ts'
import { checkInvariants } from '../src/shell/pg/watch/invariants.ts'
import { readCheckToSocket } from '../src/shell/pg/watch/metrics.ts'
import { readMade, readProgress } from '../src/shell/pg/watch/progress.ts'
import { readDialerWork } from '../src/shell/pg/watch/dialers.ts'
import { readPrintedLetters } from '../src/shell/pg/watch/letters.ts'
import {
  readCharges,
  readPlans,
  readPromises,
  readRecovery,
  readSettlements,
  readTelling,
} from '../src/shell/pg/watch/recovery.ts'
import { nextSteps } from './next-steps.ts'
import { providerLog } from './processes.ts'
import { compareWithProvider } from './provider-log.ts'
import { summaryText } from './summary.ts'
import type { Up } from './up.ts'

export interface Ran {
  days: number
  seconds: number
  /** The seconds from the servers to the first contact; null = none was made in this run. */
  firstContact: number | null
}

/** The summary says what the run came to, and whether every promise was kept; the answer is true where all were. */
export async function summarise(up: Up, ran: Ran, json: boolean): Promise<boolean> {
  const { db } = up.engine
  const { days } = ran
  const [{ opened, cured }, agreed, made, refusals, telling, checkToSocket, own, provider, printed, dialled] =
    await Promise.all([
      readProgress(db),
      readMoney(db),
      readMade(db),
      readRefusedByRule(db, 0),
      readTelling(db),
      readCheckToSocket(db, days),
      checkInvariants(db),
      compareWithProvider(db, providerLog(up)),
      readPrintedLetters(db, 0),
      readDialerWork(db, 0),
    ])
  const invariants = [...own, ...provider].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
  const isKept = invariants.every(({ count }) => count === 0)
  const outside = { printed, dialled }
  const summary = { ...ran, outside, opened, cured, ...agreed, made, refusals, invariants, checkToSocket }
  if (json) {
    console.log(JSON.stringify({ summary }))
    return isKept
  }
  console.log(summaryText(summary))
  const places = { board: `http://127.0.0.1:${up.ports.board}/`, local: process.env['ARREARS_LOCAL'] ?? null }
  console.log(`\n${nextSteps(telling, places).join('\n')}`)
  return isKept
}

async function readMoney(db: Up['engine']['db']) {
  const [recovery, promises, plans, settlements, charges] = await Promise.all([
    readRecovery(db),
    readPromises(db),
    readPlans(db),
    readSettlements(db),
    readCharges(db),
  ])
  return { recovery, promises, plans, settlements, charges }
}
