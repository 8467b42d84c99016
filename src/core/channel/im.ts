import type { MessageKind } from './kind.ts'

/** A message in a messenger, to a number or to a name there. */
export const im = {
  by: 'message',
  group: 'messages',
  written: true,
  live: false,
  points: ['phone', 'handle'],
  text: { needs: 'template', never: ['script', 'task'] },
  mayOpen: true,
  noun: 'a message',
  parts: () => 1,
} as const satisfies MessageKind
