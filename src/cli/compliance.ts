import { defineCommand } from 'citty'
import { mutateCommand } from './compliance-mutate.ts'
import { testCommand } from './compliance-test.ts'

export const complianceCommand = defineCommand({
  meta: { name: 'compliance', description: 'Judge worked cases against the packs, and the cases themselves' },
  subCommands: { test: testCommand, mutate: mutateCommand },
})
