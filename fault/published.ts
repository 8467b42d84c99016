import type { Schedules } from '../src/core/config/schedules.ts'
import type { Dialer } from '../src/core/model/dialer.ts'
import { contentHash } from '../src/shell/config/content-hash.ts'
import { configPort } from '../src/shell/pg/config/config.ts'
import { publishSchedules } from '../src/shell/pg/config/publish.ts'
import type { Engine } from './engine.ts'

export function yearsUntil(last: number): number[] {
  return Array.from({ length: last - 2023 }, (_, index) => 2024 + index)
}

/** The law of the house goes by a calendar of these years from now on. */
export async function publishCalendar(engine: Engine, known: readonly number[]): Promise<void> {
  const calendar = { calendar: 'house', years: [...known], holidays: [], workdays: [], source: 'fault' }
  await publish(engine, (schedules) => ({
    ...schedules,
    packs: schedules.packs.map((pack) =>
      pack.pack === 'xx-house' ? { ...pack, clock: { ...pack.clock, calendar: 'house' } } : pack,
    ),
    calendars: [...schedules.calendars.filter(({ calendar: name }) => name !== 'house'), calendar],
  }))
}

/** Calls are handed to these dialers from now on. */
export async function publishDialers(engine: Engine, dialers: readonly Dialer[]): Promise<void> {
  await publish(engine, (schedules) => ({
    ...schedules,
    dialers: dialers.map((dialer) => ({ ...dialer, hash: contentHash(dialer) })),
  }))
}

async function publish({ db }: Engine, changed: (schedules: Schedules) => Schedules): Promise<void> {
  const { schedules } = await configPort(db).active()
  const version = changed(schedules)
  await publishSchedules(db, { schedules: version, hash: contentHash(version), by: 'fault' })
}
