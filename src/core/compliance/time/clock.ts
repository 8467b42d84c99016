import type { Zone } from '../../base/time.ts'
import type { Circumstances } from '../../model/question.ts'
import type { Calendar } from './calendar.ts'

/** The dates and hours by which a rule goes. */
export interface LegalClock {
  /** Null = the candidate zones of the debtor, all of them. */
  zone: Zone | null
  calendar: Calendar | null
  weekStart: 'mon' | 'sun'
}

export function zonesFor(clock: LegalClock, file: Circumstances): readonly Zone[] {
  return clock.zone === null ? file.zones : [clock.zone]
}
