import { remembered } from '../../core/base/remembered.ts'
import type { Published } from '../../core/compliance/pack/law.ts'
import { contentHash } from './content-hash.ts'

/** The law under which somebody was judged: enough to tell whether it would be judged the same today. */
export interface LawRecord {
  packs: { pack: string; version: string; hash: string }[]
  /** The calendars of those packs; hash null = there is no such calendar, and what asks it is denied. */
  calendars: { calendar: string; hash: string | null }[]
  /** Version of the time zone data. */
  tzdata: string
}

/** The time zone data of the machine that judges. */
export const TZDATA = process.versions['tz'] ?? 'unknown'

const records = remembered<{ hash: string; record: LawRecord }>()

/** The record of those packs, by name, and its hash; worked out once for as long as the schedules are kept. */
export function lawRecord(law: Published, packs: readonly string[]): { hash: string; record: LawRecord } {
  return records(law, packs.join(), () => {
    const record = recordOf(law, packs)
    return { hash: contentHash(record), record }
  })
}

/** Why the same question may be answered otherwise now, by what is active and by this machine; nothing = it is judged under the same. */
export function lawChanges(then: LawRecord, law: Published): string[] {
  const { record: now } = lawRecord(
    law,
    then.packs.map(({ pack }) => pack),
  )
  const packs = then.packs.flatMap(({ pack, version, hash }) => {
    const other = now.packs.find((one) => one.pack === pack)
    if (!other) return [`${pack} ${version} is no longer there`]
    return other.hash === hash ? [] : [`${pack} ${version} is now ${other.version}, with another text`]
  })
  const calendars = then.calendars.flatMap(({ calendar, hash }) => {
    const other = now.calendars.find((one) => one.calendar === calendar)
    return other?.hash === hash ? [] : [`the calendar ${calendar} has changed`]
  })
  const zones =
    then.tzdata === now.tzdata ? [] : [`time zone data was ${then.tzdata}, this machine has ${now.tzdata}`]
  return [...packs, ...calendars, ...zones]
}

function recordOf(law: Published, names: readonly string[]): LawRecord {
  const packs = law.packs.filter(({ pack }) => names.includes(pack))
  const calendars = [...new Set(packs.flatMap(({ clock }) => clock.calendar ?? []))].sort()
  return {
    packs: packs.map(({ pack, version, hash }) => ({ pack, version, hash })),
    calendars: calendars.map((name) => {
      const file = law.calendars.find(({ calendar }) => calendar === name)
      return { calendar: name, hash: file ? contentHash(file) : null }
    }),
    tzdata: TZDATA,
  }
}
