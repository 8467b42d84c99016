import { addDays, type Day } from '../../src/core/base/time.ts'
import { billed, type Debt, type Fact } from './golden-debt.ts'
import { TROUBLES } from './golden-troubles.ts'

/** One country of the golden history: who owes there, to whom, under which strategy of the project. */
interface Book {
  prefix: string
  /** The whole of the troubles, or every other one. */
  takes: (index: number) => boolean
  opened: Record<string, unknown>
  currency: string
  amount: string
  phone: (index: number) => string
  /** Days after the due day on which a debtor of that score may first be called. */
  callOn: (score: number) => number
  papers: (debt: Debt) => Fact[]
}

const BOOKS: readonly Book[] = [
  {
    prefix: 'B',
    takes: () => true,
    opened: {
      creditor: 'mill',
      actor: 'first_party',
      product: 'invoice',
      region: 'DE',
      zone: 'Europe/Berlin',
    },
    currency: 'EUR',
    amount: '480.00',
    phone: (index) => `+4915112345${600 + index}`,
    callOn: () => 14,
    papers: () => [],
  },
  {
    prefix: 'C',
    takes: (index) => index % 2 === 0,
    opened: { creditor: 'lender', product: 'consumer_loan', region: 'CN', zone: 'Asia/Shanghai' },
    currency: 'CNY',
    amount: '3600.00',
    phone: (index) => `+86138001380${String(index).padStart(2, '0')}`,
    callOn: (score) => (score < 0.5 ? 8 : 4),
    papers: () => [],
  },
  {
    prefix: 'U',
    takes: (index) => index % 2 === 1,
    opened: {
      creditor: 'bank',
      actor: 'third_party',
      collector: 'agency',
      product: 'credit_card',
      region: 'US-NY',
      zone: 'America/New_York',
    },
    currency: 'USD',
    amount: '260.00',
    phone: (index) => `+12025550${100 + index}`,
    callOn: (score) => (score < 0.4 ? 12 : 6),
    papers: ({ account, phone, load }) => [
      {
        type: 'evidence.recorded',
        at: load,
        account,
        evidence: 'validation.sent_or_due_within_5d',
        value: true,
      },
      { type: 'consent.given', at: load, account, point: phone, consent: 'consent.autodial' },
      { type: 'consent.given', at: load, account, point: phone, consent: 'consent.sms' },
      { type: 'consent.given', at: load, account, point: mailOf(account), consent: 'consent.email' },
      { type: 'consent.given', at: '2026-03-20T06:00:00Z', account, point: phone, consent: 'consent.sms' },
    ],
  },
]

export const GOLDEN_SPAN = { from: '2026-03-01', to: '2026-04-12' }
const LOAD = '2026-02-01T06:00:00Z'
/** Due days are spread over a month, so that some cases are old when the engine first looks. */
const FIRST_DUE: Day = '2026-02-17'
const SPREAD = 23

/** What the ledgers of three countries report of eighty accounts, each with a trouble of its own: the same lines each time. */
export function goldenHistory(): Fact[] {
  return [
    ...BOOKS.flatMap((book, number) =>
      TROUBLES.flatMap((_, index) => (book.takes(index) ? lifeOf(book, number, index) : [])),
    ),
    ...nobodys('N1'),
    ...STAFF,
  ]
}

function lifeOf(book: Book, number: number, index: number): Fact[] {
  const { opened, currency } = book
  const score = ((index * 7) % 10) / 10
  const debt = debtOf(book, { number, index, score })
  const { account, debtor, phone } = debt
  const trouble = TROUBLES[index]
  return [
    { ...opening(account), debtor, currency, phone, points: pointsOf(account), score, ...opened },
    ...(trouble?.figures ? [] : [billed(debt)]),
    ...book.papers(debt),
    ...(trouble?.happens(debt) ?? []),
  ]
}

function debtOf(
  book: Book,
  { number, index, score }: { number: number; index: number; score: number },
): Debt {
  return {
    account: `${book.prefix}${String(index + 1).padStart(2, '0')}`,
    // Every seventh account is a second one of the person before.
    debtor: `D-${book.prefix}${index % 7 === 6 ? index : index + 1}`,
    creditor: String(book.opened['creditor']),
    phone: book.phone(index),
    amount: book.amount,
    due: addDays(FIRST_DUE, (index * 11 + number * 5) % SPREAD),
    load: LOAD,
    callOn: book.callOn(score),
  }
}

/** E-mails and letters about the account go there. */
function pointsOf(account: string): object[] {
  return [
    { kind: 'email', value: mailOf(account) },
    { kind: 'address', value: `${account} Example Street, Exampleton` },
  ]
}

function mailOf(account: string): string {
  return `${account.toLowerCase()}@example.com`
}

/** One that no strategy takes. */
function nobodys(account: string): Fact[] {
  const told = { debtor: `D-${account}`, creditor: 'mill', currency: 'EUR', product: 'rent', region: 'DE' }
  const bill = { obligation: 'first', dueOn: '2026-03-03', amount: '90.00' }
  return [
    { ...opening(account), ...told },
    { type: 'obligation.billed', at: LOAD, account, ...bill },
  ]
}

function opening(account: string): Fact {
  return { type: 'account.opened', at: LOAD, account, locale: 'en' }
}

const STAFF = ['agent.trained', 'identity.verified_or_no_detail'].map(
  (evidence): Fact => ({ type: 'evidence.recorded', at: LOAD, agent: 'replay', evidence, value: true }),
)
