import { currencyAt } from '../../arrears/changeover.ts'
import { billAt, isBilled, unsaid, withWord } from '../../arrears/obligation-words.ts'
import type { AccountId } from '../../base/id.ts'
import { formatAmount } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import { isoOf } from '../../base/time.ts'
import { capOf } from '../../model/debt-policy.ts'
import type { LedgerAccount } from '../../model/ledger.ts'
import type { LedgerObligation, LedgerPayment } from '../../model/ledger-money.ts'
import { MONEY_KIND, moneyKey, takesBack } from '../../model/money-kind.ts'
import type { ObligationWord } from '../../model/ledger-money.ts'
import { askAboutEnded } from '../came-back.ts'
import { type Applied, type Draft, type OnAccount, refused } from '../draft.ts'
import type { Telling } from '../telling.ts'
import { type GivenAmount, moneyIn, type ReadAmount, takeFeed } from './money.ts'
import { isBilledTo, obligationsOf, paymentsOf, putObligation, putPayment, sumWith } from './sets.ts'
import { tellUnknown } from './unknown-yet.ts'

/** What a fact says of what an account owes, has paid or got back: the same to the ledger and to whoever tells a case's story. */
export type MoneyWord =
  | ({ on: 'obligation'; obligation: string; given: GivenAmount | null } & Pick<
      ObligationWord,
      'is' | 'dueOn' | 'part'
    >)
  | ({ on: 'payment'; given: GivenAmount } & Pick<LedgerPayment, 'externalId' | 'kind' | 'of' | 'obligation'>)
  | { on: 'reversal'; payment: string }

type OnObligation = Extract<MoneyWord, { on: 'obligation' }>
type OnPayment = Extract<MoneyWord, { on: 'payment' }>

const NO_AMOUNT = { amount: null, said: null }
const NOTHING: ReadAmount = { amount: 0, said: null }

/** What a kind of fact about money says, and that it is said to the ledger. */
export function saying<F>(money: (fact: F) => MoneyWord): {
  money: (fact: F) => MoneyWord
  apply: (draft: Draft, subject: OnAccount, fact: F, prepared: Telling) => Applied
} {
  return {
    money,
    apply: (draft, subject, fact, prepared) => applyMoney(draft, subject, money(fact), prepared),
  }
}

function applyMoney(draft: Draft, subject: OnAccount, word: MoneyWord, prepared: Telling): Applied {
  const { account } = subject
  const given = word.on === 'reversal' ? null : word.given
  const read = given === null ? null : moneyIn(account, given, prepared)
  if (read !== null && 'code' in read) return read
  const mixed = takeFeed(account, 'ledger', prepared)
  if (mixed) return mixed
  tellIdleRate(draft, subject, given, prepared)
  switch (word.on) {
    case 'obligation':
      return applyOwed(draft, subject, { word, read }, prepared)
    case 'payment':
      return applyPaid(draft, subject, { word, read: read ?? NOTHING }, prepared)
    case 'reversal':
      return applyReversal(draft, subject, word.payment, prepared)
  }
}

/** An amount in the account's own currency is what it is, whatever rate stands beside it. */
function tellIdleRate(
  draft: Draft,
  { account }: OnAccount,
  given: GivenAmount | null,
  prepared: Telling,
): void {
  const own = currencyAt(account, prepared.at)
  if (given?.rate === undefined || given.currency !== own || Number(given.rate) === 1) return
  const message = `the account is in ${own}: the rate changes nothing`
  draft.changes.warnings.push(refused(prepared, 'idle_rate', message, 'rate'))
}

