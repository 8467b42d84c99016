import type { Schedules } from '../../core/config/schedules.ts'
import { contentHash } from './pack-file.ts'

/** Under what somebody was judged: enough to tell whether it would be judged the same today. */
export interface LawRecord {
  packs: { pack: string; version: string; hash: string }[]
  /** Of those packs; hash null = there is no such calendar, and what asks it is denied. */
  calendars: { calendar: string; hash: string | null }[]
  /** Version of the time zone data. */
  tzdata: string
}

/** Of the machine that judges. */
export const TZDATA = process.versions['tz'] ?? 'unknown'

type Law = Pick<Schedules, 'packs' | 'calendars'>

const known = new WeakMap<Law, Map<string, { hash: string; record: LawRecord }>>()

/** The record of those packs, by name, and its hash; worked out once for as long as the schedules are kept. */
export function lawRecord(law: Law, packs: readonly string[]): { hash: string; record: LawRecord } {
  let records = known.get(law)
  if (!records) known.set(law, (records = new Map()))
  const key = packs.join()
  let found = records.get(key)
  if (!found) {
    const record = recordOf(law, packs)
    records.set(key, (found = { hash: contentHash(record), record }))
  }
  return found
}

function recordOf(law: Law, names: readonly string[]): LawRecord {
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
