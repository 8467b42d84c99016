import { expect, it } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'

const at = '2026-01-01T00:00:00Z'
const promise = { type: 'promise.made', at, account: 'A1', promise: 'P', amount: '0.00', by: '2026-01-09' }
const call = { type: 'contact.recorded', at, account: 'A1', channel: 'call', disposition: 'rpc_refused' }

it.each([
  [
    'nothing is promised',
    promise,
    'bad_promise',
    'amount',
    'amount: nothing is promised',
    'a sum above zero; no promise where none was named',
  ],
  [
    'nothing is promised in a call',
    { ...call, disposition: 'rpc_promise', promise: { amount: '0.00', by: '2026-01-09' } },
    'bad_promise',
    'promise.amount',
    'promise.amount: nothing is promised',
    'a sum above zero; no promise where none was named',
  ],
  [
    'a promise stands beside a word that promises nothing',
    { ...call, promise: { amount: '5', by: '2026-01-09' } },
    'bad_promise',
    'promise',
    'nothing is promised by rpc_refused: the promise would be lost',
    'leave the promise out, or say rpc_promise or met_promise',
  ],
  [
    'a currency is that of no part',
    { type: 'payment.reversed', at, account: 'A1', payment: 'P1', currency: 'EUR', rate: '2' },
    'missing_field',
    'amount',
    'a currency is given, and no amount',
    'amount: the part that was taken back; leave currency and rate out where all of it was',
  ],
])(
  'what promises nothing, or says a currency of no amount, is refused: %s',
  (_, given, code, path, message, suggestion) => {
    const read = parseFact(given)
    expect('problems' in read ? read.problems : []).toEqual([{ code, path, message, suggestion }])
  },
)
