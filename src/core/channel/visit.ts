import { HOUR } from '../base/time.ts'
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
  nobodyThere: 'no_one_home',
  table: 'visit_ticket',
  actWithinMs: 4 * HOUR,
  actBefore: 'arriveBefore',
  dispositions: [
    'met',
    'met_promise',
    'met_paid',
    'met_refused',
    'no_one_home',
    'moved_away',
    'no_such_address',
    'unsafe',
    'third_message',
    'third_deceased',
    'rpc_dispute',
    'rpc_hardship',
    'rpc_attorney',
    'rpc_bankrupt',
    'rpc_cease',
  ],
} as const satisfies TaskKind
