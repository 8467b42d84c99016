import fc from 'fast-check'

/** Random histories of money, promises, plans, settlements and holds: each word at an instant of its own. */

type Given = Record<string, unknown>

/** A fact, and the day on which it is learnt: days are counted from the first one. */
export interface Learnt {
  fact: Given
  on: number
}

export const DAYS = 26
const FIRST = Date.parse('2026-03-02T00:00:00Z')
const DEBTORS = 8
const EACH = 25

export function instantOn(day: number, minute = 0): string {
  return new Date(FIRST + day * 86_400_000 + minute * 60_000).toISOString()
}

function dayOn(day: number): string {
  return instantOn(day).slice(0, 10)
}

interface Word {
  day: number
  late: number
  on: 'A' | 'B'
  of: number
  sum: string
  span: number
  is: keyof typeof MADE
}

/** What makes a fact of a drawn word: its number tells it apart, `of` is an earlier one of the debtor's. */
const MADE = {
  paid: ({ sum, of }: Word, n: number) => ({
    type: 'payment.received',
    payment: `m${n}`,
    amount: sum,
    ...(of % 3 === 0 && { obligation: 'o0' }),
  }),
  reversed: ({ of }: Word) => ({ type: 'payment.reversed', payment: `m${of}` }),
  credited: ({ sum }: Word, n: number) => ({ type: 'credit.noted', credit: `c${n}`, amount: sum }),
  written_off: ({ sum }: Word, n: number) => ({ type: 'debt.written_off', writeOff: `w${n}`, amount: sum }),
  refunded: ({ sum }: Word, n: number) => ({ type: 'refund.paid', refund: `r${n}`, amount: sum }),
  billed: ({ sum, day, span }: Word, n: number) => ({
    type: 'obligation.billed',
    obligation: `o${n}`,
    dueOn: dayOn(day + span - 5),
    amount: sum,
  }),
  fee: ({ sum, day, span }: Word, n: number) => ({
    type: 'fee.charged',
    fee: `f${n}`,
    dueOn: dayOn(day + span - 5),
    amount: sum,
  }),
  corrected: ({ sum }: Word) => ({ type: 'obligation.corrected', obligation: 'o0', amount: sum }),
  put_off: ({ day, span }: Word) => ({
    type: 'obligation.rescheduled',
    obligation: 'o0',
    dueOn: dayOn(day + span),
  }),
  promised: ({ sum, day, span }: Word, n: number) => ({
    type: 'promise.made',
    promise: `p${n}`,
    amount: sum,
    by: dayOn(day + span),
  }),
  promise_cancelled: ({ of }: Word) => ({ type: 'promise.cancelled', promise: `p${of}` }),
  promise_accepted: ({ of }: Word) => ({ type: 'promise.accepted', promise: `p${of}` }),
  planned: ({ sum, day, span, on, of }: Word, n: number) => ({
    type: 'plan.agreed',
    plan: `l${n}`,
    sum,
    first: dayOn(day + span),
    every: 'week',
    number: 3,
    ...(of % 2 === 0 && { accounts: [on === 'A' ? 'B' : 'A'] }),
  }),
  plan_cancelled: ({ of }: Word) => ({ type: 'plan.cancelled', plan: `l${of}` }),
  offered: ({ sum, day, span }: Word, n: number) => ({
    type: 'settlement.offered',
    settlement: `s${n}`,
    amount: sum,
    until: dayOn(day + span),
    by: 'anna',
  }),
  settled: ({ of }: Word) => ({ type: 'settlement.accepted', settlement: `s${of}` }),
  granted: ({ of }: Word) => ({ type: 'settlement.approved', settlement: `s${of}`, by: 'ben' }),
  withdrawn: ({ of }: Word) => ({ type: 'settlement.withdrawn', settlement: `s${of}` }),
  held: (_: Word, n: number) => ({ type: 'hold.placed', hold: `h${n}`, reason: 'hardship' }),
  lifted: ({ of }: Word) => ({ type: 'hold.lifted', hold: `h${of}` }),
  disputed: (_: Word, n: number) => ({ type: 'dispute.opened', dispute: `x${n}`, obligation: 'o0' }),
  rejected: ({ of }: Word) => ({ type: 'dispute.resolved', dispute: `x${of}`, outcome: 'rejected' }),
} satisfies Record<string, (word: Word, n: number) => Given>

