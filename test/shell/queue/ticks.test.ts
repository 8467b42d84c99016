import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openQueues, type Queues } from '../../../src/shell/queue/queues.ts'
import { ensureSchedulers, lookOnce } from '../../../src/shell/queue/ticks.ts'
import { freshRedis, type TestRedis } from '../../support/redis.ts'

let redis: TestRedis
let queues: Queues

beforeEach(async () => {
  redis = await freshRedis()
  queues = openQueues(redis)
  await queues.byName.ticks.waitUntilReady()
})
afterEach(async () => {
  queues.close()
  await redis.drop()
})

const ticks = {
  ticks: [
    { tick: 'sweep' as const, every: { seconds: 1 } },
    { tick: 'detect' as const, cron: '5 0 * * *', zone: 'Asia/Shanghai' },
  ],
  rates: {},
}

test('a scheduler is made once and never touched again while its timetable stays', async () => {
  expect(await ensureSchedulers(queues.byName.ticks, ticks)).toEqual(['tick-sweep', 'tick-detect'])
  const first = await queues.byName.ticks.getJobScheduler('tick-detect')
  expect(await ensureSchedulers(queues.byName.ticks, ticks)).toEqual([])
  expect(await queues.byName.ticks.getJobScheduler('tick-detect')).toEqual(first)
  expect(first?.tz).toBe('Asia/Shanghai')
})

test('another timetable replaces the scheduler', async () => {
  await ensureSchedulers(queues.byName.ticks, ticks)
  const moved = { ...ticks, ticks: [{ tick: 'detect' as const, cron: '10 0 * * *', zone: 'Asia/Shanghai' }] }
  expect(await ensureSchedulers(queues.byName.ticks, moved)).toEqual(['tick-detect'])
})

test('another zone is another timetable', async () => {
  await ensureSchedulers(queues.byName.ticks, ticks)
  const moved = {
    ...ticks,
    ticks: [{ tick: 'detect' as const, cron: '5 0 * * *', zone: 'America/New_York' }],
  }
  expect(await ensureSchedulers(queues.byName.ticks, moved)).toEqual(['tick-detect'])
  expect(await ensureSchedulers(queues.byName.ticks, moved)).toEqual([])
})

test('a wiped Redis gets its schedulers back', async () => {
  await ensureSchedulers(queues.byName.ticks, ticks)
  await redis.wipe()
  expect(await ensureSchedulers(queues.byName.ticks, ticks)).toEqual(['tick-sweep', 'tick-detect'])
})

test('a real scheduler adds the tick', async () => {
  await ensureSchedulers(queues.byName.ticks, { ...ticks, ticks: [{ tick: 'sweep', every: { seconds: 1 } }] })
  const names = async (): Promise<string[]> =>
    (await queues.byName.ticks.getJobs(['waiting', 'delayed'])).map((job) => job.name)
  while (!(await names()).includes('sweep')) await sleep(20)
})

test('boot looks once for every tick, and purges nothing by itself', async () => {
  await lookOnce(queues.byName.ticks)
  const jobs = await queues.byName.ticks.getJobs(['waiting'])
  expect(jobs.map((job) => job.name).sort()).toEqual(['detect', 'relay', 'review', 'sweep'])
})
