import { ACCOUNTS } from '../shell/pg/read/list/accounts.ts'
import { listCommand } from './list-args.ts'

export const accountsCommand = listCommand(ACCOUNTS, {
  name: 'accounts',
  description: 'List accounts as they are known, also those without a case',
  shown: [
    'account',
    'debtor',
    'creditor',
    'pastDue',
    'balance',
    'currency',
    'dpd',
    'collection',
    'case',
    'caseState',
    'holds',
  ],
})
