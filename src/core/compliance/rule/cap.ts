import { z } from 'zod'
import { OUTCOME_LEVEL } from '../../base/list.ts'
import type { Instant } from '../../base/time.ts'
import { kindOf } from '../../channel/channel.ts'
import { type LegalClock, zonesFor } from '../time/clock.ts'
import { type Judge, NOTHING, refusal } from './judge.ts'
import { COUNT_LEVEL, PastKindSchema, per, SpanSchema, words } from './parameters.ts'
import type { Key, PastContact, Question } from '../../model/question.ts'
import { accountsFor, scopeFilter } from '../match/scope.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'
import { channelsOf } from '../match/channel-names.ts'
import { contactFilter, pastFilter } from '../match/select.ts'
import { longestOf, type Ruler, rulerOf } from '../time/span.ts'

const parameters = z.strictObject({
  max: z.number().int().min(0),
  per,
  span: SpanSchema,
  counts: z
    .enum(['attempt', 'connected', 'answered', 'conversation'])
    .describe('this and whatever got further'),
  onlyUnanswered: z.boolean().optional(),
  distinct: z.literal('channel').optional().describe('counts channels, not contacts'),
  split: z
    .enum(['each', 'one'])
    .default('each')
    .describe('one = an unanswered contact is booked to one account'),
  not: words.optional().describe('purposes and tags that are not counted'),
  only: PastKindSchema.optional().describe(
    'counts only past contacts of this kind; what is not known of one counts as meant',
  ),
})
type Parameters = z.infer<typeof parameters>

export const cap = {
  parameters,
  judge: (rule, terms) => ({ judge: capJudge(rule, terms) }),
  keys: () => [],
  marks: ({ not = [] }) => not,
  looksBack: ({ span }, beyond) => longestOf(span) > beyond,
  needsCalendar: () => false,
  readsClock: ({ span }) => !('hours' in span || 'lifetime' in span),
  idle: (rule, _mutated, { path }) => path.at(-1) === 'split' && !canSplit(rule),
  limits: 'how_often',
} as const satisfies RuleKind<Parameters>

/** A cap says how often: no window of the span that holds the planned contact may hold more than `max`, the planned one included. A later contact that is still open counts too, so that one plan cannot fill another's window; a later one that is settled does not exist for it. */
function capJudge(rule: RuleWith<Parameters>, clock: LegalClock): Judge {
  const { max, per, span, not = [] } = rule.parameters
  const counts = counter(rule)
  const reach = longestOf(span)
  const rulers = new Map<string, Ruler>()
  const rulerFor = (zone: string) => {
    let ruler = rulers.get(zone)
    if (!ruler) rulers.set(zone, (ruler = rulerOf(span, zone, clock.weekStart)))
    return ruler
  }
  return (question, file) => {
    if (not.length > 0 && isExempt(question, not)) return NOTHING
    const ledgers: Ledger[] = []
    for (const account of accountsFor(per, question)) {
      const counted: PastContact[] = []
      let there = 0
      for (const contact of file.history) {
        if (contact.at <= question.at - reach || !counts(contact, question, account)) continue
        counted.push(contact)
        if (existsAt(question.at, contact)) there++
      }
      if (there < max) continue
      for (const zone of zonesFor(clock, file))
        ledgers.push(ledgerOf(rulerFor(zone), counted, question, rule))
    }
    const roomAt = firstRoom(ledgers, question.at)
    return roomAt === question.at ? NOTHING : refusal(roomAt)
  }
}

type Counts = (contact: PastContact, question: Question, account: Key | null) => boolean

