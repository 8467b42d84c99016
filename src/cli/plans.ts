import { PLANS } from '../shell/pg/read/list/plans.ts'
import { listCommand } from './list-args.ts'

export const plansCommand = listCommand(PLANS, {
  name: 'plans',
  description: 'List repayment plans, the one whose next rate falls due first at the head',
  shown: ['nextOn', 'account', 'plan', 'nextAmount', 'sum', 'paid', 'currency', 'state', 'kind'],
})
