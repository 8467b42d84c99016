import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Enqueuer, ContactJob } from '../../flow/ports/enqueuer.ts'
import type { PersonId } from '../../core/base/id.ts'
import { CONTACT_CHANNELS } from '../../core/channel/channel.ts'
import type { TickName } from '../../core/model/ticks.ts'
import type { Log } from '../log/log.ts'
import { blockJobs, contactJobs, type QueuedJob } from './contact-job.ts'
import { isUp } from './redis.ts'
import type { Queues } from './queues.ts'

export interface QueueEnqueuer extends Enqueuer {
  enqueueTick(tick: TickName): Promise<void>
  /** Detect looks again in a moment: what it was to look at is in other hands. */
  enqueueDetectSoon(): Promise<void>
  enqueuePurge(): Promise<void>
}

const ENOUGH_PAGES = 50
/** Whoever has hold of a row is done with it by then. */
const SOON_MS = 1000
/** A later attempt of the same job; the row in Postgres says whether there is still anything to do. */
const RETRY = { attempts: 3, backoff: { type: 'exponential', delay: 500 } } as const

/** It never throws: a later sweep enqueues from the rows what cannot be enqueued now; `lost` is told of it. */
export function enqueuerOn(
  queues: Queues,
  log: Log,
  lost: (event: string) => Promise<void> = async () => {},
): QueueEnqueuer {
  const quietly = async (event: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      if (!(await isUp(queues.redis))) throw new Error('Redis is away')
      await work()
    } catch (error) {
      log.warn({ event: 'bell.silent', bell: event, error: (error as Error).message })
      await lost(event).catch(() => {})
    }
  }
  return {
    enqueueContacts: (rings) =>
      quietly('contacts', () => addAll(queues, rings, async (own) => contactJobs(own))),
    enqueueContactsAgain: (rings) =>
      quietly('contacts', () => addAll(queues, rings, (own, queue) => again(queues, queue, own))),
    enqueueReviews: (pages) => quietly('decide', () => enqueueReviews(queues.byName.decide, pages)),
    enqueueDue: () => quietly('due', () => enqueueOnce(queues.byName.decide, 'due', { persons: [] })),
    enqueueDetect: () => quietly('detect', () => enqueueOnce(queues.byName.detect, 'detect')),
    enqueueDetectSoon: () => quietly('detect', () => enqueueSoon(queues.byName.detect, 'detect')),
    enqueueRelay: () => quietly('relay', () => enqueueOnce(queues.byName.relay, 'relay')),
    enqueueTick: (tick) => quietly(tick, () => queues.byName.ticks.add(tick, {})),
    enqueuePurge: () => quietly('purge', () => enqueueOnce(queues.byName.purge, 'purge')),
  }
}

async function addAll(
  queues: Queues,
  rings: ContactJob[],
  jobsOf: (own: ContactJob[], queue: Queue) => Promise<QueuedJob[]>,
): Promise<void> {
  for (const channel of CONTACT_CHANNELS) {
    const own = rings.filter((ring) => ring.channel === channel)
    if (own.length === 0) continue
    const queue = queues.byName[channel]
    const jobs = await jobsOf(own, queue)
    if (jobs.length === 0) continue
    const ids = jobs.map(({ opts }) => opts.jobId)
    await removeFinished(queues.redis, queue, ids)
    await queue.addBulk(jobs.map(({ opts, ...job }) => ({ ...job, opts: { ...opts, ...RETRY } })))
  }
}

/** Where the very job that was made first still waits, none is added. */
async function again({ redis }: Queues, queue: Queue, rings: ContactJob[]): Promise<QueuedJob[]> {
  const jobs = blockJobs(rings)
  const usual = jobs.map((one) => one.usual)
  const finished = await finishedOf(redis, queue, usual)
  const known = await redis.pipeline(usual.map((id) => ['exists', queue.toKey(id)])).exec()
  const waits = (id: string, index: number): boolean => known?.[index]?.[1] === 1 && !finished.has(id)
  return jobs.flatMap(({ job }, index) => (waits(usual[index] ?? '', index) ? [] : [job]))
}

/** An id that is still kept as completed or failed would swallow the new job. */
async function removeFinished(redis: Redis, queue: Queue, ids: string[]): Promise<void> {
  const finished = await finishedOf(redis, queue, ids)
  await Promise.all([...finished].map((id) => queue.remove(id)))
}

async function finishedOf(redis: Redis, queue: Queue, ids: string[]): Promise<Set<string>> {
  const scores = await Promise.all([
    redis.zmscore(queue.toKey('completed'), ...ids),
    redis.zmscore(queue.toKey('failed'), ...ids),
  ])
  return new Set(ids.filter((_, index) => scores.some((kept) => (kept[index] ?? null) !== null)))
}

async function enqueueReviews(queue: Queue, pages: PersonId[][]): Promise<void> {
  const waiting = await queue.getWaitingCount()
  const room = Math.max(0, ENOUGH_PAGES - waiting)
  const jobs = pages.filter((page) => page.length > 0).slice(0, room)
  if (jobs.length > 0)
    await queue.addBulk(jobs.map((persons) => ({ name: 'page', data: { persons }, opts: RETRY })))
}

/** One job that waits is enough: it will see everything that is due by then. */
async function enqueueOnce(queue: Queue, name: string, data = {}): Promise<void> {
  if ((await queue.getWaitingCount()) === 0) await queue.add(name, data, RETRY)
}

async function enqueueSoon(queue: Queue, name: string): Promise<void> {
  if ((await queue.getDelayedCount()) === 0) await queue.add(name, {}, { ...RETRY, delay: SOON_MS })
}
