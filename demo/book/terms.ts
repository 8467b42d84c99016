import type { Actor } from '../../src/core/base/list.ts'
import type { Currency } from '../../src/core/base/money.ts'
import type { Product } from '../../src/core/model/product.ts'
import type { Kind } from './person.ts'

/** What an account of a kind is: whose, what, and how often something falls due. */
export interface Terms {
  creditor: string
  collector: string
  actor: Actor
  product: Product
  currency: Currency
  /** Days between two due dates. */
  every: number
}

export const TERMS: Record<Kind, Terms> = {
  cn: {
    creditor: 'demo-finance',
    collector: 'demo-finance',
    actor: 'first_party',
    product: 'consumer_loan',
    currency: 'CNY',
    every: 30,
  },
  us: {
    creditor: 'demo-card-bank',
    collector: 'demo-agency',
    actor: 'third_party',
    product: 'credit_card',
    currency: 'USD',
    every: 30,
  },
  b2b: {
    creditor: 'demo-wholesale',
    collector: 'demo-wholesale',
    actor: 'first_party',
    product: 'invoice',
    currency: 'GBP',
    every: 35,
  },
}
