import { defineCommand } from 'citty'
import { CASES } from '../shell/pg/read/list/cases.ts'
import { listArgs, printList } from './list-args.ts'

export const casesCommand = defineCommand({
  meta: { name: 'cases', description: 'List cases; every filter narrows the list further' },
  args: listArgs(CASES),
  async run({ args }) {
    const shown = [
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
    ] as const
    await printList({ list: CASES, key: 'cases', shown }, args)
  },
})
