/** Products that the packs name, and the usual others; adding one is one line. Credit = money that was lent, whoever owns the claim now. */
const PRODUCT = {
  online_consumer_credit: { credit: true },
  credit_card: { credit: true },
  consumer_loan: { credit: true },
  installment_loan: { credit: true },
  microfinance: { credit: true },
  mortgage: { credit: true },
  retail_loan: { credit: true },
  p2p: { credit: true },
  npl_transferred: { credit: true },
  non_financial: { credit: false },
  invoice: { credit: false },
  utility: { credit: false },
  telecom: { credit: false },
  rent: { credit: false },
  tax: { credit: false },
  other: { credit: false },
} as const satisfies Record<string, { credit: boolean }>
export type Product = keyof typeof PRODUCT

export const PRODUCTS = Object.keys(PRODUCT) as [Product, ...Product[]]

export function isCredit(product: Product): boolean {
  return PRODUCT[product].credit
}
