import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import { waitingSentence } from '../../../src/shell/story/sentence.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { promiseSchedules } from '../../support/promise-story.ts'
import { anAccount } from '../../support/story-facts.ts'

let real: RealEngine
beforeAll(async () => void (real = await realEngine({}, promiseSchedules())))
afterAll(() => real.close())

async function refusing(): Promise<string[]> {
  const story = await readStory(real.db, 'A1/1')
  return (story?.waiting.for ?? []).flatMap((one) =>
    one.what === 'breaker' ? [waitingSentence(one, 'UTC')] : [],
  )
}

test('a case says which provider refuses our credentials where a contact of its own waits for that one, and of no other', async () => {
  await real.at('2026-02-01T09:00:00Z')
  await real.take(...anAccount('A1', { amount: '600.00' }))
  for (const day of ['02', '03', '04', '05']) await real.morning(`2026-03-${day}T00:05:00Z`)
  const [contact] = await real.db.query<{ channel: string; state: string }>(
    `select channel, state from contact order by id desc`,
  )
  expect(contact).toEqual({ channel: 'sms', state: 'queued' })
  await real.db.query(`insert into breaker (channel, provider, opened_at, retry_at, why)
    select c, p, business_now(), timestamptz '2026-03-05T06:10:00Z', 'w' from (values ('sms', 'acme'), ('im', 'beta')) v (c, p)`)
  expect(await refusing()).toEqual([
    'the provider acme of sms, which refuses our credentials (asked again 2026-03-05 06:10)',
  ])
  await real.db.query(`update breaker set why = 'silent'`)
  expect(await refusing()).toEqual([
    'the provider acme of sms, which does not answer (asked again 2026-03-05 06:10)',
  ])
  await real.db.query(`update breaker set retry_at = business_now() where provider = 'acme'`)
  expect(await refusing()).toEqual([])
  await real.db.query(`update breaker set retry_at = timestamptz '2026-03-05T06:10:00Z'`)
  await real.db.query(`update contact set provider = 'other' where state in ('planned', 'queued')`)
  expect(await refusing()).toEqual([])
})