function counter({ appliesTo, parameters }: RuleWith<Parameters>): Counts {
  const { per, counts, onlyUnanswered = false, split, not = [], only } = parameters
  const same = scopeFilter(per)
  const alike = contactFilter(appliesTo)
  const meant = only && pastFilter(only)
  const least = COUNT_LEVEL[counts]
  return (contact, question, account) => {
    const level = OUTCOME_LEVEL[contact.outcome]
    return (
      contact.direction === 'out' &&
      level >= least &&
      (!onlyUnanswered || level < COUNT_LEVEL.answered || contact.outcome === 'pending') &&
      same(contact, question, account) &&
      (split === 'each' || isBookedTo(contact, account)) &&
      alike(contact) &&
      (!meant || meant(contact)) &&
      !(not.length > 0 && isExempt(contact, not))
    )
  }
}

function isExempt({ purpose, tags }: Pick<PastContact, 'purpose' | 'tags'>, not: readonly string[]): boolean {
  return not.includes(purpose) || tags.some((tag) => not.includes(tag))
}

/** An unanswered contact about several debts is booked to one of them; a conversation, or a message that names them, to each. */
function isBookedTo(contact: PastContact, account: Key | null): boolean {
  if (account === null || contact.bookedTo === null || contact.accounts.length < 2) return true
  const spoken = OUTCOME_LEVEL[contact.outcome] >= COUNT_LEVEL.conversation
  return spoken || kindOf(contact.channel).written || contact.bookedTo === account
}

/** One count that must have room: of one account, by one zone's dates. The answer is the first instant from `at` on that has room; null = never. */
type Ledger = (at: Instant) => Instant | null

function ledgerOf(
  ruler: Ruler,
  contacts: PastContact[],
  question: Question,
  { parameters: { max, distinct } }: RuleWith<Parameters>,
): Ledger {
  const placed = contacts.map((contact) => ({ contact, place: ruler.placeOf(contact.at) }))
  const hasRoom = (place: number, at: Instant) => {
    const there = placed.filter(({ contact }) => existsAt(at, contact))
    if (distinct) return channelRoom(ruler, there, question, max)(place)
    return ruler.hasRoom(
      there.map((one) => one.place),
      place,
      max,
    )
  }
  return (at) => {
    const place = ruler.placeOf(at)
    if (hasRoom(place, at)) return at
    const chances = new Set([place, ...placed.map((one) => one.place)].map(ruler.leaves))
    const later = [...chances].filter((chance) => chance > place).sort((a, b) => a - b)
    const first = later.find((chance) => hasRoom(chance, ruler.startOf(chance)))
    return first === undefined || !Number.isFinite(first) ? null : ruler.startOf(first)
  }
}

/** Whether the contact exists for one that is made at that instant: a later contact exists only while it is open. */
export function existsAt(at: Instant, contact: Pick<PastContact, 'at' | 'outcome'>): boolean {
  return contact.at <= at || contact.outcome === 'pending'
}

interface Placed {
  contact: PastContact
  place: number
}

/** The number of channels used besides the planned one. */
function channelRoom(ruler: Ruler, placed: readonly Placed[], question: Question, max: number) {
  const others = new Set(placed.map(({ contact }) => contact.channel))
  if (question.channel) others.delete(question.channel)
  const byChannel = [...others].map((channel) =>
    placed.filter(({ contact }) => contact.channel === channel).map(({ place }) => place),
  )
  return (place: number) => byChannel.filter((places) => !ruler.hasRoom(places, place, 1)).length < max
}

/** The first instant at which every count has room. */
function firstRoom(ledgers: readonly Ledger[], at: Instant): Instant | null {
  let now = at
  for (;;) {
    let latest = now
    for (const ledger of ledgers) {
      const room = ledger(now)
      if (room === null) return null
      latest = Math.max(latest, room)
    }
    if (latest === now) return now
    now = latest
  }
}

/** An unanswered contact is booked to one of several accounts; a conversation and a writing that names them are not. */
function canSplit({ appliesTo, parameters: { per, counts } }: RuleWith<Parameters>): boolean {
  const spoken =
    !appliesTo.channels || [...channelsOf(appliesTo.channels)].some((channel) => !kindOf(channel).written)
  return per.includes('account') && counts !== 'conversation' && spoken
}
