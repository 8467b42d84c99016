import { z } from 'zod'
import type { FactEntry } from './story.ts'

/** What a story may tell of a fact's body: ids, amounts, days, words of closed lists. Everything else stays untold, so that a new field is silent until somebody allows it here. */
const TOLD = new Set([
  'account',
  'accounts',
  'actor',
  'agent',
  'amount',
  'anchor',
  'asOf',
  'staleAfter',
  'who',
  'attempt',
  'balance',
  'bucket',
  'by',
  'case',
  'code',
  'channel',
  'consent',
  'contact',
  'currency',
  'direction',
  'dispute',
  'disposition',
  'dpd',
  'dueOn',
  'evidence',
  'from',
  'graceDays',
  'hold',
  'number',
  'obligation',
  'oldestDueOn',
  'on',
  'outcome',
  'pastDue',
  'payment',
  'paid',
  'replaces',
  'plan',
  'rate',
  'rates',
  'missed',
  'sum',
  'first',
  'last',
  'every',
  'product',
  'promise',
  'row',
  'reason',
  'score',
  'settlement',
  'owed',
  'fell',
  'forgiven',
  'discount',
  'payBy',
  'stage',
  'state',
  'step',
  'strategy',
  'to',
  'kind',
  'rule',
  'task',
  'answer',
  'understood',
  'meaning',
  'until',
  'value',
  'written',
  'creditor',
  'collector',
])
const WORD = /^[\w.:+/#-]{1,80}$/

export function toldOf(body: Record<string, unknown>): FactEntry['body'] {
  const told: FactEntry['body'] = {}
  for (const [key, value] of Object.entries(body)) {
    if (!TOLD.has(key)) continue
    if (value === null || typeof value === 'number' || typeof value === 'boolean') told[key] = value
    else if (typeof value === 'string' && WORD.test(value)) told[key] = value
    else if (isAgreed(key)) Object.assign(told, agreedOf(key, value))
    else Object.assign(told, listOf(key, value))
  }
  return told
}

const word = z.string().regex(WORD)
const number = z.number().optional()
const days = z.array(z.object({ on: word, amount: word }))
const equal = z.object({ first: word, every: word, number: z.number() })

/** What a fact itself lists, in one text each. */
const LISTS = {
  accounts: z.array(word).transform((names) => names.join(' and ')),
  rates: z.union([days.transform(daysText), equal.transform(equalText)]),
} satisfies Record<string, z.ZodType<string>>

function listOf(key: string, value: unknown): FactEntry['body'] {
  if (key !== 'accounts' && key !== 'rates') return {}
  const { data } = LISTS[key].safeParse(value)
  return data === undefined ? {} : { [key]: data }
}

function daysText(rates: z.output<typeof days>): string {
  return rates.map(({ on, amount }) => `${amount} on ${on}`).join(' and ')
}

function equalText({ number: count, first, every }: z.output<typeof equal>): string {
  return `${count} rates from ${first} every ${every}`
}

/** What was agreed in a contact, in one text. */
const AGREED = {
  promise: z
    .object({ amount: word, by: word, kind: word.optional() })
    .transform(({ amount, by, kind }) => [`${amount} by ${by}`, kind && `of type ${kind}`]),
  plan: z
    .object({
      sum: word.optional(),
      first: word.optional(),
      every: word.optional(),
      number,
      rate: word.optional(),
      rates: days.optional(),
      kind: word.optional(),
    })
    .transform(({ sum, first, every, number: count, rate, rates, kind }) => [
      rates ? daysText(rates) : `${sum} from ${first}`,
      count === undefined ? undefined : `in ${count} rates`,
      rate && `in rates of ${rate}`,
      every && `every ${every}`,
      kind && `of type ${kind}`,
    ]),
  settlement: z
    .object({
      settlement: word.optional(),
      amount: word.optional(),
      discount: number,
      until: word.optional(),
      payBy: word.optional(),
      rates: equal.optional(),
      accepted: z.boolean().optional(),
    })
    .transform(({ settlement, amount, discount, until, payBy, rates, accepted }) => [
      settlement,
      amount,
      discount === undefined ? undefined : `a discount of ${discount}`,
      payBy && `by ${payBy}`,
      rates && `in ${equalText(rates)}`,
      until && `until ${until}`,
      accepted === false ? 'offered' : 'accepted',
    ]),
} satisfies Record<string, z.ZodType<(string | undefined)[]>>

function isAgreed(key: string): key is keyof typeof AGREED {
  return Object.hasOwn(AGREED, key)
}

function agreedOf(key: keyof typeof AGREED, value: unknown): FactEntry['body'] {
  const { data } = AGREED[key].safeParse(value)
  return data ? { [key]: data.filter((part) => part !== undefined).join(' ') } : {}
}
