import { defineCommand } from 'citty'
import { CONTACTS } from '../shell/pg/read/list/contacts.ts'
import { listArgs, printList } from './list-args.ts'

export const contactsCommand = defineCommand({
  meta: {
    name: 'contacts',
    description: 'List contacts, the newest first, without numbers, addresses and texts',
  },
  args: listArgs(CONTACTS),
  async run({ args }) {
    const shown = [
      'id',
      'case',
      'channel',
      'step',
      'state',
      'disposition',
      'notBefore',
      'at',
      'refusedBy',
    ] as const
    const late = args['wrong'] === true ? (['wrong', 'toldLate', 'wrongSince'] as const) : []
    await printList({ list: CONTACTS, key: 'contacts', shown: [...shown, ...late] }, args)
  },
})
