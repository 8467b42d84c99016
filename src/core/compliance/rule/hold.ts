import { z } from 'zod'
import { assertNever } from '../../base/assert-never.ts'
import type { Action } from '../../base/list.ts'
import { type Channel, kindOf } from '../../channel/channel.ts'
import { addDays, type Instant, instantAt, type Zone } from '../../base/time.ts'
import { type Extent, heldUntil, LastsSchema } from './hold/length.ts'
import { isBeyond, LimitSchema } from './hold/limit.ts'
import { zonesFor } from '../time/clock.ts'
import { type Judge, NOTHING, refusal } from './judge.ts'
import { statusFinder, type Terms } from '../known/keys.ts'
import { type Act, ACTS, words } from './parameters.ts'
import type { Circumstances, Question, Status } from '../../model/question.ts'
import type { RuleWith } from './base.ts'
import type { Changed, Idle, RuleKind } from './kind.ts'
import { isThird } from '../known/derived.ts'

const parameters = z.strictObject({
  while: z.string().describe('always, a status, or the key of evidence'),
  scope: z.enum(['point', 'channel', 'place', 'account', 'person', 'household']),
  lasts: LastsSchema,
  stops: z.array(z.enum(ACTS)).min(1).optional().describe('absent = every act'),
  allows: words.optional().describe('purposes and tags that stay lawful'),
  limit: LimitSchema.optional().describe('how often the debtor may ask'),
})
type Parameters = z.infer<typeof parameters>

export const hold = {
  parameters,
  judge: (rule, terms) => ({ judge: holdJudge(rule, terms) }),
  keys: keysOfHold,
  marks: ({ allows = [] }) => allows,
  looksBack: () => true,
  needsCalendar: () => false,
  readsClock: ({ lasts }) => 'for' in lasts,
  idle: ({ parameters }, _mutated, { path }) => idleHold(parameters, path),
  asksPeople: ({ limit }) => limit?.beyond === 'review',
} as const satisfies RuleKind<Parameters>

function keysOfHold({ while: name, lasts }: Parameters): string[] {
  const keys = [name, ...(lasts.until ?? [])]
  if (!('for' in lasts)) return keys
  const { from = name, extension } = lasts
  if (!extension) return [...keys, from]
  return [...keys, from, extension.if ?? `${name}.extended`, ...(extension.until ?? [])]
}

function idleHold({ while: name, lasts }: Parameters, path: Changed['path']): Idle {
  const key = path.at(-1)
  // A limit says who is asked about one more, not whether that one holds.
  if (path.includes('limit')) return true
  if (key === 'scope') return name === 'always'
  if (key === 'from') return 'from' in lasts && lasts.from === name
  return (key === 'stops' || key === 'actions') && { alike: 'acts', while: name }
}

/** A hold says "not while": a status of the debtor, the account or the point forbids the act. */
function holdJudge(rule: RuleWith<Parameters>, terms: Terms): Judge {
  const { stops, allows = [], scope, lasts, limit } = rule.parameters
  const name = rule.parameters.while
  const extent: Extent = { name, lasts, terms }
  const statuses = statusFinder(name, terms)
  return (question, file) => {
    if (stops && !actsOf(question).some((act) => stops.includes(act))) return NOTHING
    if (allows.includes(question.purpose) || question.tags.some((tag) => allows.includes(tag))) return NOTHING
    if (name === 'always') return refusal(null)
    const begun = statuses(question, file).filter(
      (status) => status.at <= question.at && isAbout(status, question, scope),
    )
    const holding = begun
      .map((status) => ({ status, until: endOf(status, extent, question, file) }))
      .filter(({ until }) => until === null || until > question.at)
    if (holding.length === 0) return NOTHING
    if (!limit) return refusal(lastEnd(holding))
    const protects = holding.filter(({ status }) => !isBeyond(status, { limit, clock: terms }, begun, file))
    if (protects.length > 0) return refusal(lastEnd(protects))
    const text = `${rule.title} (one more than ${limit.max}${limit.perMonths ? ` in ${limit.perMonths} months` : ''})`
    return [{ finds: 'refusal', liftsAt: lastEnd(holding), effect: 'review', text }]
  }
}

function lastEnd(holding: readonly { until: Instant | null }[]): Instant | null {
  const last = Math.max(...holding.map(({ until }) => until ?? Infinity))
  return last === Infinity ? null : last
}

/** The instant at which the status stops holding; null = not by waiting. */
function endOf(status: Status, extent: Extent, question: Question, file: Circumstances): Instant | null {
  const zones = zonesFor(extent.terms, file)
  const byRule = heldUntil(status, extent, question, file)
  const own = status.until === null ? null : lastOf(zones, (zone) => dayAfter(zone, status.until ?? ''))
  if (byRule === null || own === null) return byRule ?? own
  return Math.min(byRule, own)
}

function dayAfter(zone: Zone, day: string): Instant {
  return instantAt(zone, addDays(day, 1))
}

function lastOf(zones: readonly Zone[], instant: (zone: Zone) => Instant): Instant {
  return Math.max(...zones.map(instant))
}

type HoldScope = Parameters['scope']

/** What the scope narrows: a status that names nothing of it is about everything of the person. */
function isAbout(status: Status, question: Question, scope: HoldScope): boolean {
  if (status.person !== undefined && status.person !== question.person) return false
  const accounts = !status.accounts || question.accounts.some((account) => status.accounts?.includes(account))
  switch (scope) {
    case 'person':
    case 'household':
      return true
    case 'account':
      return accounts
    case 'point':
    case 'channel':
    case 'place': {
      const { point, channel, place } = status
      if (point === null && channel === null && place === null) return accounts
      return (
        (point === null || point === question.point) &&
        (channel === null || isOver(channel, question)) &&
        (place === null || place === question.place)
      )
    }
    default:
      return assertNever(scope)
  }
}

/** Who asked not to be called is not left a voice message either. */
function isOver(channel: Channel, question: Question): boolean {
  return (
    channel === question.channel ||
    (question.channel !== null && kindOf(question.channel).stopsWith === channel)
  )
}

const ACT_OF: Record<Action, Act> = {
  contact: 'contact',
  take_payment: 'contact',
  negotiate: 'contact',
  accept_plan: 'contact',
  credit_report: 'credit_report',
  sue: 'enforcement',
  threat_sue: 'enforcement',
  criminal_referral: 'enforcement',
  sell: 'sell',
  outsource: 'sell',
}

/** Whatever goes over a channel is a contact too. */
function actsOf(question: Question): Act[] {
  const acts = [ACT_OF[question.action]]
  if (question.channel !== null) acts.push('contact')
  if (question.channel !== null && isThird(question)) acts.push('third_contact')
  return acts
}
