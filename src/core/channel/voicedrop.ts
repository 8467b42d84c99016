import type { OutsideKind } from './kind.ts'

/** A voice message that is left without ringing. */
export const voicedrop = {
  by: 'outside',
  group: 'voice',
  written: false,
  live: false,
  points: ['phone'],
  stopsWith: 'call',
  recordedAs: 'recording',
} as const satisfies OutsideKind
