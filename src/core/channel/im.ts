import type { OutsideKind } from './kind.ts'

/** A message in a messenger, to a number or to a name there. */
export const im = {
  by: 'outside',
  group: 'messages',
  written: true,
  live: false,
  points: ['phone', 'handle'],
} as const satisfies OutsideKind
