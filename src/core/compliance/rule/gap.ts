import { z } from 'zod'
import { OUTCOME_LEVEL } from '../../base/list.ts'
import { DAY_MS, HOUR, type Instant, type Zone } from '../../base/time.ts'
import { type Duration, DurationSchema, passedAfter, passedAt } from '../time/duration.ts'
import { evidenceFor } from '../known/evidence.ts'
import { zonesFor } from '../time/clock.ts'
import { type Judge, NOTHING, refusal } from './judge.ts'
import type { Terms } from '../known/keys.ts'
import { COUNT_LEVEL, per } from './parameters.ts'
import type { Circumstances, PastContact, Question } from '../../model/question.ts'
import { accountsFor, scopeFilter } from '../match/scope.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'
import { CHANNEL_NAMES, channelsOf } from '../match/channel-names.ts'

const parameters = z.strictObject({
  after: z.strictObject({
    event: z.string().describe('attempt, conversation, or the key of dated evidence'),
    channels: z.array(z.enum(CHANNEL_NAMES)).min(1).optional(),
  }),
  atLeast: DurationSchema,
  dayOne: z.enum(['event', 'next']).default('event').describe('which date is day 1'),
  per,
})
type Parameters = z.infer<typeof parameters>

export const gap = {
  parameters,
  judge: (rule, terms) => ({ judge: gapJudge(rule, terms) }),
  keys: ({ after }) => [after.event],
  looksBack: ({ atLeast }, beyond) => !isShorter(atLeast, beyond),
  needsCalendar: ({ atLeast }) => 'businessDays' in atLeast,
  readsClock: ({ atLeast }) => !('hours' in atLeast),
  idle: ({ parameters: { after, atLeast } }, _mutated, { path }) =>
    (path.at(-1) === 'dayOne' && 'hours' in atLeast) || (path.includes('per') && !EVENTS[after.event]),
  limits: 'when',
} as const satisfies RuleKind<Parameters>

/** Whether the duration is surely shorter, with ten days to spare. */
function isShorter(duration: Duration, beyond: number): boolean {
  const least = beyond - 10 * DAY_MS
  if ('hours' in duration) return duration.hours * HOUR < least
  return 'days' in duration && duration.days * DAY_MS < least
}

/** A gap says how soon after: the latest event of its kind, a contact of the history or dated evidence, must be so long ago. */
function gapJudge(rule: RuleWith<Parameters>, terms: Terms): Judge {
  const { atLeast, dayOne } = rule.parameters
  const latest = latestEvent(rule, terms)
  const freeAt = (event: Instant, zone: Zone) =>
    (dayOne === 'next' ? passedAfter : passedAt)(event, atLeast, zone, terms.calendar)
  return (question, file) => {
    const event = latest(question, file)
    if (event === null) return NOTHING
    const free = Math.max(...zonesFor(terms, file).map((zone) => freeAt(event, zone)))
    if (question.at >= free) return NOTHING
    return refusal(Number.isFinite(free) ? free : null)
  }
}

function latestEvent(
  rule: RuleWith<Parameters>,
  terms: Terms,
): (question: Question, file: Circumstances) => Instant | null {
  const { after, per } = rule.parameters
  const isEvent = EVENTS[after.event]
  const channels = after.channels ? channelsOf(after.channels) : null
  const same = scopeFilter(per)
  if (!isEvent) {
    return (question, file) => {
      const dates = evidenceFor(after.event, question, file, terms).map((entry) => entry.at)
      return dates.length > 0 ? Math.max(...dates) : null
    }
  }
  return (question, file) => {
    let latest: Instant | null = null
    const accounts = accountsFor(per, question)
    for (const contact of file.history) {
      if (contact.at > question.at || (latest !== null && contact.at <= latest)) continue
      if (channels && !channels.has(contact.channel)) continue
      if (!isEvent(contact) || !accounts.some((account) => same(contact, question, account))) continue
      latest = contact.at
    }
    return latest
  }
}

/** A conversation counts whoever started it; an attempt is ours. */
const EVENTS: Record<string, (contact: PastContact) => boolean> = {
  attempt: (contact) => contact.direction === 'out',
  conversation: (contact) => OUTCOME_LEVEL[contact.outcome] >= COUNT_LEVEL.conversation,
}
