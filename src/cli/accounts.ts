import { defineCommand } from 'citty'
import { ACCOUNTS } from '../shell/pg/read/list/accounts.ts'
import { listArgs, printList } from './list-args.ts'

export const accountsCommand = defineCommand({
  meta: { name: 'accounts', description: 'List accounts as they are known, also those without a case' },
  args: listArgs(ACCOUNTS),
  async run({ args }) {
    const shown = [
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
    ] as const
    await printList({ list: ACCOUNTS, key: 'accounts', shown }, args)
  },
})
