import { type LawRecord, lawChanges } from '../config/law-record.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Story } from './story.ts'

/** The text says under what law a story's decisions and contacts were judged, and what of it is another now. */
export function lawText(
  { laws, entries }: Story,
  active: Pick<Schedules, 'packs' | 'calendars'> | null,
): string {
  const names = Object.keys(laws)
  if (names.length === 0) return 'Law: nothing was judged yet\n'
  return names
    .map((hash) => {
      const judged = entries.flatMap((entry) =>
        'law' in entry && entry.law === hash ? [`${entry.entry} ${entry.id}`] : [],
      )
      return [`Law ${shortHash(hash)}, of ${judged.join(', ')}`, ...recordLines(laws[hash], active)].join(
        '\n',
      )
    })
    .join('\n\n')
    .concat('\n')
}

export function shortHash(hash: string): string {
  return hash.slice(0, 12)
}

function recordLines(
  record: LawRecord | undefined,
  active: Pick<Schedules, 'packs' | 'calendars'> | null,
): string[] {
  if (!record) return []
  const { packs, calendars, tzdata } = record
  return [
    ...packs.map(({ pack, version, hash }) => `  pack      ${pack.padEnd(16)}${version}  ${shortHash(hash)}`),
    ...calendars.map(
      ({ calendar, hash }) =>
        `  calendar  ${calendar.padEnd(28)}${hash === null ? 'was not there' : shortHash(hash)}`,
    ),
    `  time zone data ${tzdata}`,
    ...(active ? lawChanges(record, active) : []).map((change) => `  changed since: ${change}`),
  ]
}
