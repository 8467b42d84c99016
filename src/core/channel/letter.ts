import type { MessageKind } from './kind.ts'

/** A letter by post: printed, and handed over to whoever posts it. */
export const letter = {
  by: 'message',
  group: null,
  written: true,
  live: false,
  points: ['address'],
  heardWhenSent: true,
  text: { needs: 'template', never: ['script', 'task'] },
  mayOpen: true,
  noun: 'a letter',
  onPaper: true,
  titled: true,
  parts: () => 1,
} as const satisfies MessageKind
