import type { OutsideKind } from './kind.ts'

/** A private message on a social network. */
export const social = {
  by: 'outside',
  group: 'messages',
  written: true,
  live: false,
  points: ['handle'],
} as const satisfies OutsideKind
