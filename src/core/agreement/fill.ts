import { arrearsOn, type Owed } from '../arrears/arrears.ts'
import { carriedTo } from '../arrears/changeover.ts'
import { effective } from '../arrears/effective.ts'
import { owedBy } from '../arrears/obligation-words.ts'
import type { AccountId } from '../base/id.ts'
import type { Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, instantInAll, lastDayOf, type Zone } from '../base/time.ts'
import type { DossierPlan } from '../model/plan.ts'
import type { Settled } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'
import { byDay, byDue, fill } from '../promise/filling.ts'
import { type AccountMoney, arrearsWhen, moneyUntil, seriesOf } from '../promise/money-of.ts'
import { type Course, courseOf } from './course.ts'
import type { JudgedPlan, PlanFile } from './plan-file.ts'
import { sumOf } from './schedule.ts'
import { breaksAfter, enoughOfRate } from './terms.ts'

export function courseIn({ rates, terms }: JudgedPlan): Course {
  return courseOf(rates, breaksAfter(terms))
}

interface Known {
  now: Instant
  today: Day
}

/** They are filled anew by what was known at that instant and had come by that day. What the accounts owe no more falls away, the last rates first, and does not come back. */
export function refill(file: PlanFile, judged: readonly JudgedPlan[], known: Known): void {
  for (const { rates, terms } of judged)
    for (const { filling, agreed } of rates)
      Object.assign(filling, { amount: agreed, enough: enoughOfRate(terms, agreed), paid: 0, keptOn: null })
  for (const group of byCurrency(file, judged)) refillAlike(file, group, known)
}

interface Alike {
  lead: PlanFile['accounts'][number] | undefined
  judged: JudgedPlan[]
}

/** Plans are in the currency of the account that leads them. */
function byCurrency({ accounts }: PlanFile, judged: readonly JudgedPlan[]): Alike[] {
  const groups = new Map<string | undefined, Alike>()
  for (const one of judged) {
    const lead = accounts.find(({ id }) => id === one.plan.account)
    const group = groups.get(lead?.currency) ?? { lead, judged: [] }
    group.judged.push(one)
    groups.set(lead?.currency, group)
  }
  return [...groups.values()]
}

function refillAlike(file: PlanFile, { lead, judged }: Alike, { now, today }: Known): void {
  const inOrder = judged.flatMap(({ rates }) => rates.map(({ filling }) => filling)).sort(byDue)
  if (inOrder.length === 0) return
  const own = new Set(judged.flatMap(({ plan }) => plan.accounts))
  const money = file.accounts
    .filter(({ id }) => own.has(id))
    .flatMap((account) =>
      moneyUntil({ ...file, account }, file.zones, today).map((one) =>
        lead ? { ...one, amount: carriedTo(lead, account, one.amount) } : one,
      ),
    )
    .filter(({ recordedAt }) => recordedAt <= now)
  const falls = fallsOf(file, judged, { now, today })
  for (const one of money.sort(byDay)) {
    while (falls[0] && falls[0].on < one.from) fallAway(falls.shift())
    fill(inOrder, one)
  }
  for (const one of falls) fallAway(one)
}

interface Fall extends Left {
  of: JudgedPlan
}

/** A plan that stands counts what is left on a day after the money of that day. */
function fallsOf(file: PlanFile, judged: readonly JudgedPlan[], known: Known): Fall[] {
  const all = judged.flatMap((of) => {
    const { plan, rates, madeAt, madeOn, gone, endedAt } = of
    const end = endedAt === null ? null : lastDayOf(file.zones, endedAt)
    const sum = sumOf(rates.map(({ filling: { dueOn: on }, agreed: amount }) => ({ on, amount })))
    return leftUnder(file, { plan, sum, madeAt, madeOn, gone }, known)
      .filter(({ on }) => end === null || on < end)
      .map((left): Fall => ({ ...left, of }))
  })
  return all.sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1))
}

function fallAway(fall: Fall | undefined): void {
  if (!fall) return
  const { on, left } = fall
  const { rates, terms } = fall.of
  const open = rates.map(({ filling }) => filling).filter(({ keptOn }) => keptOn === null)
  let excess = open.reduce((sum, { amount, paid }) => sum + amount - paid, -left)
  for (const filling of open.reverse()) {
    if (excess <= 0) return
    const part = Math.min(excess, filling.amount - filling.paid)
    excess -= part
    filling.amount -= part
    filling.enough = Math.min(filling.amount, enoughOfRate(terms, filling.amount))
    if (filling.paid >= filling.enough) filling.keptOn = on
  }
}

/** From that local day on, the accounts of a plan still owe these sums of what it is about. */
interface Left {
  on: Day
  left: Minor
}

interface Planned {
  plan: Pick<DossierPlan, 'account' | 'accounts'>
  /** All its rates come to this sum. */
  sum: Minor
  madeAt: Instant
  madeOn: Day
  /** Accounts that are of the plan no more since then. */
  gone: ReadonlyMap<AccountId, Instant>
}

