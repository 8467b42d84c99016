import { assertNever } from '../../base/assert-never.ts'
import type { NumberId, PointId } from '../../base/id.ts'
import { type Channel, kindOf } from '../../channel/channel.ts'
import { addDays, type Day, lastDayOf } from '../../base/time.ts'
import { ofPerson, putCease, putDispute, putHold, putReason } from './hold.ts'
import { amountIn } from './money.ts'
import { type GivenSchedule, putPlan, raisePlan, ratesIn, scheduleProblem } from './plan.ts'
import { putPromise } from './promise.ts'
import { type SaidSettlement, settleInContact } from './settled-words.ts'
import { ask } from '../ask.ts'
import type { Disposition, DispositionEffect } from '../../channel/disposition.ts'
import { meaningOf } from '../../channel/disposition.ts'
import type { Applied, Draft, OnAccount, Subject } from '../draft.ts'
import { raiseAccount, raiseNumber, raisePerson } from '../draft.ts'
import type { Needs } from '../kind/needs.ts'
import type { Problem } from '../../base/problem.ts'
import type { LedgerPlan, LedgerPoint } from '../../model/ledger.ts'
import { killNumber, pointOf, pointsOf, setValid } from '../person.ts'
import type { Telling } from '../telling.ts'

/** What was said in a contact, at whatever door it is told. */
export interface Said {
  disposition: Disposition
  channel: Channel
  /** The number of the contact; null = it names none. */
  number: NumberId | null
  point: PointId | null
  promise: { amount: number; by: Day; kind: string | null } | null
  plan: Pick<LedgerPlan, 'rates' | 'every' | 'kind'> | null
  settlement: SaidSettlement | null
  /** What the promise, plan or settlement is called. */
  name: string
}

/** Null = none is given. */
export function promiseIn(
  { account }: Subject,
  { promise }: { promise?: { amount: string; by: Day; kind?: string | undefined } | undefined },
  prepared: Telling,
): Said['promise'] | Exclude<Applied, string> {
  if (promise === undefined || account === null) return null
  const amount = amountIn(account, promise.amount, prepared, 'promise.amount')
  return typeof amount === 'object' ? amount : { amount, by: promise.by, kind: promise.kind ?? null }
}

interface PlanSaid {
  disposition: Disposition
  plan?: (GivenSchedule & { kind?: string | undefined }) | undefined
}

/** A schedule that is given is whole, and of a word that is a plan. */
export function senseOfPlan({ plan, disposition }: PlanSaid): Problem | null {
  if (plan === undefined) return null
  if (meaningOf(disposition).effect !== 'plan') {
    const message = 'a plan is given, and the disposition is none'
    return { code: 'bad_plan', path: 'plan', message, suggestion: 'rpc_plan or met_plan' }
  }
  const wrong = scheduleProblem(plan)
  return wrong && { ...wrong, path: `plan.${wrong.path ?? ''}` }
}

/** Null = none is given. */
export function planIn({ account }: Subject, { plan }: PlanSaid, prepared: Telling): Said['plan'] | Problem {
  if (plan === undefined || account === null) return null
  const rates = ratesIn(account, plan, prepared, 'plan.')
  if ('code' in rates) return rates
  return { rates, every: rates.length > 1 ? (plan.every ?? null) : null, kind: plan.kind ?? null }
}

/** A disposition has its effect as of the instant at which it was said. A hold that it raises bears its name, so that a later fact can lift it. */
export function applyWords(draft: Draft, subject: Subject, said: Said, prepared: Telling): void {
  const { effect } = meaningOf(said.disposition)
  if (effect === undefined) return
  const { disposition: externalId } = said
  switch (effect) {
    case 'dispute':
      return putDispute(draft, subject, { externalId, until: lastDay(subject, said, prepared) }, prepared)
    case 'hardship': {
      const until = lastDay(subject, said, prepared)
      putReason(draft, [subject], { externalId, reason: effect, until }, prepared)
      return
    }
    case 'attorney':
    case 'bankruptcy':
    case 'deceased':
      putReason(draft, [ofPerson(subject)], { externalId, reason: effect, until: null }, prepared)
      return
    case 'cease':
      return putCease(draft, ofPerson(subject), prepared)
    case 'optout':
      return putOptout(draft, subject, said, prepared)
    case 'point_invalid':
      return spoil(draft, subject, said, prepared)
    case 'promise':
      return promise(draft, subject, said, prepared)
    case 'plan':
      return agree(draft, subject, said, prepared)
    case 'settlement':
      return settleWord(draft, subject, said, prepared)
    case 'callback':
      if (isStillOpen(draft, subject, said, prepared)) ask(draft, subject, CALL_BACK, prepared)
      return
    default:
      return assertNever(effect)
  }
}

