import { z } from 'zod'
import { isDay } from '../base/time.ts'
import type { Actor } from '../base/list.ts'
import { isCredit, type Product } from './product.ts'
import type { Template } from './template.ts'

/** What is done with a message, as far as a strategy says it. */
export interface MessageUse {
  actor: Actor
  product: Product
  purpose: Template['purpose']
}

interface Meaning {
  means: string
  is(use: MessageUse): boolean
}

/** What vendors forbid in their terms, and a contract of the lender's may allow. */
export const FORBIDDEN_USE = {
  third_party_collection: {
    means: 'asking for a debt by anybody but the creditor to whom it was first owed',
    is: ({ actor, purpose }) => actor !== 'first_party' && purpose !== 'service',
  },
  debt_collection: {
    means: 'asking for a debt, whoever asks',
    is: ({ purpose }) => purpose !== 'service',
  },
  financial_content: {
    means: 'anything about a credit',
    is: ({ product }) => isCredit(product),
  },
} as const satisfies Record<string, Meaning>

export type ForbiddenUse = keyof typeof FORBIDDEN_USE
export const FORBIDDEN_USES = Object.keys(FORBIDDEN_USE) as [ForbiddenUse, ...ForbiddenUse[]]

/** One thing that the terms of a vendor forbid. */
export const Forbids = z.strictObject({
  use: z.enum(FORBIDDEN_USES),
  regions: z
    .array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})*$/, 'an ISO 3166 country or subdivision'))
    .min(1)
    .optional()
    .describe('for messages to people who live there; absent = wherever they live'),
  source: z.url().describe('the document'),
  read: z.string().refine(isDay, 'is no day such as 2026-01-31').describe('the day on which it was read'),
})
export type Forbids = z.infer<typeof Forbids>

export function meaningOfUse(use: ForbiddenUse): Meaning {
  return FORBIDDEN_USE[use]
}
