/** Why nobody may be contacted for a while; a dispute is a hold of its own kind. */
export const HOLD_REASONS = [
  'hardship',
  'moratorium',
  'bankruptcy',
  'deceased',
  'attorney',
  'fraud',
  'vulnerable',
  'complaint',
  'disaster',
  'military',
  'other',
] as const
export type HoldReason = (typeof HOLD_REASONS)[number]
