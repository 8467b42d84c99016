import type { MessageKind } from './kind.ts'
import { segmentsOf } from './segments.ts'

/** A text message to a mobile phone. */
export const sms = {
  by: 'message',
  group: 'messages',
  written: true,
  live: false,
  points: ['phone'],
  deafLines: ['landline'],
  inboundEvidence: 'point.inbound_text',
  text: { needs: 'template', never: ['script', 'task'] },
  mayOpen: true,
  noun: 'a message',
  parts: (text) => segmentsOf(text).count,
} as const satisfies MessageKind
