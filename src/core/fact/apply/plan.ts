import { equalRates, ratesOf } from '../../agreement/schedule.ts'
import { currencyAt } from '../../arrears/changeover.ts'
import { leastPaid, type Minor } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import type { Instant } from '../../base/time.ts'
import { type LedgerAccount, type LedgerPlan, promiseKey } from '../../model/ledger.ts'
import { PLAN_INTERVAL, type PlanInterval } from '../../model/plan-type.ts'
import type { Rate } from '../../model/rate.ts'
import { type Draft, type OnAccount, raiseAccount, refused } from '../draft.ts'
import type { Telling } from '../telling.ts'
import { accountsNamed } from './accounts.ts'
import { amountIn } from './money.ts'

/** The schedule of a plan as it is told: rates with their days, or a sum with a first day, an interval and a number or an amount. */
export interface GivenSchedule {
  rates?: readonly { on: string; amount: string }[] | undefined
  sum?: string | undefined
  first?: string | undefined
  every?: PlanInterval | undefined
  number?: number | undefined
  rate?: string | undefined
}

/** Whether anything of a schedule is given. */
export function hasSchedule({ rates, sum, first, every, number, rate }: GivenSchedule): boolean {
  return [rates, sum, first, every, number, rate].some((one) => one !== undefined)
}

/** What no single field shows of a schedule that has to be whole. */
export function scheduleProblem(given: GivenSchedule): Problem | null {
  const { rates, sum, first, every, number, rate } = given
  if (rates) {
    if (sum !== undefined || first !== undefined || every || number !== undefined || rate !== undefined)
      return bad('rates', 'rates are given, and a sum, day, interval or number beside them')
    const isLater = ({ on }: { on: string }, index: number) =>
      index === 0 || on > (rates[index - 1]?.on ?? '')
    return rates.every(isLater) ? null : bad('rates', 'a rate does not fall due after the one before it')
  }
  if (sum === undefined) return bad('sum', 'neither rates nor a sum are given')
  if (first === undefined) return bad('first', 'the day of the first rate is missing')
  if ((number === undefined) === (rate === undefined))
    return bad('number', 'either the number of rates or the amount of one is given')
  return every === undefined && number !== 1
    ? bad('every', 'the interval between the rates is missing')
    : null
}

function bad(path: string, message: string): Problem {
  const suggestion = 'rates: [{on, amount}, ...], or sum, first, every and number (or rate)'
  return { code: 'bad_plan', path, message, suggestion }
}

/** The rates in the account's currency; none = no schedule is given. */
export function ratesIn(
  account: LedgerAccount,
  given: GivenSchedule,
  prepared: Telling,
  at = '',
): Rate[] | Problem {
  const { rates, sum: text, first = '', every, number, rate } = given
  if (rates) return listed(account, rates, prepared, at)
  if (text === undefined) return []
  const sum = amountIn(account, text, prepared, `${at}sum`)
  if (typeof sum === 'object') return sum
  const whole = { sum, first, every: PLAN_INTERVAL[every ?? 'month'] }
  const one = rate === undefined ? null : amountIn(account, rate, prepared, `${at}rate`)
  if (one !== null && typeof one === 'object') return one
  const made =
    one === null ? equalRates(whole, number ?? 0, leastPaid(account.currency)) : ratesOf(whole, one)
  if (made !== null) return made
  return {
    ...refused(prepared, 'bad_plan', 'no rate would be worth anything, or there are too many', `${at}sum`),
    suggestion:
      '360 rates at most, each of one minor unit at least, or of a whole unit where nobody hands over less',
  }
}

function listed(
  account: LedgerAccount,
  rates: NonNullable<GivenSchedule['rates']>,
  prepared: Telling,
  at: string,
): Rate[] | Problem {
  const found: Rate[] = []
  for (const [index, { on, amount: text }] of rates.entries()) {
    const amount: Minor | Problem = amountIn(account, text, prepared, `${at}rates[${index}].amount`)
    if (typeof amount === 'object') return amount
    if (amount === 0) return refused(prepared, 'bad_plan', 'a rate is 0', `${at}rates[${index}].amount`)
    found.push({ on, amount })
  }
  return found
}

/** What a fact says of a plan; what it does not say stays as it is known. */
type Said = Partial<Omit<LedgerPlan, 'person' | 'account' | 'externalId'>>

export function planKnown(draft: Draft, { account }: OnAccount, name: string): LedgerPlan | undefined {
  return draft.ledger.plans.get(promiseKey(account.id, name))
}

/** The words on a plan come in any order: it has no rates until its schedule is told. */
export function putPlan(draft: Draft, subject: OnAccount, name: string, said: Said): LedgerPlan {
  const { person, account } = subject
  const row: LedgerPlan = {
    person: person.id,
    account: account.id,
    externalId: name,
    accounts: [account.id],
    kind: null,
    by: 'lender',
    rates: [],
    every: null,
    proposedAt: null,
    agreedAt: null,
    refusedAt: null,
    acceptedAt: null,
    cancelledAt: null,
    replaces: null,
    told: null,
    toldAs: null,
    ...planKnown(draft, subject, name),
    ...said,
  }
  draft.ledger.plans.set(promiseKey(account.id, name), row)
  draft.changes.plans.push(row)
  return row
}

/** All that it stands over is decided anew. */
export function raisePlan(draft: Draft, { accounts }: LedgerPlan): void {
  for (const account of accounts) raiseAccount(draft, account)
}

/** All that it stands over is looked at again; what was intended stays. */
export function reviewPlan(draft: Draft, { accounts }: LedgerPlan): void {
  for (const account of accounts) draft.changes.reviewed.accounts.add(account)
}

/** The accounts of a plan, the one that leads it first; all are of one debtor and in one currency. */
export function planAccounts(
  draft: Draft,
  subject: OnAccount,
  names: readonly string[] | undefined,
  prepared: Telling,
): LedgerPlan['accounts'] | Problem {
  const listed = accountsNamed(draft, subject, names ?? [], prepared)
  if (!Array.isArray(listed)) return listed
  const { account } = subject
  const others = listed.flatMap((one) => (one.account && one.account.id !== account.id ? [one.account] : []))
  const { at } = prepared
  if (others.some((one) => currencyAt(one, at) !== currencyAt(account, at))) {
    const message = 'an account in the list is in another currency'
    return {
      ...refused(prepared, 'bad_plan', message, 'accounts'),
      suggestion: 'a plan for the accounts of each currency',
    }
  }
  return [...new Set([account.id, ...others.map(({ id }) => id)])]
}

/** The earlier of two instants; null = it was never said. */
export function earlier(known: Instant | null, said: Instant): Instant {
  return known === null ? said : Math.min(known, said)
}

export function later(known: Instant | null, said: Instant): Instant {
  return known === null ? said : Math.max(known, said)
}
