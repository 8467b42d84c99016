import type { Sample } from '../../core/alarm/ringing.ts'
import type { Backlog } from '../../core/alarm/standing-still.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Database } from '../pg/base/database.ts'
import { askOne } from '../pg/base/statement.ts'
import { FIRST_PUBLISHED } from '../pg/watch/alarm.ts'
import { readClocks } from '../pg/watch/health.ts'
import { readTickRuns } from '../pg/watch/tick-run.ts'
import { lateBy } from '../queue/timetable.ts'

export interface Lateness {
  /** How late each tick of the timetable is. */
  ticks: Sample[]
  /** The same as work that waits for detect and for whoever sweeps. */
  waits: Backlog[]
}

/** A tick is late from its time on, or from the first publication on where it has never run. */
export async function readLateness(db: Database, schedules: Schedules | null): Promise<Lateness> {
  if (!schedules) return { ticks: [], waits: [] }
  const [{ business }, runs, { at }] = await Promise.all([
    readClocks(db),
    readTickRuns(db),
    askOne(db, FIRST_PUBLISHED),
  ])
  const late = (tick: string, ran: Instant | null | undefined): number => {
    const entry = schedules.ticks.ticks.find((one) => one.tick === tick)
    return entry ? lateBy(entry, ran ?? at ?? business, business) : 0
  }
  return {
    ticks: schedules.ticks.ticks.map(({ tick }) => ({
      place: { tick },
      measure: late(tick, runs.get(tick)?.beganAt),
    })),
    waits: [
      { worker: 'detect', seconds: late('detect', runs.get('detect')?.ranAt) },
      { worker: 'ticks', seconds: late('sweep', runs.get('sweep')?.beganAt) },
    ],
  }
}
