import { dpdOn } from '../arrears/dpd.ts'
import { formatAmount } from '../base/money.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import { lastDayOf } from '../base/time.ts'
import type { Dossier, DossierAccount, DossierHold } from '../model/dossier.ts'
import { runsAt } from '../model/hold-time.ts'
import { promiseTraits } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'
import type { PromiseTypes } from '../model/promise-type.ts'
import { promiseFileOf, promiseStates } from '../promise/state.ts'

/** What a credit bureau is told of an account: ids are the ledger's, amounts are decimals in the account's currency. */
export interface CreditRecord {
  account: string
  debtor: string
  creditor: string
  actor: string | null
  product: string | null
  currency: string
  /** The local day that it describes. */
  on: Day
  /** `current`, `past_due`, or the reason for which collection ended. */
  status: string
  daysPastDue: number
  pastDue: string
  balance: string | null
  oldestDueOn: Day | null
  lastPaidOn: Day | null
  disputed: boolean
  /** What is disputed of single obligations and left out of `pastDue`; null = nothing. */
  disputedAmount: string | null
  /** A promise to pay is open. */
  promised: boolean
}

/** What the account is as of that instant, which must be the instant of its figures. `types` = the promises that its strategy takes. */
export function creditRecordOf(
  dossier: Dossier,
  account: DossierAccount,
  { at, types }: { at: Instant; types: PromiseTypes | undefined },
): CreditRecord {
  const { person, holds } = dossier
  const on = lastDayOf(person.zones, at)
  const { anchor, currency, pastDue, balance } = account
  const disputed = (account.apart?.disputed ?? 0) > 0
  const owes = pastDue > 0 && anchor !== null
  const daysPastDue = owes ? dpdOn(anchor, on) : 0
  const promises = promiseStates({ ...promiseFileOf(dossier, account, at), types })
  return {
    account: account.externalId,
    debtor: person.externalId,
    creditor: account.creditor,
    actor: account.actor,
    product: account.product,
    currency,
    on,
    status: account.endedReason ?? (daysPastDue > 0 ? 'past_due' : 'current'),
    daysPastDue,
    pastDue: formatAmount(pastDue, currency),
    balance: balance === null ? null : formatAmount(balance, currency),
    oldestDueOn: owes ? anchor : null,
    lastPaidOn: lastPaid(account, person.zones, on),
    disputed: disputed || holds.some((hold) => hold.kind === 'dispute' && binds(hold, account, at, on)),
    disputedAmount: disputed ? formatAmount(account.apart?.disputed ?? 0, currency) : null,
    promised: promises.some(({ status }) => promiseTraits(status).silent),
  }
}

/** Whether both say the same of the account, whatever day they were made for. */
export function isSameRecord(one: CreditRecord, other: CreditRecord): boolean {
  return textOf({ ...one, on: '' }) === textOf({ ...other, on: '' })
}

function textOf(record: CreditRecord): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A hold that binds the account at that instant. */
export function binds(
  { account: of, from, until, lifted }: DossierHold,
  { id }: DossierAccount,
  at: Instant,
  on: Day,
): boolean {
  if (of !== null && of !== id) return false
  return runsAt({ from, until, lifted }, at, on)
}

function lastPaid({ received }: DossierAccount, zones: readonly Zone[], on: Day): Day | null {
  const days = received.map((receipt) => dayReceived(receipt, zones)).filter((day) => day <= on)
  return days.length === 0 ? null : days.reduce((last, day) => (day > last ? day : last))
}
