import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { type QueueEnqueuer, enqueuerOn } from '../../../src/shell/queue/enqueuer.ts'
import { NotBegun } from '../../../src/shell/batch/in-slots.ts'
import { contactsIn, contactsOf } from '../../../src/shell/queue/contact-job.ts'
import { openQueues, pendingJobs, type Queues } from '../../../src/shell/queue/queues.ts'
import { startQueueWorker } from '../../../src/shell/queue/worker.ts'
import { freshRedis, type TestRedis } from '../../support/redis.ts'

const log = openLog({ worker: 'test', level: 'silent' })
let redis: TestRedis
let queues: Queues
let enqueuer: QueueEnqueuer

beforeEach(async () => {
  redis = await freshRedis()
  queues = openQueues(redis)
  enqueuer = enqueuerOn(queues, log)
  await queues.byName.sms.waitUntilReady()
})
afterEach(async () => {
  queues.close()
  await redis.drop()
})

function ring(contact: number, again = 0) {
  return {
    contact: ContactId.parse(contact),
    person: PersonId.parse(7),
    case: CaseId.parse(8),
    channel: 'sms',
    ring: again,
  }
}

test('a contact is enqueued once while its job waits, and its job holds ids only', async () => {
  await enqueuer.enqueueContacts([ring(1)])
  await enqueuer.enqueueContacts([ring(1)])
  const jobs = await queues.byName.sms.getJobs(['waiting'])
  expect(jobs.map((job) => String(job.id))).toEqual(['c-1-0'])
  expect(jobs[0]?.data).toEqual({ contact: 1, person: 7, case: 8 })
})

test('contacts share jobs, and the same ones again are a no-op while those wait', async () => {
  const many = Array.from({ length: 70 }, (_, index) => ring(index + 1))
  await enqueuer.enqueueContacts(many)
  await enqueuer.enqueueContacts(many.toReversed())
  const jobs = await queues.byName.sms.getJobs(['waiting'])
  const told = jobs.map(({ id = '' }) => `${id.split('x')[0]}: ${contactsIn(id)}`)
  expect(told.sort()).toEqual(['c-1: 24', 'c-25: 25', 'c-50: 21'])
  expect(jobs.flatMap(({ data }) => contactsOf(data).map(({ contact }) => contact)).sort(byNumber)).toEqual(
    many.map(({ contact }) => contact),
  )
  expect(Object.keys(jobs[0]?.data)).toEqual(['contacts'])
})

test('whoever enqueues the later part of what waits makes no second job of what is whole', async () => {
  const many = Array.from({ length: 70 }, (_, index) => ring(index + 1))
  await enqueuer.enqueueContacts(many)
  await enqueuer.enqueueContacts(many.slice(30))
  expect(await queues.byName.sms.getWaitingCount()).toBe(4)
})

test('a contact whose turn has come again has another job', async () => {
  await enqueuer.enqueueContacts([ring(1), ring(2)])
  await enqueuer.enqueueContacts([ring(1), ring(2, 1)])
  expect(await queues.byName.sms.getWaitingCount()).toBe(2)
})

test('what is in other hands is looked at again in a moment, once however often it is said', async () => {
  let seen = 0
  const worker = startQueueWorker(
    { queue: 'detect', concurrency: 1, redis, log, worked: () => {}, lockSeconds: 5 },
    async () => void seen++,
  )
  await enqueuer.enqueueDetectSoon()
  await enqueuer.enqueueDetectSoon()
  expect(await queues.byName.detect.getDelayedCount()).toBe(1)
  await until(async () => (await pendingJobs(queues)) === 0)
  expect(seen).toBe(1)
  await worker.close(5)
})

test('a job that ended is enqueued again under the same id', async () => {
  const seen: string[] = []
  const worker = startQueueWorker(
    { queue: 'sms', concurrency: 2, redis, log, worked: () => {}, lockSeconds: 5 },
    async ({ id }) => {
      seen.push(id)
      if (seen.length === 1) throw Object.assign(new Error('Key (phone)=(123)'), { code: '23505' })
    },
  )
  await enqueuer.enqueueContacts([ring(1)])
  await until(async () => seen.length === 2 && (await pendingJobs(queues)) === 0)
  await enqueuer.enqueueContacts([ring(1)])
  await until(() => Promise.resolve(seen.length === 3))
  expect(seen).toEqual(['c-1-0', 'c-1-0', 'c-1-0'])
  await worker.close(5)
})

test('a job that a stopping worker did not begin waits for another one, and no attempt is counted', async () => {
  const seen: number[] = []
  const options = { queue: 'sms', concurrency: 1, redis, log, worked: () => {}, lockSeconds: 5 } as const
  const first = startQueueWorker(options, async () => {
    seen.push(1)
    const closed = first.close(5)
    await sleep(20)
    void closed
    throw new NotBegun('the worker stops')
  })
  await enqueuer.enqueueContacts([ring(1)])
  await until(async () => seen.length === 1 && (await queues.byName.sms.getWaitingCount()) === 1)
  await first.close(5)
  const [job] = await queues.byName.sms.getJobs(['waiting'])
  expect([job?.id, job?.attemptsMade]).toEqual(['c-1-0', 0])
  const second = startQueueWorker(options, async () => void seen.push(2))
  await until(async () => seen.length === 2 && (await pendingJobs(queues)) === 0)
  await second.close(5)
})

test('what BullMQ keeps of a failure quotes no row', async () => {
  const worker = startQueueWorker(
    { queue: 'sms', concurrency: 1, redis, log, worked: () => {}, lockSeconds: 5 },
    async () => {
      throw Object.assign(new Error('Key (value)=(+12025550123) exists'), { code: '23505' })
    },
  )
  await queues.byName.sms.add('contact', { contact: 1 })
  await until(async () => (await queues.byName.sms.getFailedCount()) === 1)
  const [job] = await queues.byName.sms.getFailed()
  expect(job?.failedReason).toBe('Error (23505)')
  expect(JSON.stringify(job?.stacktrace)).not.toContain('2025550123')
  await worker.close(5)
})

test('pages of due persons wait in a bounded number, one job waits for detect', async () => {
  const pages = Array.from({ length: 70 }, (_, index) => [PersonId.parse(index + 1)])
  await enqueuer.enqueueReviews(pages)
  await enqueuer.enqueueReviews(pages)
  expect(await queues.byName.decide.getWaitingCount()).toBe(50)
  await enqueuer.enqueueDetect()
  await enqueuer.enqueueDetect()
  expect(await queues.byName.detect.getWaitingCount()).toBe(1)
})

test('nobody is woken without Redis, and nobody waits for it', async () => {
  const deaf = openQueues({ url: 'redis://127.0.0.1:1', prefix: '{x}' })
  await enqueuerOn(deaf, log).enqueueContacts([ring(1)])
  await enqueuerOn(deaf, log).enqueueDetect()
  deaf.close()
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10)
}

function byNumber(a: number, b: number): number {
  return a - b
}
