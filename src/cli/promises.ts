import { PROMISES } from '../shell/pg/read/list/promises.ts'
import { listCommand } from './list-args.ts'

export const promisesCommand = listCommand(PROMISES, {
  name: 'promises',
  description: 'List promises to pay, the one that falls due first at the head',
  shown: ['by', 'account', 'promise', 'amount', 'paid', 'currency', 'state', 'kind'],
})
