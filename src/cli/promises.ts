import { defineCommand } from 'citty'
import { PROMISES } from '../shell/pg/read/list/promises.ts'
import { listArgs, printList } from './list-args.ts'

export const promisesCommand = defineCommand({
  meta: { name: 'promises', description: 'List promises to pay, the one that falls due first at the head' },
  args: listArgs(PROMISES),
  async run({ args }) {
    const shown = ['by', 'account', 'promise', 'amount', 'paid', 'currency', 'state', 'kind'] as const
    await printList({ list: PROMISES, key: 'promises', shown }, args)
  },
})
