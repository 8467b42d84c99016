import { z } from 'zod'

const id = z.number().int().positive()

export const PersonId = id.brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>
export const AccountId = id.brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>
export const CaseId = id.brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>
export const ContactId = id.brand<'ContactId'>()
export type ContactId = z.infer<typeof ContactId>
export const PointId = id.brand<'PointId'>()
export type PointId = z.infer<typeof PointId>
/** One number, address or handle as such, whoever it belongs to; known by a keyed hash. */
export const NumberId = id.brand<'NumberId'>()
export type NumberId = z.infer<typeof NumberId>
export const HouseholdId = id.brand<'HouseholdId'>()
export type HouseholdId = z.infer<typeof HouseholdId>
export const FactId = id.brand<'FactId'>()
export type FactId = z.infer<typeof FactId>
/** Hash of the parsed content of a strategy, pack, template or of the whole of `schedules/`. */
export const ContentHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'ContentHash'>()
export type ContentHash = z.infer<typeof ContentHash>
