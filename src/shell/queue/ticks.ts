import type { Queue } from 'bullmq'
import type { Ticks } from '../../core/model/ticks.ts'
import { OPTIONAL_TICKS, type TickName, TICKS } from '../../core/model/ticks.ts'
import { everyMillis, patternOf } from './timetable.ts'

type Tick = Ticks['ticks'][number]

/** What was done to the Job Schedulers, by tick. */
export interface Scheduled {
  made: string[]
  changed: string[]
  removed: string[]
}

/** The Job Schedulers become what the timetable says: one for each tick, none for a tick that was taken out. One that is right is left alone: an upsert would silently drop the run that was missed while nobody was there. One that changes runs at once what it missed. */
export async function ensureSchedulers(queue: Queue, ticks: Ticks): Promise<Scheduled> {
  const done: Scheduled = { made: [], changed: [], removed: [] }
  for (const tick of ticks.ticks) {
    const id = schedulerOf(tick.tick)
    const wanted = timetableOf(tick)
    const found = await queue.getJobScheduler(id)
    if (found && isSame(found, wanted)) continue
    // The job is added before the upsert, which takes the overdue job away: were this process to end in between, the tick would run twice, never not at all.
    if (found && wasMissed(found)) await queue.add(tick.tick, {})
    await queue.upsertJobScheduler(id, wanted, { name: tick.tick, data: {} })
    ;(found ? done.changed : done.made).push(tick.tick)
  }
  for (const tick of TICKS.filter((name) => !ticks.ticks.some((one) => one.tick === name)))
    if (await queue.removeJobScheduler(schedulerOf(tick))) done.removed.push(tick)
  return done
}

/** Whether the timetable lets a tick run. One that may be left out and is does not, although a job of it may still be in Redis: it became due while nobody was there, and the timetable changed meanwhile. */
export function isInForce(tick: TickName, { ticks }: Ticks): boolean {
  return !OPTIONAL_TICKS.includes(tick) || ticks.some((one) => one.tick === tick)
}

function schedulerOf(tick: TickName): string {
  return `tick-${tick}`
}

function wasMissed({ next }: { next?: number }): boolean {
  return next !== undefined && next <= Date.now()
}

/** Every tick runs once at boot, whatever was missed; those that a timetable may leave out do not. */
export async function lookOnce(queue: Queue): Promise<void> {
  const ticks = TICKS.filter((tick) => !OPTIONAL_TICKS.includes(tick))
  await queue.addBulk(ticks.map((tick) => ({ name: tick, data: {} })))
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
  return patternOf(tick)
}
