import { z } from 'zod'
import type { FactEntry } from './story.ts'

/** What a story may tell of a fact's body: ids, amounts, days, words of closed lists. Everything else stays untold, so that a new field is silent until somebody allows it here. */
const TOLD = new Set([
  'account',
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
    else if (key === 'promise') Object.assign(told, promiseOf(value))
  }
  return told
}

const PromiseBody = z.strictObject({ amount: z.string().regex(WORD), by: z.string().regex(WORD) })

function promiseOf(value: unknown): FactEntry['body'] {
  const { data } = PromiseBody.safeParse(value)
  return data ? { promise: `${data.amount} by ${data.by}` } : {}
}
