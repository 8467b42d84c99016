import { MINUTE } from '../base/time.ts'
import { dispositionsAt, nobodyAt } from './disposition.ts'
import type { TaskKind } from './kind.ts'

/** A call that an agent makes: claimed, dialled within two minutes, disposed. */
export const call = {
  by: 'task',
  group: 'voice',
  written: false,
  live: true,
  points: ['phone'],
  recordedAs: 'recording',
  text: { needs: 'script', never: ['template', 'task'] },
  mayOpen: true,
  noun: 'a call',
  dialled: true,
  mayNotGetThrough: true,
  nobodyThere: nobodyAt('phone'),
  table: 'call_task',
  actWithinMs: 2 * MINUTE,
  actBefore: 'dialBefore',
  dispositions: dispositionsAt('phone'),
} as const satisfies TaskKind
