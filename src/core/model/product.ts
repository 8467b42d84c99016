/** Products that the packs name, and the usual others; adding one is one line. */
export const PRODUCTS = [
  'online_consumer_credit',
  'credit_card',
  'consumer_loan',
  'installment_loan',
  'microfinance',
  'mortgage',
  'retail_loan',
  'p2p',
  'npl_transferred',
  'non_financial',
  'invoice',
  'utility',
  'telecom',
  'rent',
  'tax',
  'other',
] as const
export type Product = (typeof PRODUCTS)[number]

/** Money that was lent, whoever owns the claim now. */
const CREDIT: ReadonlySet<Product> = new Set([
  'online_consumer_credit',
  'credit_card',
  'consumer_loan',
  'installment_loan',
  'microfinance',
  'mortgage',
  'retail_loan',
  'p2p',
  'npl_transferred',
])

export function isCredit(product: Product): boolean {
  return CREDIT.has(product)
}
