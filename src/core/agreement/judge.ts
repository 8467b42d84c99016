import { type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { DossierPlan } from '../model/plan.ts'
import type { PlanTypes } from '../model/plan-type.ts'
import type { InForce } from '../model/settlement.ts'
import { type Filling, fillAll } from '../promise/filling.ts'
import { type AccountMoney, arrearsWhen, moneyUntil } from '../promise/money-of.ts'
import { meantThen, roundedSince } from '../promise/then.ts'
import { type Course, courseOf, type FilledRate } from './course.ts'
import { beyondLimits, type Measure } from './limits.ts'
import { breaksAfter, enoughOfRate, lastDayOfRate, type PlanTerms, planTermsOf } from './terms.ts'

/** Everything by which the plans of a person are judged: the file of the person, and what the strategy says. */
export interface PlanFile extends Pick<Dossier, 'accounts'>, Omit<AccountMoney, 'account'> {
  plans?: readonly DossierPlan[] | undefined
  zones: readonly Zone[]
  now: Instant
  types?: PlanTypes | undefined
  /** Settlements, which end a plan once all of its accounts have one. */
  inForce?: readonly InForce[] | undefined
}

/** A plan, and what is said of it: money has filled its rates as far as it was last asked. */
export interface JudgedPlan {
  plan: DossierPlan
  terms: PlanTerms
  word: 'taken' | 'proposed' | 'asked' | 'refused' | 'cancelled'
  madeAt: Instant
  madeOn: Day
  rates: FilledRate[]
  /** The instant at which another one took its place, or it was cancelled. */
  endedAt: Instant | null
  replaced: boolean
  beyond: string[]
}

/** Each is measured by what was agreed before it and had become of that by then. */
export function judgePlans(file: PlanFile, told: readonly DossierPlan[]): JudgedPlan[] {
  const judged: JudgedPlan[] = []
  for (const plan of [...told].sort(byMaking)) {
    const one = judgedOf(file, plan)
    overtake(file, judged, one.madeAt)
    const before = judged.filter((other) => isTaken(other) && shares(other.plan, plan))
    refill(file, judged.filter(isTaken), { now: one.madeAt, today: one.madeOn })
    const replaced = before.find((other) => isReplaced(other, plan))
    one.beyond = beyondLimits(plan, {
      ...measureOf(file, one),
      standing: before.filter((other) => other !== replaced && stood(other, one)).length,
      broken: before.filter((other) => isBroken(other, one.madeOn)).length,
      settled: isSettledBy(file.inForce, plan, one),
    })
    one.word = wordOf(one)
    if (replaced && one.word === 'taken' && stood(replaced, one)) endBy(replaced, one.madeAt)
    judged.push(one)
  }
  overtake(file, judged, Infinity)
  return judged
}

/** A plan that stands when the last of its accounts is settled ends with that. */
function overtake(file: PlanFile, judged: readonly JudgedPlan[], by: Instant): void {
  const { inForce = [] } = file
  if (inForce.length === 0) return
  for (const one of judged.filter(isTaken)) {
    const at = settledAt(inForce, one)
    if (at > by) continue
    const then = { madeAt: at, madeOn: lastDayOf(file.zones, at) }
    refill(file, judged.filter(isTaken), { now: at, today: then.madeOn })
    if (stood(one, then)) endBy(one, at)
  }
}

/** A settlement of one of its accounts binds both sides then: its money is not that of a plan as well. */
export function isSettledBy(
  inForce: PlanFile['inForce'],
  { accounts }: Pick<DossierPlan, 'accounts'>,
  { madeAt, madeOn }: Pick<JudgedPlan, 'madeAt' | 'madeOn'>,
): boolean {
  return (inForce ?? []).some(
    ({ account, since, to }) => accounts.includes(account) && since <= madeAt && (to ?? '') >= madeOn,
  )
}

/** Infinite = one of its accounts has no settlement since. */
function settledAt(inForce: readonly InForce[], { plan, madeAt }: JudgedPlan): Instant {
  const each = plan.accounts.map((id) =>
    Math.min(
      Infinity,
      ...inForce.filter(({ account, since }) => account === id && since > madeAt).map(({ since }) => since),
    ),
  )
  return Math.max(...each)
}

function judgedOf({ types, zones }: PlanFile, plan: DossierPlan): JudgedPlan {
  const terms = planTermsOf(types, plan.kind)
  const madeAt = madeAtOf(plan)
  const madeOn = lastDayOf(zones, madeAt)
  const until = plan.cancelledAt ?? Infinity
  const rates = plan.rates.map(({ on, amount }): FilledRate => {
    const filling: Filling = {
      madeAt,
      madeOn,
      dueOn: on,
      lastDay: FOR_EVER,
      amount,
      enough: enoughOfRate(terms, amount),
      accounts: plan.accounts,
      until,
      paid: 0,
      keptOn: null,
    }
    return { filling, lastDay: lastDayOfRate(terms, on) }
  })
  const endedAt = plan.cancelledAt
  return { plan, terms, word: 'taken', madeAt, madeOn, rates, endedAt, replaced: false, beyond: [] }
}

/** The answer says what its accounts owed when it was made. */
function measureOf(
  file: PlanFile,
  { plan, terms, madeAt, madeOn }: JudgedPlan,
): Omit<Measure, 'standing' | 'broken' | 'settled'> {
  const accounts = file.accounts.filter(({ id }) => plan.accounts.includes(id))
  const owed = accounts.map(
    (account) => arrearsWhen({ ...file, account }, file.zones, { madeAt, madeOn }).pastDue,
  )
  const lead = accounts.find(({ id }) => id === plan.account)
  return {
    types: file.types,
    terms,
    madeOn,
    owed: owed.reduce((sum, one) => sum + one, 0),
    currency: lead?.currency ?? 'XXX',
    minor: (text) => (lead ? meantThen(lead, text, madeAt) : 0),
    rounded: accounts.reduce(
      (sum, account) => sum + roundedSince({ ...file, account }, madeAt, plan.rates.length),
      0,
    ),
  }
}

/** Money that comes late fills a rate all the same. */
const FOR_EVER: Day = '9999-12-31'

/** A proposal of the debtor is agreed as of then, unless somebody agreed before. */
function madeAtOf({ proposedAt, agreedAt, refusedAt, acceptedAt, cancelledAt, by }: DossierPlan): Instant {
  const agreed = agreedAt ?? (by === 'debtor' ? proposedAt : null)
  return agreed ?? proposedAt ?? refusedAt ?? acceptedAt ?? cancelledAt ?? 0
}

function wordOf({ plan, beyond }: JudgedPlan): JudgedPlan['word'] {
  const { agreedAt, acceptedAt, refusedAt, cancelledAt, by } = plan
  const said = Math.max(agreedAt ?? -Infinity, acceptedAt ?? -Infinity)
  if (refusedAt !== null && refusedAt >= said) return 'refused'
  if (cancelledAt !== null && cancelledAt <= madeAtOf(plan)) return 'cancelled'
  if (acceptedAt === null && beyond.length > 0) return cancelledAt === null ? 'asked' : 'cancelled'
  if (agreedAt !== null || by === 'debtor') return 'taken'
  return cancelledAt === null ? 'proposed' : 'cancelled'
}

export function isTaken({ word }: JudgedPlan): boolean {
  return word === 'taken'
}

function shares(one: DossierPlan, other: DossierPlan): boolean {
  return one.accounts.some((account) => other.accounts.includes(account))
}

function isReplaced({ plan }: JudgedPlan, { replaces }: DossierPlan): boolean {
  return plan.externalId === replaces
}

function endBy(one: JudgedPlan, at: Instant): void {
  one.endedAt = Math.min(one.endedAt ?? Infinity, at)
  one.replaced = one.endedAt === at
  for (const { filling } of one.rates) filling.until = Math.min(filling.until, at)
}

/** They are filled anew by what was known at that instant and had come by that day. */
export function refill(
  file: PlanFile,
  judged: readonly JudgedPlan[],
  { now, today }: { now: Instant; today: Day },
): void {
  const fillings = judged.flatMap(({ rates }) => rates.map(({ filling }) => filling))
  if (fillings.length === 0) return
  for (const filling of fillings) Object.assign(filling, { paid: 0, keptOn: null })
  const own = new Set(judged.flatMap(({ plan }) => plan.accounts))
  const money = file.accounts
    .filter(({ id }) => own.has(id))
    .flatMap((account) => moneyUntil({ ...file, account }, file.zones, today))
  fillAll(
    fillings,
    money.filter(({ recordedAt }) => recordedAt <= now),
  )
}

export function courseIn({ rates, terms }: JudgedPlan): Course {
  return courseOf(rates, breaksAfter(terms))
}

/** It was neither over nor broken when the other one was made. */
function stood(one: JudgedPlan, { madeAt, madeOn }: Pick<JudgedPlan, 'madeAt' | 'madeOn'>): boolean {
  const { brokenOn, completedOn } = courseIn(one)
  const isOver = one.endedAt !== null && one.endedAt <= madeAt
  return !isOver && completedOn === null && (brokenOn === null || brokenOn > madeOn)
}

function isBroken(one: JudgedPlan, day: Day): boolean {
  const { brokenOn } = courseIn(one)
  return brokenOn !== null && brokenOn <= day
}

/** Ties end the same in whatever order they are told. */
function byMaking(a: DossierPlan, b: DossierPlan): number {
  const [x, y] = [madeAtOf(a), madeAtOf(b)]
  if (x !== y) return x - y
  if (a.externalId !== b.externalId) return a.externalId < b.externalId ? -1 : 1
  return a.account - b.account
}
