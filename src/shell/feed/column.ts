import { PLAN_INTERVALS } from '../../core/model/plan-type.ts'
import { CONTACT_CHANNELS } from '../../core/channel/channel.ts'

/** What a column of an import may hold; the row as a whole becomes facts, which are then parsed like any others. */
export interface Column {
  name: string
  required?: true
  about: string
}

export const IMPORTS = [
  'accounts',
  'persons',
  'obligations',
  'payments',
  'promises',
  'plans',
  'settlements',
  'contacts',
  'evidence',
  'facts',
] as const
export type ImportKind = (typeof IMPORTS)[number]

const account: Column = { name: 'account', required: true, about: 'as the ledger calls it' }
const whose: Column[] = [
  { name: 'account', about: 'the account, or' },
  { name: 'debtor', about: 'the debtor' },
]
const point: Column = { name: 'point', about: 'a phone number or address of the debtor' }

const otherCurrency: Column[] = [
  { name: 'currency', about: 'ISO 4217, if not the account’s' },
  { name: 'rate', about: 'units of the account’s currency for one of it' },
]

/** `facts` takes no CSV: its lines are facts as they are. */
export const COLUMNS: Record<Exclude<ImportKind, 'facts'>, Column[]> = {
  accounts: [
    account,
    { name: 'debtor', required: true, about: 'whose it is' },
    { name: 'creditor', required: true, about: 'to whom it is owed' },
    { name: 'currency', required: true, about: 'ISO 4217' },
    { name: 'actor', about: 'first_party, third_party or debt_buyer' },
    { name: 'collector', about: 'who collects, if not the creditor' },
    { name: 'product', about: 'consumer_loan, credit_card, invoice, ...' },
    { name: 'region', about: 'residence, ISO 3166; several joined by |' },
    { name: 'zone', about: 'IANA time zone; several joined by |' },
    { name: 'locale', about: 'such as en or zh-CN' },
    { name: 'household', about: 'people who live together' },
    { name: 'name', about: 'sealed' },
    { name: 'phone', about: 'sealed' },
    { name: 'email', about: 'sealed' },
    { name: 'address', about: 'sealed' },
    { name: 'score', about: 'probability of default, 0 to 1' },
    { name: 'opened_at', about: 'day or instant; default: the day of the file' },
    { name: 'past_due', about: 'the daily feed: amount past due at --as-of' },
    { name: 'oldest_due_on', about: 'the daily feed: oldest unpaid due date' },
    { name: 'balance', about: 'the daily feed: all that is owed' },
  ],
  persons: [
    { name: 'debtor', required: true, about: 'as the ledger calls the person' },
    { name: 'phone', about: 'sealed' },
    { name: 'email', about: 'sealed' },
    { name: 'address', about: 'sealed' },
    { name: 'handle', about: 'sealed' },
    { name: 'line', about: 'of the phone: mobile, landline or work' },
    { name: 'place', about: 'of the phone or address: home, work, ...' },
  ],
  obligations: [
    account,
    { name: 'obligation', required: true, about: 'instalment or invoice, as the ledger calls it' },
    { name: 'due_on', required: true, about: 'YYYY-MM-DD' },
    { name: 'amount', required: true, about: 'plain decimal' },
    { name: 'billed_at', about: 'day or instant; default: the day of the file' },
    { name: 'part', about: 'principal (default), interest, fee or cost' },
    ...otherCurrency,
  ],
  payments: [
    account,
    { name: 'payment', required: true, about: 'as the ledger calls it' },
    { name: 'amount', required: true, about: 'plain decimal' },
    { name: 'paid_at', required: true, about: 'day or instant' },
    { name: 'obligation', about: 'which one it pays; else the oldest' },
    { name: 'kind', about: 'payment (default), credit, write_off or refund' },
    ...otherCurrency,
    { name: 'reversed_at', about: 'day or instant: it bounced' },
    { name: 'reversed_amount', about: 'the part that bounced; else all of it' },
  ],
  promises: [
    account,
    { name: 'promise', required: true, about: 'as the ledger calls it' },
    { name: 'amount', required: true, about: 'plain decimal' },
    { name: 'by', required: true, about: 'YYYY-MM-DD' },
    { name: 'made_at', required: true, about: 'day or instant' },
    {
      name: 'grace_days',
      about: 'days after its day on which it is still kept; else what the strategy gives',
    },
    { name: 'kind', about: 'its type, as the strategy names it' },
    { name: 'replaces', about: 'the promise whose place it takes' },
    { name: 'cancelled_at', about: 'day or instant' },
  ],
  plans: [
    account,
    { name: 'plan', required: true, about: 'as the ledger calls it' },
    { name: 'accounts', about: 'all others that it stands over, joined by |' },
    { name: 'agreed_at', about: 'day or instant; it, or proposed_at, is needed' },
    { name: 'proposed_at', about: 'day or instant' },
    { name: 'by', about: 'who proposes it: lender (default) or debtor' },
    { name: 'sum', required: true, about: 'all rates together, plain decimal' },
    { name: 'first', required: true, about: 'the day of the first rate, YYYY-MM-DD' },
    { name: 'every', about: `${PLAN_INTERVALS.join(', ')}; not needed for a single rate` },
    { name: 'number', about: 'of equal rates; or' },
    { name: 'rate', about: 'the amount of one' },
    { name: 'kind', about: 'its type, as the strategy names it' },
    { name: 'replaces', about: 'the plan whose place it takes' },
    { name: 'refused_at', about: 'day or instant' },
    { name: 'cancelled_at', about: 'day or instant' },
  ],
  settlements: [
    account,
    { name: 'settlement', required: true, about: 'as the ledger calls it' },
    { name: 'amount', about: 'what is to be paid: plain decimal; else discount' },
    { name: 'discount', about: 'the share that is forgiven, such as 0.3; else amount' },
    { name: 'until', required: true, about: 'YYYY-MM-DD: the last day on which it may be accepted' },
    { name: 'pay_by', about: 'YYYY-MM-DD: the day of payment; else until' },
    { name: 'first', about: 'of rates, YYYY-MM-DD: the day of the first one' },
    { name: 'every', about: `of rates: ${PLAN_INTERVALS.join(', ')}` },
    { name: 'number', about: 'of equal rates; else it is paid all at once' },
    { name: 'offered_at', required: true, about: 'day or instant' },
    { name: 'by', required: true, about: 'the id of whoever proposes it' },
    { name: 'accepted_at', about: 'day or instant: the debtor accepted' },
    { name: 'declined_at', about: 'day or instant: the debtor declined' },
    { name: 'withdrawn_at', about: 'day or instant: it was withdrawn' },
  ],
  contacts: [
    ...whose,
    { name: 'channel', required: true, about: `${CONTACT_CHANNELS.join(', ')}, ...` },
    { name: 'at', required: true, about: 'instant' },
    { name: 'disposition', required: true, about: 'what came of it: no_answer, delivered, ...' },
    { name: 'direction', about: 'out (default) or in' },
    point,
    { name: 'promise_amount', about: 'of a promise: plain decimal' },
    { name: 'promise_by', about: 'of a promise: YYYY-MM-DD' },
    { name: 'promise_kind', about: 'of a promise: its type, as the strategy names it' },
    { name: 'plan_sum', about: 'of a plan: all rates together' },
    { name: 'plan_first', about: 'of a plan: the day of its first rate, YYYY-MM-DD' },
    { name: 'plan_every', about: `of a plan: ${PLAN_INTERVALS.join(', ')}` },
    { name: 'plan_number', about: 'of a plan: how many equal rates' },
    { name: 'agent', about: 'the id of who made it' },
    { name: 'creditor', about: 'for whom, if not the account’s' },
    { name: 'collector', about: 'by whom, if not the account’s' },
    { name: 'automation', about: 'who spoke: human, prerecorded or bot' },
    { name: 'line', about: 'mobile, landline or work; else that of the number' },
    { name: 'actor', about: 'first_party, third_party or debt_buyer; else the account’s' },
    { name: 'product', about: 'if not the account’s' },
    { name: 'action', about: 'contact, negotiate, take_payment, ...' },
    { name: 'text', about: 'sealed' },
  ],
  evidence: [
    ...whose,
    { name: 'agent', about: 'or the agent whom it is about' },
    { name: 'evidence', required: true, about: 'the key that a rule names' },
    { name: 'at', required: true, about: 'day or instant' },
    { name: 'value', about: 'true (default), false, a number or a word' },
    { name: 'until', about: 'day or instant' },
    point,
  ],
}

/** The column that a reader knows, for each field of a fact. */
export const COLUMN_OF_FIELD: Record<string, string> = {
  dueOn: 'due_on',
  oldestDueOn: 'oldest_due_on',
  pastDue: 'past_due',
  promise: 'promise_amount',
  plan: 'plan_sum',
  credit: 'payment',
  writeOff: 'payment',
  refund: 'payment',
  type: 'kind',
  graceDays: 'grace_days',
  payBy: 'pay_by',
}
