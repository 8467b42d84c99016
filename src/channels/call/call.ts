import { MINUTE } from '../../core/base/time.ts'
import type { TaskChannel } from '../channel.ts'

/** A call that an agent makes: claimed, dialled within two minutes, disposed. */
export const call: TaskChannel = {
  kind: 'task',
  channel: 'call',
  table: 'call_task',
  actWithinMs: 2 * MINUTE,
  actBefore: 'dialBefore',
  dispositions: [
    'rpc_promise',
    'rpc_paid',
    'rpc_refused',
    'rpc_callback',
    'rpc_dispute',
    'rpc_hardship',
    'rpc_attorney',
    'rpc_bankrupt',
    'rpc_cease',
    'rpc_hung_up',
    'third_message',
    'third_deceased',
    'wrong_number',
    'no_answer',
    'rejected',
    'voicemail',
    'busy',
    'switched_off',
    'invalid_number',
    'technical_failure',
  ],
}