const CALL_BACK = { kind: 'call_back', reason: 'the debtor asked to be called again that day' } as const
const TERMS = {
  kind: 'promise_terms',
  reason: 'a promise was reported without amount and day: find them, and record promise.made',
} as const
const PLAN_TERMS = {
  kind: 'plan_terms',
  reason: 'a plan was reported without its schedule: find it, and record plan.agreed',
} as const
const SETTLEMENT_TERMS = {
  kind: 'settlement_terms',
  reason:
    'a settlement was reported without its terms: find them, and record settlement.offered and settlement.accepted',
} as const
const WHICH_POINT = {
  kind: 'which_point',
  reason: 'a number or address was reported dead without saying which: find it, and record point.invalid',
} as const

/** What giving a disposition its effect looks at. */
export function needsOfWord(disposition: Disposition): Needs {
  const { effect } = meaningOf(disposition)
  return effect === undefined ? {} : NEEDS[effect]
}

const NEEDS: Record<DispositionEffect, Needs> = {
  dispute: { holds: true },
  hardship: { holds: true },
  attorney: { holds: true },
  bankruptcy: { holds: true },
  deceased: { holds: true },
  cease: { holds: true },
  optout: { holds: true, points: true, reaches: 'point' },
  point_invalid: { points: true, reaches: 'any' },
  promise: { promises: true },
  plan: { plans: true },
  settlement: { settlements: true, money: true, cases: true },
  callback: {},
}

/** The last local day on which a dated word acts; null = it acts for good. */
function lastDay({ person }: Subject, { disposition }: Said, { at }: Telling): Day | null {
  const { lasts = 'for_good' } = meaningOf(disposition)
  return lasts === 'for_good' ? null : addDays(lastDayOf(person.zones, at), lasts.days)
}

function isStillOpen(draft: Draft, subject: Subject, said: Said, prepared: Telling): boolean {
  const last = lastDay(subject, said, prepared)
  return last === null || last >= lastDayOf(subject.person.zones, draft.now)
}

/** The opt-out is one of the number, for everybody behind it and every channel; where no number is known, it is one of the person. */
function putOptout(draft: Draft, subject: Subject, { number, point }: Said, { at }: Telling): void {
  const word = { kind: 'optout', externalId: 'optout', on: true, number, point, channel: null } as const
  putHold(draft, ofPerson(subject), word, at)
}

function promise(draft: Draft, subject: Subject, said: Said, prepared: Telling): void {
  const { account } = subject
  if (account === null || said.promise === null) {
    if (isStillOpen(draft, subject, said, prepared)) ask(draft, subject, TERMS, prepared)
    return
  }
  const onAccount: OnAccount = { ...subject, account }
  const promised = { ...said.promise, madeAt: prepared.at }
  putPromise(draft, onAccount, { name: said.name, at: prepared.at, said: promised })
  raiseAccount(draft, account.id)
}

function agree(draft: Draft, subject: Subject, said: Said, prepared: Telling): void {
  const { account } = subject
  if (account === null || said.plan === null) {
    if (isStillOpen(draft, subject, said, prepared)) ask(draft, subject, PLAN_TERMS, prepared)
    return
  }
  const agreed = { ...said.plan, agreedAt: prepared.at }
  raisePlan(draft, putPlan(draft, { ...subject, account }, said.name, agreed))
}

function settleWord(draft: Draft, subject: Subject, said: Said, prepared: Telling): void {
  const { account } = subject
  const { settlement } = said
  if (account === null || settlement === null) {
    if (isStillOpen(draft, subject, said, prepared)) ask(draft, subject, SETTLEMENT_TERMS, prepared)
    return
  }
  const name = settlement.name ?? said.name
  settleInContact(draft, { ...subject, account }, { name, said: settlement }, prepared)
}

/** A number that does not exist is dead for everybody; one that is somebody else's only for this person. Where the word names none, it is the only one that the person has of the kind; else a human is asked. */
function spoil(draft: Draft, subject: Subject, said: Said, prepared: Telling): void {
  const { person } = subject
  const number = said.number ?? onlyPoint(draft, subject, said.channel)?.number ?? null
  if (number === null) return ask(draft, ofPerson(subject), WHICH_POINT, prepared)
  const own = pointOf(draft, person, { number })
  if (own) setValid(draft, own, false, prepared.at)
  if (meaningOf(said.disposition).nowhere) {
    killNumber(draft, number, prepared.at)
    raiseNumber(draft, number)
  }
  raisePerson(draft, person.id)
}

function onlyPoint(draft: Draft, { person }: Subject, channel: Channel): LedgerPoint | null {
  const [kind] = kindOf(channel).points
  const own = pointsOf(draft.ledger, person.id).filter((point) => point.kind === kind && wasNamed(point))
  return own.length === 1 ? (own[0] ?? null) : null
}

/** One that is only heard of was never said to be the debtor's. */
function wasNamed({ former, namedAt }: LedgerPoint): boolean {
  return !former || namedAt !== null
}
