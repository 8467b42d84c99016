import { z } from 'zod'
import type { Instant, Zone } from '../../../base/time.ts'
import { type Duration, DurationSchema, olderAt, passedAfter, passedAt } from '../../time/duration.ts'
import { evidenceFor } from '../../known/evidence.ts'
import { zonesFor } from '../../time/clock.ts'
import type { Terms } from '../../known/keys.ts'
import { words } from '../parameters.ts'
import type { Key, Circumstances, Question, Status } from '../../../model/question.ts'

export const LastsSchema = z.union([
  z.strictObject({ until: words }).describe('until one of these events, or never'),
  z.strictObject({
    for: DurationSchema,
    from: z.string().optional().describe('the event that starts the time; until then the hold is open-ended'),
    dayOne: z
      .enum(['event', 'next'])
      .optional()
      .describe('which date is day 1; next = the last day is held too; absent = event'),
    until: words.optional(),
    extension: z
      .strictObject({
        if: z.string().optional().describe('evidence; without it: evidence <status>.extended'),
        within: DurationSchema.optional(),
        by: DurationSchema.optional(),
        times: z.number().int().min(1).optional(),
        until: words.optional(),
      })
      .optional(),
  }),
])

export interface Extent {
  /** Name of the status. */
  name: string
  lasts: z.infer<typeof LastsSchema>
  terms: Terms
}

/** The instant at which the rule lets go of a status: at an event that ends it, or after its time; null = open-ended. */
export function heldUntil(
  status: Status,
  { name, lasts, terms }: Extent,
  question: Question,
  file: Circumstances,
): Instant | null {
  const endings = lasts.until ?? []
  const over = endedAt(status, { endings, terms }, question, file)
  if (!('for' in lasts)) return over
  const zones = zonesFor(terms, file)
  const ends = zones.map((zone) => endOfTime({ status, name, lasts, zone, terms }, question, file))
  const end = ends.includes(null) ? null : Math.max(...ends.map(Number))
  if (over === null || end === null) return over ?? end
  return Math.min(over, end)
}

/** The instant at which the status ended: by its own lifting, or by dated evidence at or after its start for every account that is asked about. */
function endedAt(
  status: Status,
  { endings, terms }: { endings: readonly string[]; terms: Terms },
  question: Question,
  file: Circumstances,
): Instant | null {
  const counts = status.liftedBy === null || endings.includes(status.liftedBy)
  const lifted = status.lifted !== null && counts ? status.lifted : null
  const shown = endings
    .flatMap((key) => evidenceFor(key, question, file, terms))
    .filter((entry) => entry.at >= status.at)
  if (shown.length === 0) return lifted
  const ends = touched(status, question).map((account) => {
    const about = shown.filter((entry) => entry.account === null || entry.account === account)
    return Math.min(...about.map((entry) => entry.at))
  })
  const end = Math.min(lifted ?? Infinity, Math.max(...ends))
  return end === Infinity ? null : end
}

/** The accounts asked about that the status is about; a single null where there are none. */
function touched(status: Status, { accounts }: Question): readonly (Key | null)[] {
  const held = accounts.filter((account) => !status.accounts || status.accounts.includes(account))
  if (held.length > 0) return held
  return accounts.length > 0 ? accounts : [null]
}

interface TimedHold {
  status: Status
  name: string
  lasts: Extract<Extent['lasts'], { for: Duration }>
  zone: Zone
  terms: Terms
}

/** The start date is day 1, or the next; open-ended until the starting event is known. */
function endOfTime(
  { status, name, lasts, zone, terms }: TimedHold,
  question: Question,
  file: Circumstances,
): Instant | null {
  const { from = name, extension } = lasts
  const start = from === name ? status.at : startOf({ event: from, terms }, status, question, file)
  if (start === null) return null
  const passed = lasts.dayOne === 'next' ? passedAfter : passedAt
  const end = passed(start, lasts.for, zone, terms.calendar)
  if (!extension) return end
  const given = evidenceFor(extension.if ?? `${name}.extended`, question, file, terms).filter(
    ({ at }) =>
      !extension.within ||
      at < olderAt(start, extension.within, zone, { calendar: terms.calendar, reading: 'longer' }),
  )
  if (given.length === 0) return end
  if (extension.by) {
    const times = Math.min(given.length, extension.times ?? 1)
    let extended = end
    for (let time = 0; time < times; time++) extended = passedAt(extended, extension.by, zone, terms.calendar)
    return extended
  }
  return endedAt(status, { endings: extension.until ?? [], terms }, question, file)
}

function startOf(
  { event, terms }: { event: string; terms: Terms },
  status: Status,
  question: Question,
  file: Circumstances,
): Instant | null {
  const dates = evidenceFor(event, question, file, terms)
    .map((entry) => entry.at)
    .filter((at) => at >= status.at)
  return dates.length > 0 ? Math.max(...dates) : null
}
