import { SETTLEMENTS } from '../shell/pg/read/list/settlements.ts'
import { listCommand } from './list-args.ts'

export const settlementsCommand = listCommand(SETTLEMENTS, {
  name: 'settlements',
  description:
    'List settlements, the one that falls due first at the head; `arrears tasks` shows those that wait for a second person',
  shown: ['until', 'account', 'settlement', 'amount', 'paid', 'forgiven', 'currency', 'state', 'by'],
})