/** A change may come before the bill itself. The amount and the due date that were said last count; two bills of one instant contradict. */
function applyOwed(
  draft: Draft,
  subject: OnAccount,
  { word, read }: { word: OnObligation; read: ReadAmount | null },
  prepared: Telling,
): Applied {
  const { account } = subject
  const { at } = prepared
  const known = obligationsOf(draft, account.id).get(word.obligation)
  const row = known ?? unsaid(word.obligation, isoOf(at).slice(0, 10))
  const { is, dueOn, part } = word
  const said: ObligationWord = { is, at, dueOn, part, ...(read ?? NO_AMOUNT) }
  const repeated = is === 'billed' ? repeats(row, said, prepared) : null
  if (repeated !== null) return repeated
  if (read !== null) {
    const sum = sumWith(read.amount, obligationsOf(draft, account.id).values(), prepared)
    if (sum) return sum
  }
  const next = plainly(row, said) ?? withWord(row, said)
  const beyond = beyondCap(draft, account, next, prepared)
  if (beyond) return beyond
  if (is !== 'billed' && !isBilled(row)) tellUnknown(draft, prepared, { noun: 'obligation' })
  putObligation(draft, account, next)
  if (is !== 'cancelled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

/** A fee or interest beyond what the files state is not owed until a human has looked at it; what was taken before stays taken. */
function beyondCap(
  { ledger }: Draft,
  account: LedgerAccount,
  { part, amount, cancelled }: LedgerObligation,
  prepared: Telling,
): Problem | null {
  const cap = capOf(ledger.debts, account, part)
  if (cap === null || amount <= cap || cancelled || prepared.history === true) return null
  const most = `${formatAmount(cap, account.currency)} ${account.currency}`
  return refused(prepared, 'beyond_cap', `one ${part} of ${account.creditor} is ${most} at most`, 'amount')
}

function repeats(row: LedgerObligation, said: ObligationWord, prepared: Telling): Applied | null {
  const other = billAt(row, said.at)
  // A bill that was stored before instants of bills were is contradicted by nothing, and repeated by the same content.
  const bill = other ?? (isBilled(row) && row.saidAt === null && row.words === null ? row : null)
  if (bill === null) return null
  const isSame = bill.amount === said.amount && isDueSame(row, said) && bill.part === said.part
  if (isSame) return 'same'
  if (other === null) return null
  return refused(prepared, 'conflicting_fact', 'the obligation is known with another amount or due date')
}

function isDueSame(row: LedgerObligation, { at, dueOn }: ObligationWord): boolean {
  const bill = row.words?.find((word) => word.is === 'billed' && word.at === at) ?? null
  return bill === null ? row.dueAt !== null || row.dueOn === dueOn : bill.dueOn === dueOn
}

/** The first bill, which is nearly all that is ever said, without a list of words; so is the day of a bill that is unknown yet. */
function plainly(
  row: LedgerObligation,
  { is, at, amount, said, dueOn, part }: ObligationWord,
): LedgerObligation | null {
  if (row.words !== null || row.cancelled || said !== null || dueOn === null) return null
  if (is === 'billed' && amount !== null && !isBilled(row) && row.dueAt === null)
    return { ...row, amount, dueOn, saidAt: at, part: part ?? 'principal' }
  if (is !== 'rescheduled' || isBilled(row)) return null
  return row.dueAt === null || at >= row.dueAt ? { ...row, dueOn, dueAt: at } : row
}

function applyPaid(
  draft: Draft,
  subject: OnAccount,
  { word, read }: { word: OnPayment; read: ReadAmount },
  prepared: Telling,
): Applied {
  const { account } = subject
  const { externalId, kind, of, obligation } = word
  const known = paymentsOf(draft, account.id).get(moneyKey(word))
  if (known && known.amount > 0) {
    const isSame = known.obligation === obligation && known.of === of && known.happenedAt === prepared.at
    if (isSame && known.amount === read.amount) return 'same'
    const message = `the ${MONEY_KIND[kind].name} is known with another amount, day or obligation`
    return refused(prepared, 'conflicting_fact', message)
  }
  const sum = sumWith(read.amount, paymentsOf(draft, account.id).values(), prepared)
  if (sum) return sum
  tellUnnamed(draft, subject, word, prepared)
  const [happenedAt, recordedAt] = [prepared.at, draft.now]
  const row = { externalId, kind, of, obligation, happenedAt, recordedAt, ...read }
  putPayment(draft, account, { ...row, reversedAt: known?.reversedAt ?? null })
  if (takesBack(kind) && account.endedReason !== 'settled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}

function tellUnnamed(
  draft: Draft,
  { account }: OnAccount,
  { of, obligation }: OnPayment,
  prepared: Telling,
): void {
  if (of !== null && !isPaid(draft, account.id, of)) tellUnknown(draft, prepared, { noun: 'payment' })
  if (obligation !== null && !isBilledTo(draft, account.id, obligation))
    tellUnknown(draft, prepared, { noun: 'obligation', meanwhile: 'the oldest one is paid' })
}

function isPaid(draft: Draft, account: AccountId, payment: string): boolean {
  return (paymentsOf(draft, account).get(payment)?.amount ?? 0) > 0
}

/** The reversal may come before the payment itself. */
function applyReversal(draft: Draft, subject: OnAccount, payment: string, prepared: Telling): Applied {
  const { account } = subject
  if (!isPaid(draft, account.id, payment)) tellUnknown(draft, prepared, { noun: 'payment' })
  const known = paymentsOf(draft, account.id).get(payment) ?? {
    externalId: payment,
    kind: 'money',
    of: null,
    obligation: null,
    amount: 0,
    said: null,
    happenedAt: prepared.at,
    recordedAt: draft.now,
    reversedAt: null,
  }
  const reversedAt = Math.max(known.reversedAt ?? prepared.at, prepared.at)
  putPayment(draft, account, { ...known, reversedAt })
  if (account.endedReason !== 'settled') askAboutEnded(draft, subject, prepared)
  return 'taken'
}
