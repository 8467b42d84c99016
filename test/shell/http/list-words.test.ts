import { expect, it } from 'vitest'
import { CASES } from '../../../src/shell/pg/read/list/cases.ts'
import { CONTACTS } from '../../../src/shell/pg/read/list/contacts.ts'
import { HUMAN_TASKS } from '../../../src/shell/pg/read/list/human-tasks.ts'
import { OFFERED } from '../../../src/shell/pg/read/list/offered.ts'
import { PLANS } from '../../../src/shell/pg/read/list/plans.ts'
import { PROMISES } from '../../../src/shell/pg/read/list/promises.ts'

import { queryOf } from '../../../src/shell/pg/read/list/query.ts'
import { ACCOUNTS } from '../../../src/shell/pg/read/list/accounts.ts'
import { SETTLEMENTS } from '../../../src/shell/pg/read/list/settlements.ts'
import { suggestionFor } from '../../../src/core/base/meant.ts'

const LISTS = {
  accounts: ACCOUNTS,
  cases: CASES,
  contacts: CONTACTS,
  promises: PROMISES,
  plans: PLANS,
  settlements: SETTLEMENTS,
  tasks: HUMAN_TASKS,
  ...OFFERED,
}

it.each(Object.entries(LISTS))('no filter of %s takes a word that it does not know', (_name, { filters }) => {
  const taken = Object.entries(filters).filter(
    ([, { words, schema }]) => words !== undefined && schema.safeParse('no-such-word').success,
  )
  expect(taken.map(([name]) => name)).toEqual([])
})

it.each(Object.entries(LISTS))('a slip in a word of a filter of %s is told with the word', (_name, list) => {
  const schema = queryOf(list, { usual: 1, most: 1 }, {})
  for (const [name, { words = [] }] of Object.entries(list.filters))
    for (const word of words.filter((one) => one.length > 3)) {
      const { error } = schema.safeParse({ [name]: `${word}q` })
      const told = error?.issues.map((issue) => suggestionFor(issue, `${word}q`))
      expect([name, told]).toEqual([name, [`did you mean ${word}?`]])
    }
})
