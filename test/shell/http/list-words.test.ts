import { expect, it } from 'vitest'
import { CASES } from '../../../src/shell/pg/read/list/cases.ts'
import { CONTACTS } from '../../../src/shell/pg/read/list/contacts.ts'
import { HUMAN_TASKS } from '../../../src/shell/pg/read/list/human-tasks.ts'
import { OFFERED } from '../../../src/shell/pg/read/list/offered.ts'
import { PROMISES } from '../../../src/shell/pg/read/list/promises.ts'

const LISTS = { cases: CASES, contacts: CONTACTS, promises: PROMISES, tasks: HUMAN_TASKS, ...OFFERED }

it.each(Object.entries(LISTS))('no filter of %s takes a word that it does not know', (_name, { filters }) => {
  const taken = Object.entries(filters).filter(
    ([, { words, schema }]) => words !== undefined && schema.safeParse('no-such-word').success,
  )
  expect(taken.map(([name]) => name)).toEqual([])
})
