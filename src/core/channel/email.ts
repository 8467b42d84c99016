import type { MessageKind } from './kind.ts'

/** An e-mail. */
export const email = {
  by: 'message',
  group: 'messages',
  written: true,
  live: false,
  points: ['email'],
  inboundEvidence: 'point.inbound_email',
  text: { needs: 'template', never: ['script', 'task'] },
  mayOpen: true,
  noun: 'a message',
  titled: true,
  parts: () => 1,
} as const satisfies MessageKind
