import { defineCommand } from 'citty'
import { PLANS } from '../shell/pg/read/list/plans.ts'
import { listArgs, printList } from './list-args.ts'

export const plansCommand = defineCommand({
  meta: {
    name: 'plans',
    description: 'List repayment plans, the one whose next rate falls due first at the head',
  },
  args: listArgs(PLANS),
  async run({ args }) {
    const shown = [
      'nextOn',
      'account',
      'plan',
      'nextAmount',
      'sum',
      'paid',
      'currency',
      'state',
      'kind',
    ] as const
    await printList({ list: PLANS, key: 'plans', shown }, args)
  },
})
