import { OUTCOME_LEVEL } from '../base/list.ts'
import type { Instant } from '../base/time.ts'
import { type Judge, type LegalClock, NOTHING, refusal, zonesFor } from './judge.ts'
import type { RuleOf } from './pack.ts'
import { COUNT_LEVEL } from './parameters.ts'
import type { Key, PastContact, Question } from './question.ts'
import { accountsFor, scopeFilter } from './scope.ts'
import { channelsOf, contactFilter } from './select.ts'
import { reachOf, type Ruler, rulerOf } from './span.ts'

/** How often: no window of the span that holds the planned contact may hold more than `max`, the planned one included. Later planned contacts count too, so that one plan cannot fill another's window. */
export function capJudge(rule: RuleOf<'cap'>, clock: LegalClock): Judge {
  const { max, per, span, not = [] } = rule.parameters
  const counts = counter(rule)
  const reach = reachOf(span)
  const rulers = new Map<string, Ruler>()
  const rulerFor = (zone: string) => {
    let ruler = rulers.get(zone)
    if (!ruler) rulers.set(zone, (ruler = rulerOf(span, zone, clock.weekStart)))
    return ruler
  }
  return (question, file) => {
    if (not.includes(question.purpose) || question.tags.some((tag) => not.includes(tag))) return NOTHING
    const ledgers: Ledger[] = []
    for (const account of accountsFor(per, question)) {
      const counted = file.history.filter(
        (contact) => contact.at > question.at - reach && counts(contact, question, account),
      )
      if (counted.length < max) continue
      for (const zone of zonesFor(clock, file))
        ledgers.push(ledgerOf(rulerFor(zone), counted, question, rule))
    }
    if (ledgers.every((ledger) => ledger.room(question.at))) return NOTHING
    return refusal(firstRoom(ledgers, question.at))
  }
}

type Counts = (contact: PastContact, question: Question, account: Key | null) => boolean

function counter({ appliesTo, parameters }: RuleOf<'cap'>): Counts {
  const { per, counts, onlyUnanswered = false, split, not = [] } = parameters
  const same = scopeFilter(per)
  const alike = contactFilter(appliesTo)
  const least = COUNT_LEVEL[counts]
  const exempt = (contact: PastContact) =>
    not.length > 0 && (not.includes(contact.purpose) || contact.tags.some((tag) => not.includes(tag)))
  return (contact, question, account) => {
    const level = OUTCOME_LEVEL[contact.outcome]
    return (
      contact.direction === 'out' &&
      level >= least &&
      (!onlyUnanswered || level < COUNT_LEVEL.answered || contact.outcome === 'pending') &&
      same(contact, question, account) &&
      (split === 'each' || bookedTo(contact, account)) &&
      alike(contact) &&
      !exempt(contact)
    )
  }
}

/** An unanswered contact about several debts is booked to one of them; a conversation, or a message that names them, to each. */
function bookedTo(contact: PastContact, account: Key | null): boolean {
  if (account === null || contact.bookedTo === null || contact.accounts.length < 2) return true
  const spoken = OUTCOME_LEVEL[contact.outcome] >= COUNT_LEVEL.conversation
  return spoken || WRITTEN.has(contact.channel) || contact.bookedTo === account
}
const WRITTEN = channelsOf(['messages', 'letter'])

/** One count that must have room: of one account, by one zone's dates. */
interface Ledger {
  room: (at: Instant) => boolean
  /** Instants after `at` at which there may be room again. */
  next: (at: Instant) => Instant[]
}

function ledgerOf(ruler: Ruler, contacts: PastContact[], question: Question, rule: RuleOf<'cap'>): Ledger {
  const { max, distinct } = rule.parameters
  const placesOf = (some: PastContact[]) => some.map((one) => ruler.placeOf(one.at))
  const next = (at: Instant) => ruler.next(placesOf(contacts), ruler.placeOf(at)).map(ruler.startOf)
  if (!distinct) {
    const places = placesOf(contacts)
    return { room: (at) => ruler.most(places, ruler.placeOf(at)) < max, next }
  }
  const others = new Set(contacts.map((one) => one.channel))
  if (question.channel) others.delete(question.channel)
  const byChannel = [...others].map((channel) => placesOf(contacts.filter((one) => one.channel === channel)))
  const used = (at: Instant) => byChannel.filter((places) => ruler.most(places, ruler.placeOf(at)) > 0).length
  return { room: (at) => used(at) < max, next }
}

/** The first instant at which every count has room. */
function firstRoom(ledgers: Ledger[], at: Instant): Instant | null {
  const chances = ledgers
    .flatMap((ledger) => ledger.next(at))
    .filter((one) => one > at && Number.isFinite(one))
  return (
    chances.sort((a, b) => a - b).find((chance) => ledgers.every((ledger) => ledger.room(chance))) ?? null
  )
}
