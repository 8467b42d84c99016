import { defineCommand } from 'citty'
import { SETTLEMENTS } from '../shell/pg/read/list/settlements.ts'
import { listArgs, printList } from './list-args.ts'

export const settlementsCommand = defineCommand({
  meta: {
    name: 'settlements',
    description:
      'List settlements, the one that falls due first at the head; `arrears tasks` shows those that wait for a second person',
  },
  args: listArgs(SETTLEMENTS),
  async run({ args }) {
    const shown = [
      'until',
      'account',
      'settlement',
      'amount',
      'paid',
      'forgiven',
      'currency',
      'state',
      'by',
    ] as const
    await printList({ list: SETTLEMENTS, key: 'settlements', shown }, args)
  },
})
