import { afterAll, beforeAll, expect, it } from 'vitest'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import { storyText } from '../../../src/shell/story/text.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { seedCase } from './seed.ts'

let database: TestDatabase
let ids: Awaited<ReturnType<typeof seedCase>>

beforeAll(async () => {
  database = await freshDatabase()
  ids = await seedCase(database.db)
})
afterAll(() => database.drop())

it('a story tells a case in order, with every reason and its citation', async () => {
  const story = await readStory(database.db, 'A1/1')
  expect(story?.entries.map((entry) => [entry.at, entry.entry])).toEqual([
    ['2026-01-05T00:00:00Z', 'fact'],
    ['2026-03-02T05:05:00Z', 'fact'],
    ['2026-03-02T15:00:00Z', 'contact'],
    ['2026-03-05T08:00:00Z', 'fact'],
    ['2026-03-10T14:00:00Z', 'decision'],
    ['2026-03-11T14:00:00Z', 'contact'],
  ])
  expect(story?.case).toMatchObject({ name: 'A1/1', state: 'working', pastDue: '120.50', dpd: 9 })
  expect(story?.entries[4]).toMatchObject({
    kind: 'refused',
    step: 'call',
    reasons: [{ rule: 'US-F-10', cite: '12 CFR 1006.14(b)(2)', liftsAt: '2026-03-12T15:00:00Z' }],
  })
})

it('a story is found by id, by name and by account alike', async () => {
  for (const ref of [String(ids.case), 'A1/1', 'A1']) {
    expect((await readStory(database.db, ref))?.case.id).toBe(ids.case)
  }
  for (const ref of ['999999', 'A1/2', 'A9', 'A1/x']) expect(await readStory(database.db, ref)).toBeNull()
})

it('a story says why nothing happens', async () => {
  const story = await readStory(database.db, 'A1')
  expect(story?.waiting).toEqual({
    nextReviewAt: '2026-03-11T14:00:00Z',
    for: [
      {
        what: 'contact',
        contact: ids.sent + 1,
        channel: 'sms',
        step: 'second',
        state: 'planned',
        from: '2026-03-11T14:00:00Z',
      },
      {
        what: 'rule',
        rule: 'US-F-10',
        pack: 'us-fed-regf',
        text: 'at most 7 calls in 7 days',
        cite: '12 CFR 1006.14(b)(2)',
        step: 'call',
      },
      { what: 'review', at: '2026-03-11T14:00:00Z' },
    ],
  })
})

it('a story never tells a personal value, even one that slipped into a fact', async () => {
  const story = await readStory(database.db, 'A1')
  expect(JSON.stringify(story)).not.toContain('2025550101')
})

it('a story is told to people in the zone of the person, over a change of the clocks', async () => {
  const story = await readStory(database.db, 'A1/1')
  if (!story) throw new Error('no story')
  const text = storyText(story)
  // 15:00Z is 10:00 on 2 March and 11:00 on 10 March: New York changes on 8 March 2026.
  expect(text).toContain(`2026-03-02 10:00  contact   contact ${ids.sent}, sms friendly attempt 1: delivered`)
  expect(text).toContain('case.opened, case 1, pastDue 120.50')
  expect(text).toContain('times in America/New_York; now 2026-03-10 11:00')
  expect(text).toContain(
    '2026-03-05 03:00  fact      payment.received, happened 2026-03-04 05:00, amount 10.00, payment P1',
  )
  expect(text).toContain(
    'US-F-10 (us-fed-regf): at most 7 calls in 7 days [12 CFR 1006.14(b)(2)], lifts 2026-03-12 11:00',
  )
  expect(text).toContain('  the next review, 2026-03-11 10:00\n')
})

it('a story names holds, brakes, tasks and a missed review among what a case waits for', async () => {
  const { db } = database
  await db.query(
    `insert into hold (person_id, kind, external_id, reason, from_at, until_on) values ($1, 'hold', 'H1', 'hardship', '2026-03-09T00:00:00Z', '2026-04-01')`,
    [ids.person],
  )
  await db.query(
    `insert into brake (channel, why, stopped_by, stopped_at) values ('sms', 'test', 'ops', '2026-03-10T14:30:00Z')`,
  )
  await db.query(
    `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
     values ($1, $2, $3, 'review', 'no common hour', 'compliance', '2026-03-11T00:00:00Z', '2026-03-10T14:00:00Z')`,
    [ids.person, ids.account, ids.case],
  )
  await db.query(`update collection_case set next_review_at = '2026-03-10T14:00:00Z' where id = $1`, [
    ids.case,
  ])
  const story = await readStory(db, 'A1/1')
  expect(story?.waiting.for).toEqual(
    expect.arrayContaining([
      { what: 'hold', kind: 'hold', reason: 'hardship', scope: 'person', until: '2026-04-01' },
      {
        what: 'brake',
        channel: 'sms',
        strategy: null,
        creditor: null,
        since: '2026-03-10T14:30:00Z',
        by: 'ops',
      },
      expect.objectContaining({ what: 'human_task', kind: 'review', role: 'compliance' }),
      { what: 'overdue_review', at: '2026-03-10T14:00:00Z' },
    ]),
  )
})
