import type { OutsideKind } from './kind.ts'

/** A notification of the lender's own app. */
export const push = {
  by: 'outside',
  group: 'messages',
  written: true,
  live: false,
  points: ['handle'],
} as const satisfies OutsideKind
