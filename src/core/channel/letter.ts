import type { OutsideKind } from './kind.ts'

/** A letter by post. */
export const letter = {
  by: 'outside',
  group: null,
  written: true,
  live: false,
  points: ['address'],
  heardWhenSent: true,
} as const satisfies OutsideKind
