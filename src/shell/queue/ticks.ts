import type { Queue } from 'bullmq'
import type { Ticks } from '../../core/config/ticks.ts'
import { OPTIONAL_TICKS, TICKS } from '../../core/config/ticks.ts'

type Tick = Ticks['ticks'][number]

/** Makes a Job Scheduler for each tick that has none or whose timetable is another by now. One that is right is left alone: an upsert would silently drop the run that was missed while nobody was there. */
export async function ensureSchedulers(queue: Queue, ticks: Ticks): Promise<string[]> {
  const made: string[] = []
  for (const tick of ticks.ticks) {
    const id = `tick-${tick.tick}`
    const wanted = timetableOf(tick)
    const found = await queue.getJobScheduler(id)
    if (found && isSame(found, wanted)) continue
    await queue.upsertJobScheduler(id, wanted, { name: tick.tick, data: {} })
    made.push(id)
  }
  return made
}

/** At boot: one look for every tick, whatever was missed; not for those that a timetable may leave out. */
export async function lookOnce(queue: Queue): Promise<void> {
  const ticks = TICKS.filter((tick) => !OPTIONAL_TICKS.includes(tick))
  await queue.addBulk(ticks.map((tick) => ({ name: tick, data: {} })))
}

export function everyMillis(tick: Tick): number | null {
  if (!tick.every) return null
  return ((tick.every.minutes ?? 0) * 60 + (tick.every.seconds ?? 0)) * 1000
}

interface Timetable {
  every?: number
  pattern?: string
  tz?: string
}

function isSame(one: Timetable, other: Timetable): boolean {
  return one.pattern === other.pattern && one.every === other.every && one.tz === other.tz
}

function timetableOf(tick: Tick): Timetable {
  const every = everyMillis(tick)
  if (every) return { every }
  return { pattern: tick.cron ?? '0 * * * *', tz: tick.zone ?? 'UTC' }
}
