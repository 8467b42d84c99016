import { arrearsOn, type Paid } from '../arrears/arrears.ts'
import { PLAN_INTERVAL } from '../model/plan-type.ts'
import { dpdOn } from '../arrears/dpd.ts'
import { formatAmount, leastPaid, type Minor } from '../base/money.ts'
import { addDays, type Day, type Instant } from '../base/time.ts'
import { equalRates } from '../agreement/schedule.ts'
import type { Rate } from '../model/rate.ts'
import { shareOf } from '../base/share.ts'
import { billedWhen, paidWhen } from '../promise/money-of.ts'
import { roundedSince } from '../promise/then.ts'
import type { DossierSettlement, GrantWord } from '../model/settlement.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'
import type { SettlementFile } from './file.ts'

/** What an offer was, measured when it was made. */
export interface OfferTerms {
  madeOn: Day
  /** What was past due then. */
  owed: Minor
  /** What is to be paid. */
  amount: Minor
  /** What falls due when; nothing = it cannot be divided so. */
  schedule: readonly Rate[]
  /** The day on which the last of it falls due, and the last day of its grace. */
  dueOn: Day
  lastDay: Day
  /** A second person has to grant it. */
  needsGrant: boolean
  /** The limits that it is beyond, in words. */
  beyond: readonly string[]
}

/** `given` = what earlier settlements had left off the debt by then. */
export function offerTerms(
  file: SettlementFile,
  settlement: DossierSettlement & { offeredAt: Instant },
  { madeOn, given }: { madeOn: Day; given: Minor },
): OfferTerms {
  const made = { madeAt: settlement.offeredAt, madeOn }
  const paid = [...paidWhen(file, file.zones, made), ...forgiven(given)]
  const { pastDue: owed, anchor } = arrearsOn(billedWhen(file, made), paid, madeOn)
  const least = leastPaid(file.account.currency)
  const amount =
    settlement.discount === null
      ? settlement.amount
      : payable(shareOf(owed, 1 - settlement.discount), { owed, least })
  const schedule = scheduleOf(settlement, amount, least)
  const dueOn = schedule.at(-1)?.on ?? settlement.until
  const { limits } = file
  const terms = { madeOn, owed, amount, schedule, dueOn }
  const rounded = roundedSince(file, settlement.offeredAt, 1)
  return {
    ...terms,
    lastDay: addDays(dueOn, limits?.grace?.days ?? 0),
    needsGrant: limits === undefined || amount < shareOf(owed, 1 - limits.alone.discount) - rounded,
    beyond: beyondOf(file, settlement, { ...terms, rounded, dpd: owed > 0 ? dpdOn(anchor, madeOn) : 0 }),
  }
}

/** The debtor pays a whole number of `least`, never less than the share, nor more than he owes. */
function payable(share: Minor, { owed, least }: { owed: Minor; least: Minor }): Minor {
  return Math.min(owed, Math.ceil(share / least) * least)
}

function scheduleOf(
  { rates, payBy, until }: DossierSettlement,
  amount: Minor,
  least: Minor,
): readonly Rate[] {
  if (rates === null) return [{ on: payBy ?? until, amount }]
  const { first, every, number } = rates
  return equalRates({ sum: amount, first, every: PLAN_INTERVAL[every] }, number, least) ?? []
}

/** What is to be there by the end of a day. */
export function requiredOn({ schedule }: OfferTerms, day: Day, grace: number): Minor {
  let sum = 0
  for (const { on, amount } of schedule) if (addDays(on, grace) <= day) sum += amount
  return sum
}

/** What falls due next and is not there: the day, and how much is missing by then; null = nothing. */
export function nextDue(
  schedule: readonly Rate[],
  { paid, today }: { paid: Minor; today: Day },
): Rate | null {
  let sum = 0
  for (const { on, amount } of schedule) {
    sum += amount
    if (on >= today && sum > paid) return { on, amount: sum - paid }
  }
  return null
}

/** The last days of grace of what falls due, in their order. */
export function lastDays({ schedule }: OfferTerms, limits: SettlementLimits | undefined): Day[] {
  return schedule.map(({ on }) => addDays(on, limits?.grace?.days ?? 0))
}

type Measured = Pick<OfferTerms, 'madeOn' | 'owed' | 'amount' | 'schedule' | 'dueOn'> & {
  dpd: number
  rounded: Minor
}

function beyondOf(
  { limits, account: { currency } }: SettlementFile,
  { until }: DossierSettlement,
  { madeOn, owed, amount, schedule, dueOn, dpd, rounded }: Measured,
): string[] {
  if (!limits) return ['the strategy offers no settlements']
  if (owed <= 0) return ['nothing was past due when it was offered']
  const found: string[] = []
  const least = shareOf(owed, 1 - limits.most.discount)
  const latest = addDays(madeOn, limits.longest.days)
  if (amount < least - rounded) found.push(`at least ${formatAmount(least, currency)}`)
  if (amount > owed + rounded) found.push(`at most the ${formatAmount(owed, currency)} that is past due`)
  if (until > latest || dueOn > latest) found.push(`by ${latest} at the latest`)
  const most = limits.mostRates ?? 1
  if (schedule.length > most) found.push(most === 1 ? 'all at once' : `in ${most} rates at most`)
  if (schedule.length === 0) found.push('in rates that are worth something')
  if (dpd < limits.fromDpd) found.push(`from day ${limits.fromDpd} past due on`)
  return found
}

/** The first word of anybody but those who proposed it; two words of one instant do not grant. */
export function grantOf({ by, toldBy, grants }: DossierSettlement): GrantWord | null {
  const others = grants.filter((word) => word.by !== by && word.by !== toldBy)
  const inOrder = others.sort((a, b) => a.at - b.at || Number(a.grants) - Number(b.grants))
  return inOrder[0] ?? null
}

/** What earlier settlements left off the debt, as money of its own kind. */
export function forgiven(amount: Minor): Paid[] {
  return amount > 0 ? [{ kind: 'forgiven', obligation: null, amount, reversedAt: null }] : []
}
