import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { enqueuerOn } from '../../../src/shell/queue/enqueuer.ts'
import { openQueues, type Queues } from '../../../src/shell/queue/queues.ts'
import { startContacts } from '../../../src/shell/run/queue-start.ts'
import { freshRedis, type TestRedis } from '../../support/redis.ts'

const log = openLog({ worker: 'test', level: 'silent' })
let redis: TestRedis
let queues: Queues

beforeEach(async () => {
  redis = await freshRedis()
  queues = openQueues(redis)
  await queues.byName.sms.waitUntilReady()
})
afterEach(async () => {
  queues.close()
  await redis.drop()
})

const CONTACTS = 500

async function enqueued(): Promise<void> {
  const rings = Array.from({ length: CONTACTS }, (_, n) => ({
    contact: ContactId.parse(n + 1),
    person: PersonId.parse(7),
    case: CaseId.parse(8),
    channel: 'sms',
    ring: 0,
  }))
  await enqueuerOn(queues, log).enqueueContacts(rings)
}

test('one slow contact in each job keeps nobody else waiting: the slots of the others are filled with more jobs', async () => {
  await enqueued()
  const done: number[] = []
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const settings = { CHANNEL_CONCURRENCY: 50, LOCK_SECONDS: 30 }
  const running = startContacts({ redis, log, worked: () => {}, settings }, 'sms', async ({ contact }) => {
    await (contact % 25 === 3 ? slow : sleep(20))
    done.push(contact)
  })
  const quick = CONTACTS - CONTACTS / 25
  for (let waits = 0; waits < 100 && done.length < quick; waits++) await sleep(50)
  expect(done).toHaveLength(quick)
  answer()
  for (let waits = 0; waits < 100 && done.length < CONTACTS; waits++) await sleep(50)
  await running.stop(5)
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: CONTACTS }, (_, n) => n + 1))
})

test('a worker that stops begins none of what waits, and gives it back', async () => {
  await enqueued()
  const begun: number[] = []
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const settings = { CHANNEL_CONCURRENCY: 10, LOCK_SECONDS: 30 }
  const running = startContacts({ redis, log, worked: () => {}, settings }, 'sms', async ({ contact }) => {
    begun.push(contact)
    await slow
  })
  for (let waits = 0; waits < 100 && begun.length < 10; waits++) await sleep(20)
  const stopped = running.stop(5)
  answer()
  await stopped
  expect(begun).toHaveLength(10)
  const { waiting = 0, active = 0, failed = 0 } = await queues.byName.sms.getJobCounts()
  expect([active, failed]).toEqual([0, 0])
  expect(waiting).toBeGreaterThanOrEqual(CONTACTS / 25 - 1)
})

test('each contact that is done is a sign of life, whatever else its job waits for', async () => {
  await enqueued()
  const signs: number[] = []
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const settings = { CHANNEL_CONCURRENCY: 1, LOCK_SECONDS: 30 }
  const running = startContacts(
    { redis, log, worked: () => void signs.push(signs.length), settings },
    'sms',
    async ({ contact }) => {
      if (contact === 13) throw new Error('it was not done')
      if (contact % 25 === 20) await slow
    },
  )
  for (let waits = 0; waits < 100 && signs.length < 18; waits++) await sleep(20)
  expect(signs).toHaveLength(18)
  const stopped = running.stop(5)
  answer()
  await stopped
})
