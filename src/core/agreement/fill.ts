import { carriedTo } from '../arrears/changeover.ts'
import { type Day, type Instant, lastDayOf } from '../base/time.ts'
import { byDay, byDue, fill } from '../promise/filling.ts'
import { moneyUntil } from '../promise/money-of.ts'
import { type Course, courseOf } from './course.ts'
import { type Left, leftUnder } from './left.ts'
import type { JudgedPlan, PlanFile } from './plan-file.ts'
import { sumOf } from './schedule.ts'
import { breaksAfter, enoughOfRate } from './terms.ts'

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

/** What is left on a day counts after the money of that day, and while the plan stands. */
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

export function courseIn({ rates, terms }: JudgedPlan): Course {
  return courseOf(rates, breaksAfter(terms))
}
