import { defineCommand } from 'citty'
import { explainLawCommand } from './compliance-explain.ts'
import { listCommand } from './compliance-list.ts'
import { mutateCommand } from './compliance-mutate.ts'
import { testCommand } from './compliance-test.ts'

export const complianceCommand = defineCommand({
  meta: {
    name: 'compliance',
    description: 'The packs of law: what they say, and whether they are judged right',
  },
  subCommands: { list: listCommand, explain: explainLawCommand, test: testCommand, mutate: mutateCommand },
})