const word: fc.Arbitrary<Word> = fc.record({
  day: fc.integer({ min: 0, max: 20 }),
  late: fc.constantFrom(0, 0, 0, 1, 3),
  on: fc.constantFrom('A', 'A', 'B'),
  of: fc.integer({ min: 0, max: EACH - 1 }),
  sum: fc.constantFrom('10.00', '40.00', '60.00', '80.00', '100.00'),
  span: fc.integer({ min: 1, max: 10 }),
  is: fc.constantFrom(...(Object.keys(MADE) as (keyof typeof MADE)[]), 'paid', 'paid', 'promised', 'planned'),
})

interface Aimed extends Word {
  /** Its number among the words of its debtor. */
  n: number
}

/** A word on something is one on what another word made, where there is one. */
function aimed(words: readonly Word[]): Aimed[] {
  const makes: Partial<Record<keyof typeof MADE, keyof typeof MADE>> = {
    reversed: 'paid',
    promise_cancelled: 'promised',
    promise_accepted: 'promised',
    plan_cancelled: 'planned',
    settled: 'offered',
    granted: 'offered',
    withdrawn: 'offered',
    lifted: 'held',
    rejected: 'disputed',
  }
  const numbered = words.map((one, n): Aimed => ({ ...one, n }))
  return numbered.flatMap((one) => {
    const made = makes[one.is]
    if (made === undefined) return [one]
    const own = numbered.filter(({ is }) => is === made)
    const about = own[one.of % own.length]
    return about === undefined ? [] : [{ ...one, on: about.on, of: about.n }]
  })
}

function factOf(word: Aimed, debtor: number): Learnt {
  const name = (on: string) => `${on}${debtor}`
  const { n } = word
  const said: Given = MADE[word.is](word, n)
  const { accounts } = said
  return {
    on: Math.min(DAYS - 2, word.day + word.late),
    fact: {
      ...said,
      account: name(word.on),
      at: instantOn(word.day, 60 + 7 * n),
      ...(Array.isArray(accounts) && { accounts: accounts.map(name) }),
    },
  }
}

/** Each is said once of what it names. */
function once(facts: readonly Learnt[]): Learnt[] {
  const seen = new Map<string, Learnt>()
  for (const one of facts) {
    const { at: _at, amount: _amount, dueOn: _due, ...said } = one.fact
    const key = JSON.stringify(String(said['type']).startsWith('obligation.') ? one.fact : said)
    if (!seen.has(key)) seen.set(key, one)
  }
  return [...seen.values()]
}

/** They are about two hundred facts of eight debtors with two accounts each. */
export const histories: fc.Arbitrary<Learnt[]> = fc
  .array(fc.array(word, { minLength: EACH, maxLength: EACH }), { minLength: DEBTORS, maxLength: DEBTORS })
  .map((books) => books.flatMap((words, debtor) => once(aimed(words).map((one) => factOf(one, debtor)))))

/** The accounts of those debtors, each with a bill that is overdue on the first day. */
export const known: Given[] = Array.from({ length: DEBTORS }, (_, debtor) =>
  ['A', 'B'].flatMap((on) => [
    {
      type: 'account.opened',
      at: '2026-01-05T09:00:00Z',
      account: `${on}${debtor}`,
      debtor: `D${debtor}`,
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'US-NY',
      zone: 'UTC',
      locale: 'en',
      phone: `+120255501${10 + debtor}`,
      score: 0.3,
    },
    {
      type: 'obligation.billed',
      at: '2026-01-05T09:00:00Z',
      account: `${on}${debtor}`,
      obligation: 'o0',
      dueOn: '2026-03-01',
      amount: '100.00',
    },
  ]),
).flat()
