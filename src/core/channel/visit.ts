import { HOUR } from '../base/time.ts'
import { dispositionsAt, nobodyAt } from './disposition.ts'
import type { TaskKind } from './kind.ts'

/** A visit: claimed before setting out, started on arrival, reported. */
export const visit = {
  by: 'task',
  group: null,
  written: false,
  live: true,
  points: ['address'],
  homeEvidence: 'visit.home_tried',
  recordedAs: 'visit_av',
  usualMinutes: 30,
  text: { needs: null, never: ['task'] },
  mayOpen: false,
  noun: 'a visit',
  mayNotGetThrough: false,
  nobodyThere: nobodyAt('address'),
  table: 'visit_ticket',
  actWithinMs: 4 * HOUR,
  actBefore: 'arriveBefore',
  dispositions: dispositionsAt('address'),
} as const satisfies TaskKind
