import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactsCommand } from '../../../src/cli/contacts.ts'
import { personCommand } from '../../../src/cli/person/person.ts'
import { contactListPage } from '../../../src/shell/board/contact-list-page.ts'
import { CONTACTS } from '../../../src/shell/pg/read/list/contacts.ts'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import { storyText } from '../../../src/shell/story/text.ts'
import { type PersonStage, personStage } from '../person/person-stage.ts'

/** Ann was texted on 2 March; that she had been bankrupt since the first is told on the third. */
let stage: PersonStage
beforeAll(async () => {
  stage = await personStage()
  await stage.engine.take({
    type: 'hold.placed',
    at: '2026-03-01T12:00:00Z',
    account: 'ann',
    hold: 'H1',
    reason: 'bankruptcy',
  })
})
afterAll(() => stage.close())

const LINE = 'wrong, as is known since 2026-03-03 09:00 (hold.placed told late): a hold stood: bankruptcy'

test('a contact that history shows as wrong is listed by command with the reason, and nothing else is', async () => {
  const { said, code } = await stage.run(contactsCommand, '--wrong', '--json')
  expect(code).toBe(0)
  const { contacts } = JSON.parse(said.join('\n')) as { contacts: Record<string, unknown>[] }
  expect(contacts).toMatchObject([
    {
      account: 'ann',
      step: 'friendly',
      wrong: ['hold:bankruptcy'],
      toldLate: ['hold.placed'],
      wrongSince: '2026-03-03T09:00:00Z',
    },
  ])
  const table = await stage.run(contactsCommand, '--wrong')
  expect(table.said.join('\n')).toMatch(/wrong +toldLate +wrongSince/)
})

test('the list without the filter marks it too, and its opposite leaves it out', async () => {
  const { db } = stage.engine
  const { lines } = await CONTACTS.read(db, { given: { step: ['friendly'] }, limit: 9 })
  expect(lines.map(({ account, wrong }) => `${account} ${wrong.join()}`)).toContain('ann hold:bankruptcy')
  const others = await CONTACTS.read(db, { given: { wrong: false, step: ['friendly'] }, limit: 9 })
  expect(others.lines.map(({ account }) => account)).not.toContain('ann')
  expect(contactListPage({}, { lines, next: null }).text).toContain('hold:bankruptcy')
})

test('the story of the case and the export of the person say why', async () => {
  const story = await readStory(stage.engine.db, 'ann/1')
  expect(story && storyText(story)).toContain(LINE)
  await stage.run(personCommand, 'export', 'D-ann', '--out', stage.file('ann.txt'), '--by', 'officer')
  expect(stage.read('ann.txt')).toContain(
    'should not have been made, as is known since 2026-03-03 09:00 (hold.placed told late): a hold stood: bankruptcy',
  )
})

test('what cannot be worked out again is in doubt, and shown', async () => {
  const { db } = stage.engine
  await stage.engine.owner.query(`update fact set body = body - 'reason' where kind = 'hold.placed'`)
  const { lines } = await CONTACTS.read(db, { given: { wrong: true }, limit: 9 })
  expect(lines.map(({ account, wrong }) => `${account} ${wrong.join()}`)).toEqual(['ann in_doubt'])
})
