import type { AlarmFile, Place } from './alarm-file.ts'
import { type AlarmName, alarmFile, ALARMS } from './alarms.ts'

export interface Sample {
  place: Place
  measure: number
}

/** What was measured, by alarm; an alarm that could not be measured is left out. */
export type Measured = Partial<Record<AlarmName, readonly Sample[]>>

/** One alarm at one place: what it measures now, and whether it rings. */
export interface AlarmState {
  alarm: AlarmName
  place: Place
  measure: number
  limit: AlarmFile['limit']
  /** Seconds from the fault until it rings, at most. */
  ringsAfter: number
  rings: boolean
  fails: boolean
  says: string
  wayOut: string
}

/** Every alarm at every place where it was measured. */
export function judgeAlarms(measured: Measured, { virtual }: { virtual: boolean }): AlarmState[] {
  return ALARMS.flatMap((alarm) =>
    (measured[alarm] ?? []).map(({ place, measure }): AlarmState => {
      const { limit, ringsAfter, fails = false, byRealClock = false, wayOut, says } = alarmFile(alarm)
      const rings = isBeyond(limit, measure) && !(virtual && byRealClock)
      return {
        alarm,
        place,
        measure,
        limit,
        ringsAfter,
        rings,
        fails: rings && fails,
        says: says(place, measure),
        wayOut,
      }
    }),
  )
}

function isBeyond(limit: AlarmFile['limit'], measure: number): boolean {
  return 'above' in limit ? measure > limit.above : measure < limit.below
}
