import { arrearsOn, type Paid } from '../arrears/arrears.ts'
import { dpdOn } from '../arrears/dpd.ts'
import { formatAmount, type Minor } from '../base/money.ts'
import { addDays, type Day, type Instant } from '../base/time.ts'
import { shareOf } from '../base/share.ts'
import { billedWhen, paidWhen } from '../promise/money-of.ts'
import type { DossierSettlement, GrantWord } from '../model/settlement.ts'
import type { SettlementFile } from './state.ts'

/** What an offer was, measured when it was made. */
export interface OfferTerms {
  madeOn: Day
  /** What was past due then. */
  owed: Minor
  /** What is to be paid. */
  amount: Minor
  /** The day on which it falls due, and the last day of its grace. */
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
  const amount = settlement.discount === null ? settlement.amount : shareOf(owed, 1 - settlement.discount)
  const dueOn = settlement.payBy ?? settlement.until
  const { limits } = file
  const terms = { madeOn, owed, amount, dueOn }
  return {
    ...terms,
    lastDay: addDays(dueOn, limits?.grace?.days ?? 0),
    needsGrant: limits === undefined || amount < shareOf(owed, 1 - limits.alone.discount),
    beyond: beyondOf(file, settlement, { ...terms, dpd: owed > 0 ? dpdOn(anchor, madeOn) : 0 }),
  }
}

function beyondOf(
  { limits, account: { currency } }: SettlementFile,
  { until }: DossierSettlement,
  {
    madeOn,
    owed,
    amount,
    dueOn,
    dpd,
  }: Pick<OfferTerms, 'madeOn' | 'owed' | 'amount' | 'dueOn'> & { dpd: number },
): string[] {
  if (!limits) return ['the strategy offers no settlements']
  if (owed <= 0) return ['nothing was past due when it was offered']
  const found: string[] = []
  const least = shareOf(owed, 1 - limits.most.discount)
  const latest = addDays(madeOn, limits.longest.days)
  if (amount < least) found.push(`at least ${formatAmount(least, currency)}`)
  if (amount > owed) found.push(`at most the ${formatAmount(owed, currency)} that is past due`)
  if (until > latest || dueOn > latest) found.push(`by ${latest} at the latest`)
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
