import { HOUR } from '../../core/base/time.ts'
import type { TaskChannel } from '../channel.ts'

/** A visit: claimed before setting out, started on arrival, reported. */
export const visit: TaskChannel = {
  kind: 'task',
  channel: 'visit',
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
}
