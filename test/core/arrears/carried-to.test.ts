import { expect, it } from 'vitest'
import { carriedTo } from '../../../src/core/arrears/changeover.ts'
import type { CurrencyWord } from '../../../src/core/model/ledger-money.ts'

const bgn: CurrencyWord = { at: null, currency: 'BGN', rate: null }
const eur: CurrencyWord = { at: Date.parse('2026-03-01T00:00:00Z'), currency: 'EUR', rate: '1.95583' }
const usd: CurrencyWord = { at: Date.parse('2026-04-01T00:00:00Z'), currency: 'USD', rate: '0.5' }
const leva = { currency: 'BGN', currencies: null }
const euros = { currency: 'EUR', currencies: [bgn, eur] }

it.each([
  ['the same currency', leva, leva, 10_000, 10_000],
  ['an account that was changed over, to one that was not', leva, euros, 5_113, 10_000],
  ['the other way', euros, leva, 10_000, 5_113],
  ['over two changeovers', { currency: 'USD', currencies: [bgn, eur, usd] }, leva, 10_000, 10_226],
  ['back over two changeovers', leva, { currency: 'USD', currencies: [bgn, eur, usd] }, 10_226, 10_000],
  [
    'two that were changed over to different ones',
    { currency: 'USD', currencies: [bgn, { ...usd, rate: '2' }] },
    euros,
    5_113,
    5_000,
  ],
  ['accounts that never had the same', { currency: 'JPY', currencies: null }, euros, 5_113, 5_113],
] as const)('%s', (_, to, from, amount, carried) => {
  expect(carriedTo(to, from, amount)).toBe(carried)
})
