import { defineCommand } from 'citty'
import { explainLawCommand } from './explain.ts'
import { listCommand } from './list.ts'
import { mutateCommand } from './mutate.ts'
import { testCommand } from './test.ts'

export const complianceCommand = defineCommand({
  meta: {
    name: 'compliance',
    description: 'The packs of law: what they say, and whether they are judged right',
  },
  subCommands: { list: listCommand, explain: explainLawCommand, test: testCommand, mutate: mutateCommand },
})
