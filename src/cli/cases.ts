import { CASES } from '../shell/pg/read/list/cases.ts'
import { listCommand } from './list-args.ts'

export const casesCommand = listCommand(CASES, {
  name: 'cases',
  description: 'List cases; every filter narrows the list further',
  shown: [
    'name',
    'debtor',
    'state',
    'stage',
    'dpd',
    'pastDue',
    'disputed',
    'currency',
    'waitingFor',
    'holds',
    'refusedBy',
  ],
})
