import type { OutsideKind } from './kind.ts'

/** An e-mail. */
export const email = {
  by: 'outside',
  group: 'messages',
  written: true,
  live: false,
  points: ['email'],
  inboundEvidence: 'point.inbound_email',
} as const satisfies OutsideKind
