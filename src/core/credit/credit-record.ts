import type { PlanFile } from '../agreement/plan-file.ts'
import { plansInForce, type PlanState, planStates } from '../agreement/plan-state.ts'
import { planFileOf, shownDpd, toldOf } from '../agreement/told.ts'
import { dpdOn } from '../arrears/dpd.ts'
import { formatAmount } from '../base/money.ts'
import type { Day, Instant, Zone } from '../base/time.ts'
import { lastDayOf } from '../base/time.ts'
import type { Dossier, DossierAccount, DossierHold } from '../model/dossier.ts'
import { runsAt } from '../model/hold-time.ts'
import { type DebtPolicies, payOrderOf } from '../model/debt-policy.ts'
import { type PlanStatus, planTraits } from '../model/plan.ts'
import type { PlanTypes } from '../model/plan-type.ts'
import { promiseTraits } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'
import type { PromiseTypes } from '../model/promise-type.ts'
import { promiseFileOf, promiseStates } from '../promise/state.ts'
import { isPaidOff, settledFigures } from '../settlement/figures.ts'
import { settlementsInForce, settlementsOf, type SettlementsOf } from '../settlement/in-force.ts'
import type { AccountFigures } from '../model/decision.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'

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
  /** `current`, `past_due`, `settled` where less was paid for all of it as agreed, or the reason for which collection ended. */
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
  /** How the plan over the account stands, the number of rates that are missed, and the days past due that it shows beside the contractual ones; null = none stands. */
  plan: PlanStatus | null
  planMissed: number | null
  planDaysPastDue: number | null
}

interface Asked {
  at: Instant
  types: PromiseTypes | undefined
  plans?: PlanTypes | undefined
  limits?: SettlementLimits | undefined
  debts?: DebtPolicies | null
}

/** What the account is as of that instant, which must be the instant of its figures. `types`, `plans` and `limits` = what its strategy says of promises, plans and settlements. What these forgive may not be among the figures yet. */
export function creditRecordOf(
  dossier: Dossier,
  told: DossierAccount,
  { at, types, plans, limits, debts = null }: Asked,
): CreditRecord {
  const { person, holds } = dossier
  const on = lastDayOf(person.zones, at)
  const settlements = settlementsOf(dossier, { now: at, limits })
  const { account, isSettled } = withSettlements(dossier, told, settlements, { at, debts })
  const { anchor, currency, pastDue, balance } = account
  const disputed = (account.apart?.disputed ?? 0) > 0
  const owes = pastDue > 0 && anchor !== null
  const daysPastDue = owes ? dpdOn(anchor, on) : 0
  const inForce = settlementsInForce(settlements)
  const planFile = { ...planFileOf(dossier, at), types: plans, inForce }
  const states = planStates(planFile)
  const over = [...inForce, ...plansInForce(states)]
  const promises = promiseStates({ ...promiseFileOf(dossier, account, at), types, inForce: over })
  return {
    account: account.externalId,
    debtor: person.externalId,
    creditor: account.creditor,
    actor: account.actor,
    product: account.product,
    currency,
    on,
    status: account.endedReason ?? (daysPastDue > 0 ? 'past_due' : isSettled ? 'settled' : 'current'),
    daysPastDue,
    pastDue: formatAmount(pastDue, currency),
    balance: balance === null ? null : formatAmount(balance, currency),
    oldestDueOn: owes ? anchor : null,
    lastPaidOn: lastPaid(account, person.zones, on),
    disputed: disputed || holds.some((hold) => hold.kind === 'dispute' && binds(hold, account, at, on)),
    disputedAmount: disputed ? formatAmount(account.apart?.disputed ?? 0, currency) : null,
    promised: promises.some(({ status }) => promiseTraits(status).silent),
    ...planOn(planFile, states, { account, on, daysPastDue }),
  }
}

function planOn(
  file: PlanFile,
  states: readonly PlanState[],
  { account: { id }, ...as }: { account: DossierAccount; on: Day; daysPastDue: number },
): Pick<CreditRecord, 'plan' | 'planMissed' | 'planDaysPastDue'> {
  const state = states.find(({ plan, status }) => plan.accounts.includes(id) && planTraits(status).stands)
  if (!state) return { plan: null, planMissed: null, planDaysPastDue: null }
  const { missed, shown } = toldOf(file, state)
  const days = shown[id] ? shownDpd(shown[id], as.on) : as.daysPastDue
  return { plan: state.status, planMissed: missed.length, planDaysPastDue: days }
}

/** The account with what its settlements forgive, and whether one was paid in its last case. */
function withSettlements(
  dossier: Dossier,
  account: DossierAccount,
  settlements: SettlementsOf,
  { at, debts }: Pick<Asked, 'at'> & { debts: DebtPolicies | null },
): { account: DossierAccount; isSettled: boolean } {
  const states = settlements.get(account.id) ?? []
  if (states.length === 0) return { account, isSettled: false }
  const pays = payOrderOf(debts, { creditor: account.creditor, regions: dossier.person.regions })
  const figures = settledFigures(dossier, account, { states, now: at, pays })
  const settled = figures ? { ...account, ...figuresIn(figures) } : account
  const last = dossier.cases.find((one) => one.account === account.id)
  return { account: settled, isSettled: isPaidOff(states, settled, last?.openedOn ?? '') }
}

function figuresIn({ pastDue, balance, anchor, apart }: AccountFigures): Partial<DossierAccount> {
  return { pastDue, balance, anchor, apart }
}

/** Whether both say the same of the account, whatever day they were made for. */
export function isSameRecord(one: CreditRecord, other: CreditRecord): boolean {
  return textOf({ ...one, on: '' }) === textOf({ ...other, on: '' })
}

/** What was not told yet when a record was made is the same as nothing. */
function textOf(record: CreditRecord): string {
  const said = Object.entries(record).filter(([, value]) => value !== null)
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)))
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
