import { type Day, type Instant, lastDayOf, type Zone } from '../../base/time.ts'
import type { DossierCase, DossierContact } from '../../model/dossier.ts'
import { isAttempted, isUnderWay } from './attempt.ts'

/** What was made of one step in one episode. */
interface StepRows {
  /** Rows that keep their number. */
  rows: number
  taken: number
  lastTaken: Day | null
  /** The contacts that were attempted. */
  made: readonly DossierContact[]
  /** The instants at which it was tried without getting through, which is no attempt; in order. */
  missed: readonly Instant[]
  /** The contact that is on its way, or of unknown fate: it blocks the next attempt. */
  open: DossierContact | null
}

const NO_ROWS: StepRows = { rows: 0, taken: 0, lastTaken: null, made: [], missed: [], open: null }

export class EpisodeRows {
  private readonly bySteps = new Map<string, StepRows>()

  constructor(
    theCase: DossierCase,
    episode: Day,
    contacts: readonly DossierContact[],
    zones: readonly Zone[],
  ) {
    for (const contact of contacts) {
      if (contact.case !== theCase.id || contact.episode !== episode || contact.step === null) continue
      this.add(contact.step, contact, zones)
    }
  }

  of(step: string): StepRows {
    return this.bySteps.get(step) ?? NO_ROWS
  }

  private add(step: string, contact: DossierContact, zones: readonly Zone[]): void {
    const rows = { ...this.of(step) }
    this.bySteps.set(step, rows)
    rows.rows = Math.max(rows.rows + 1, contact.attempt ?? 0)
    if (isUnderWay(contact)) rows.open = contact
    const at = contact.at ?? contact.notBefore
    if (!isAttempted(contact)) {
      if (!isUnderWay(contact) && at !== null) rows.missed = [...rows.missed, at].sort((a, b) => a - b)
      return
    }
    rows.taken++
    rows.made = [...rows.made, contact]
    const day = at === null ? contact.dueOn : lastDayOf(zones, at)
    if (day !== null && (rows.lastTaken === null || day > rows.lastTaken)) rows.lastTaken = day
  }
}
