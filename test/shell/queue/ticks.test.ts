import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ticks } from '../../../src/core/model/ticks.ts'
import { openQueues, type Queues } from '../../../src/shell/queue/queues.ts'
import { ensureSchedulers, isInForce, lookOnce, type Scheduled } from '../../../src/shell/queue/ticks.ts'
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

type Tick = Ticks['ticks'][number]

const sweep: Tick = { tick: 'sweep', every: { seconds: 1 } }
const detect: Tick = { tick: 'detect', cron: '5 0 * * *', zone: 'Asia/Shanghai' }
const ticks: Ticks = { ticks: [sweep, detect], rates: {} }

const NOTHING = { made: [], changed: [], removed: [] }
const ensure = (timetable: Ticks): Promise<Scheduled> => ensureSchedulers(queues.byName.ticks, timetable)
const schedulerOf = (tick: string) => queues.byName.ticks.getJobScheduler(`tick-${tick}`)
const pending = async (): Promise<string[]> =>
  (await queues.byName.ticks.getJobs(['waiting', 'delayed'])).map((job) => job.name).sort()

test('a scheduler is made once and never touched again while its timetable stays', async () => {
  expect(await ensure(ticks)).toEqual({ ...NOTHING, made: ['sweep', 'detect'] })
  const first = await schedulerOf('detect')
  expect(await ensure(ticks)).toEqual(NOTHING)
  expect(await schedulerOf('detect')).toEqual(first)
  expect(first?.tz).toBe('Asia/Shanghai')
})

test('another timetable replaces the scheduler, and another zone is another timetable', async () => {
  await ensure(ticks)
  const sweeping = await schedulerOf('sweep')
  const moved: Ticks = {
    ...ticks,
    ticks: [sweep, { tick: 'detect', cron: '10 0 * * *', zone: 'Asia/Shanghai' }],
  }
  expect(await ensure(moved)).toEqual({ ...NOTHING, changed: ['detect'] })
  const away: Ticks = {
    ...ticks,
    ticks: [sweep, { tick: 'detect', cron: '10 0 * * *', zone: 'America/New_York' }],
  }
  expect(await ensure(away)).toEqual({ ...NOTHING, changed: ['detect'] })
  expect(await ensure(away)).toEqual(NOTHING)
  expect(await schedulerOf('detect')).toMatchObject({ pattern: '10 0 * * *', tz: 'America/New_York' })
  expect(await schedulerOf('sweep')).toEqual(sweeping)
})

test('a tick that is taken out stops: its scheduler and its next run are gone, every other one is as it was', async () => {
  const purge = { tick: 'purge' as const, cron: '30 3 * * *', zone: 'UTC' }
  await ensure({ ...ticks, ticks: [sweep, detect, purge] })
  expect(await pending()).toEqual(['detect', 'purge', 'sweep'])
  const before = [await schedulerOf('sweep'), await schedulerOf('detect')]
  expect(await ensure(ticks)).toEqual({ ...NOTHING, removed: ['purge'] })
  expect(await schedulerOf('purge')).toBeUndefined()
  expect(await pending()).toEqual(['detect', 'sweep'])
  expect([await schedulerOf('sweep'), await schedulerOf('detect')]).toEqual(before)
  expect(await ensure(ticks)).toEqual(NOTHING)
  expect(await ensure({ ...ticks, ticks: [sweep, detect, purge] })).toEqual({ ...NOTHING, made: ['purge'] })
})

test('a scheduler of somebody else is none of ours', async () => {
  await queues.byName.ticks.upsertJobScheduler('theirs', { every: 1000 }, { name: 'x', data: {} })
  await ensure(ticks)
  expect(await queues.byName.ticks.getJobScheduler('theirs')).toMatchObject({ every: 1000 })
})

test('a timetable that changes while a run is overdue does not lose that run', async () => {
  await ensure({
    ...ticks,
    ticks: [
      { tick: 'sweep', every: { seconds: 1 } },
      { ...detect, cron: '* * * * * *' },
    ],
  })
  await sleep(1200)
  const slower: Ticks = { ...ticks, ticks: [{ tick: 'sweep', every: { minutes: 5 } }, detect] }
  expect(await ensure(slower)).toEqual({ ...NOTHING, changed: ['sweep', 'detect'] })
  const waiting = (await queues.byName.ticks.getJobs(['waiting'])).map((job) => job.name)
  expect(waiting).toEqual(expect.arrayContaining(['sweep', 'detect']))
})

test('one that changes before its next run runs at its new time alone', async () => {
  await ensure(ticks)
  await ensure({ ...ticks, ticks: [sweep, { tick: 'detect', cron: '10 0 * * *', zone: 'Asia/Shanghai' }] })
  expect(await pending()).toEqual(['detect', 'sweep'])
})

test('a tick that may be left out and is does not run, although Redis still holds a run of it', () => {
  expect(isInForce('purge', ticks)).toBe(false)
  expect(isInForce('purge', { ...ticks, ticks: [{ tick: 'purge', cron: '30 3 * * *' }] })).toBe(true)
  expect(isInForce('relay', ticks)).toBe(true)
})

test('a wiped Redis gets its schedulers back', async () => {
  await ensure(ticks)
  await redis.wipe()
  expect(await ensure(ticks)).toEqual({ ...NOTHING, made: ['sweep', 'detect'] })
})

test('a real scheduler adds the tick', async () => {
  await ensureSchedulers(queues.byName.ticks, { ...ticks, ticks: [{ tick: 'sweep', every: { seconds: 1 } }] })
  const names = async (): Promise<string[]> =>
    (await queues.byName.ticks.getJobs(['waiting', 'delayed'])).map((job) => job.name)
  while (!(await names()).includes('sweep')) await sleep(20)
})

test('every tick runs once at boot, and nothing is purged by itself', async () => {
  await lookOnce(queues.byName.ticks)
  const jobs = await queues.byName.ticks.getJobs(['waiting'])
  expect(jobs.map((job) => job.name).sort()).toEqual(['detect', 'relay', 'review', 'sweep'])
})
