import { carriedTo } from '../arrears/changeover.ts'
import type { AccountId } from '../base/id.ts'
import { type Day, type Instant, lastDayOf } from '../base/time.ts'
import type { DossierPlan } from '../model/plan.ts'
import type { InForce } from '../model/settlement.ts'
import type { Filling } from '../promise/filling.ts'
import { arrearsWhen } from '../promise/money-of.ts'
import { meantThen, roundedSince } from '../promise/then.ts'
import type { FilledRate } from './course.ts'
import { courseIn, refill } from './fill.ts'
import { beyondLimits, type Measure } from './limits.ts'
import type { JudgedPlan, PlanFile } from './plan-file.ts'
import { enoughOfRate, lastDayOfRate, planTermsOf } from './terms.ts'

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
    const at = settledAt(inForce, one.plan, one.madeAt)
    if (at === Infinity || at > by) continue
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
function settledAt(inForce: readonly InForce[], { accounts }: DossierPlan, madeAt: Instant): Instant {
  return Math.max(...accounts.map((id) => settledSince(inForce, id, madeAt)))
}

function settledSince(inForce: readonly InForce[], id: AccountId, madeAt: Instant): Instant {
  const own = inForce.filter(({ account, since }) => account === id && since > madeAt)
  return Math.min(Infinity, ...own.map(({ since }) => since))
}

/** Accounts that are settled while others are not. */
function goneOf(
  { inForce = [] }: PlanFile,
  plan: DossierPlan,
  madeAt: Instant,
): ReadonlyMap<AccountId, Instant> {
  if (inForce.length === 0) return NOBODY_GONE
  const end = settledAt(inForce, plan, madeAt)
  const each = plan.accounts.map((id) => [id, settledSince(inForce, id, madeAt)] as const)
  return new Map(each.filter(([, since]) => since < end))
}

const NOBODY_GONE: ReadonlyMap<AccountId, Instant> = new Map()

function judgedOf(file: PlanFile, plan: DossierPlan): JudgedPlan {
  const { types, zones } = file
  const terms = planTermsOf(types, plan.kind)
  const madeAt = madeAtOf(plan)
  const gone = goneOf(file, plan, madeAt)
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
      gone,
      until,
      paid: 0,
      keptOn: null,
    }
    return { filling, agreed: amount, lastDay: lastDayOfRate(terms, on) }
  })
  const endedAt = plan.cancelledAt
  return { plan, terms, word: 'taken', madeAt, madeOn, rates, endedAt, gone, replaced: false, beyond: [] }
}

/** The answer says what its accounts owed when it was made. */
function measureOf(
  file: PlanFile,
  { plan, terms, madeAt, madeOn }: JudgedPlan,
): Omit<Measure, 'standing' | 'broken' | 'settled'> {
  const accounts = file.accounts.filter(({ id }) => plan.accounts.includes(id))
  const lead = accounts.find(({ id }) => id === plan.account)
  const owed = accounts.map((account) => {
    const { pastDue } = arrearsWhen({ ...file, account }, file.zones, { madeAt, madeOn })
    return lead ? carriedTo(lead, account, pastDue) : pastDue
  })
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