/** The answer is what is left on each day on which that may be another sum, as it is known at that instant; it has no days where nobody knows what one of the accounts owes. A plan is about what was past due when it was made; what it comes to beyond that goes on until nothing at all is owed. */
function leftUnder(file: PlanFile, made: Planned, { now, today }: { now: Instant; today: Day }): Left[] {
  const accounts = accountsOf(file, made.plan)
  if (accounts === null) return []
  const { sum } = made
  const owed = accounts.reduce((all, one) => all + one.inPlan(owedThen(file, one.money, made)), 0)
  const beyond = Math.max(0, sum - owed)
  return daysOf(file, accounts, made, { now, today }).map((on) => {
    const at = Math.min(now, instantInAll(file.zones, addDays(on, 1)) - 1)
    const lefts = accounts
      .filter(({ id, endedAt }) => !isOver(made.gone.get(id), at) && !isOver(endedAt, at))
      .map((one) => ({ one, ...leftOn(file, one.money, { made, on, at, now }) }))
    const all = lefts.reduce((most, { one, balance }) => most + one.inPlan(balance), 0)
    const left = lefts.reduce((most, { one, pastDue }) => most + one.inPlan(pastDue), 0)
    return { on, left: all === 0 ? 0 : left + beyond }
  })
}

function isOver(since: Instant | null | undefined, at: Instant): boolean {
  return since != null && since <= at
}

interface Owing {
  id: AccountId
  money: AccountMoney
  endedAt: Instant | null
  /** An amount of the account in the currency of the one that leads the plan. */
  inPlan: (amount: Minor) => Minor
}

/** Null = of one of them nothing is known. */
function accountsOf(file: PlanFile, { account, accounts }: Planned['plan']): Owing[] | null {
  const { billed = [], shown = [] } = file
  const lead = file.accounts.find(({ id }) => id === account)
  const own = file.accounts.filter(({ id }) => accounts.includes(id))
  const isKnown = (id: AccountId) => [...billed, ...shown].some((row) => row.account === id)
  if (!lead || own.length < accounts.length || !own.every(({ id }) => isKnown(id))) return null
  return own.map((one) => ({
    id: one.id,
    money: { ...file, account: one },
    endedAt: one.collection === 'ended' ? (one.collectionAt ?? null) : null,
    inPlan: (amount) => carriedTo(lead, one, amount),
  }))
}

function owedThen(file: PlanFile, money: AccountMoney, made: Planned): Minor {
  return arrearsWhen(money, file.zones, made).pastDue
}

interface On {
  made: Planned
  on: Day
  at: Instant
  now: Instant
}

/** The first sum is left of what was past due when the plan was made, the second of everything: neither is paid or taken away by then. */
function leftOn(
  { zones }: PlanFile,
  money: AccountMoney,
  { made, on, at, now }: On,
): { pastDue: Minor; balance: Minor } {
  const last = seriesOf(money.account, money.shown ?? []).findLast(
    (one) => one.at <= now && dayReceived(one, zones) <= on,
  )
  if (last) return { pastDue: last.pastDue, balance: last.pastDue }
  return arrearsOn(debtsOn(money, made.madeAt, at), standing(money, zones, { on, now }), made.madeOn)
}

/** A bill that was put off since counts by the day on which it fell due then. */
function debtsOn({ account, billed = [] }: AccountMoney, madeAt: Instant, at: Instant): Owed[] {
  return billed
    .filter((one) => one.account === account.id)
    .map((one) => {
      const { externalId, amount, cancelled } = owedBy(one, at)
      return { externalId, dueOn: owedBy(one, madeAt).dueOn, amount, cancelled }
    })
}

/** Money that had come by that day and stands; where no rows are known, what was received. */
function standing(
  { account, settled }: AccountMoney,
  zones: readonly Zone[],
  { on, now }: { on: Day; now: Instant },
) {
  if (!settled)
    return account.received
      .filter(({ at, recordedAt }) => recordedAt <= now && dayReceived({ at }, zones) <= on)
      .map(({ amount }) => ({ obligation: null, amount, reversedAt: null }))
  return effective(settled.filter((row) => row.account === account.id && counts(row, zones, { on, now })))
}

function counts(
  { reversedAt, recordedAt, happenedAt }: Settled,
  zones: readonly Zone[],
  { on, now }: { on: Day; now: Instant },
): boolean {
  return reversedAt === null && recordedAt <= now && dayReceived({ at: happenedAt }, zones) <= on
}

/** The days on which something of the debts, of the money or of the accounts changed. */
function daysOf(
  { zones }: PlanFile,
  accounts: readonly Owing[],
  { madeOn, gone }: Planned,
  { now, today }: Known,
): Day[] {
  const ends = accounts.flatMap(({ id, endedAt }) => [gone.get(id) ?? null, endedAt])
  const said = accounts.flatMap(({ id, money: { billed = [] } }) =>
    billed.flatMap((one) => (one.account === id ? (one.words ?? []).map(({ at }) => at) : [])),
  )
  const money = accounts.flatMap(({ id, money: { account, settled, shown = [] } }) => [
    ...(settled?.filter((row) => row.account === id).map(({ happenedAt }) => happenedAt) ??
      account.received.map(({ at }) => at)),
    ...shown.filter((row) => row.account === id).map(({ at }) => at),
  ])
  const words = [...ends, ...said].flatMap((at) => (at === null || at > now ? [] : [lastDayOf(zones, at)]))
  const days = new Set([madeOn, ...words, ...money.map((at) => dayReceived({ at }, zones))])
  return [...days].filter((day) => day >= madeOn && day <= today).sort()
}
