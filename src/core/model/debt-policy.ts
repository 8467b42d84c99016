import { z } from 'zod'
import { minorOf } from '../base/exchange.ts'
import type { Currency, Minor } from '../base/money.ts'
import type { DebtPart } from './debt-part.ts'
import { money } from './written.ts'

/** What money pays first of what is due; costs are fees too. */
export const PAYS = ['costs', 'interest', 'principal'] as const
export type Pays = (typeof PAYS)[number]
const PAYS_OF = { principal: 'principal', interest: 'interest', fee: 'costs', cost: 'costs' } as const

export const PayOrderSchema = z
  .array(z.enum(PAYS))
  .length(PAYS.length)
  .refine((order) => new Set(order).size === order.length, 'each of costs, interest and principal once')
  .describe('what unnamed money pays first of what is due; absent = the oldest first, whatever it is')
export type PayOrder = readonly Pays[]

export const CAPPED = ['fee', 'cost', 'interest'] as const satisfies DebtPart[]
/** The most that one charge may be, in the currency of its account. */
export const ChargeCapsSchema = z.strictObject({
  fee: money.optional(),
  cost: money.optional(),
  interest: money.optional(),
})
export type ChargeCaps = z.infer<typeof ChargeCapsSchema>

/** What the files state about debts, as far as the ledger has to know it. */
export interface DebtPolicies {
  creditors: Readonly<Record<string, { pays: PayOrder | null; caps: ChargeCaps | null }>>
  /** The law's default of those who live in a country, by its code. */
  countries: Readonly<Record<string, PayOrder>>
}

interface Debt {
  creditor: string
  /** Residences of the debtor. */
  regions: readonly string[]
}

/** The order that is stated of the creditor, else the law's where all places in which the debtor may live have the same; null = the oldest first. */
export function payOrderOf(policies: DebtPolicies | null, { creditor, regions }: Debt): PayOrder | null {
  if (policies === null) return null
  const { pays = null } = ownOf(policies, creditor)
  if (pays !== null) return pays
  const laws = regions.map((region) => policies.countries[region.slice(0, 2)] ?? null)
  const [law = null] = laws
  return law !== null && laws.every((one) => one?.join() === law.join()) ? law : null
}

/** The most that a charge of that part may be; null = nothing is stated. */
export function capOf(
  policies: DebtPolicies | null,
  { creditor, currency }: { creditor: string; currency: Currency },
  part: DebtPart,
): Minor | null {
  const { caps = null } = policies === null ? {} : ownOf(policies, creditor)
  const cap = part === 'principal' ? undefined : caps?.[part]
  return cap === undefined ? null : minorOf(cap, currency)
}

function ownOf({ creditors }: DebtPolicies, creditor: string): Partial<DebtPolicies['creditors'][string]> {
  return Object.hasOwn(creditors, creditor) ? (creditors[creditor] ?? {}) : {}
}

/** The place of a part in an order: the lower is paid first. */
export function rankIn(order: PayOrder, part: DebtPart = 'principal'): number {
  return order.indexOf(PAYS_OF[part])
}
