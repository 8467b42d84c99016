import { afterEach, beforeEach, expect, test } from 'vitest'
import { CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import type { ContactJob } from '../../../src/flow/ports/enqueuer.ts'
import type { SweepTx } from '../../../src/flow/ports/sweep.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { contactsOf } from '../../../src/shell/queue/contact-job.ts'
import { enqueuerOn, type QueueEnqueuer } from '../../../src/shell/queue/enqueuer.ts'
import { openQueues, type Queues } from '../../../src/shell/queue/queues.ts'
import { freshRedis, type TestRedis } from '../../support/redis.ts'

let redis: TestRedis
let queues: Queues
let enqueuer: QueueEnqueuer

beforeEach(async () => {
  redis = await freshRedis()
  queues = openQueues(redis)
  enqueuer = enqueuerOn(queues, openLog({ worker: 'test', level: 'silent' }))
  await queues.byName.sms.waitUntilReady()
})
afterEach(async () => {
  queues.close()
  await redis.drop()
})

const MANY = 10_000
const SWEEPS = 20
const RELAYED = 200

function ring(contact: number): ContactJob {
  return {
    contact: ContactId.parse(contact),
    person: PersonId.parse(7),
    case: CaseId.parse(8),
    channel: 'sms',
    ring: 0,
  }
}

/** The same number for the same seed, from 0 up to 1. */
function drawn(seed: number): number {
  return ((Math.imul(seed + 1, 0x9e3779b1) >>> 0) % 100_000) / 100_000
}

/** A sweep that finds nothing but contacts which wait longer than they should. */
async function sweepOver(waiting: () => readonly ContactJob[]): Promise<void> {
  const nothing = new Proxy({} as SweepTx, {
    get: (_tx, name) =>
      name === 'now'
        ? 0
        : async () => (name === 'heal' ? { left: 0, retries: 0, looks: 0 } : name === 'tickRun' ? 0 : []),
  })
  const tx: SweepTx = Object.assign(Object.create(nothing), {
    unanswered: async (_since: number, limit: number, after: ContactJob | null) =>
      waiting()
        .filter(({ contact }) => contact > (after?.contact ?? 0))
        .slice(0, limit),
    step: async () => 0,
    closeBreakers: async () => 0,
    tellBrakes: async () => 0,
    tidy: async () => 0,
    stuckCases: async () => 0,
  })
  const report = await sweep({
    store: { transaction: (work) => work(tx) },
    enqueuer,
    machine: { now: () => 0 },
    provider: {} as never,
    relay: async () => ({ queued: 0, more: false }),
    quietMs: 0,
    enqueueAgainAfterMs: 0,
    requestMs: 0,
    detectDue: async () => 0,
    unresolvedRole: async () => '',
  })
  expect(report.failed).toEqual([])
}

test.each([
  ['of which a few are taken back between sweeps', 0.005],
  ['of which nobody is taken back', 0],
])(
  'a standing queue, %s, has no more jobs after twenty sweeps than after one, and two for each block at most',
  { timeout: 120_000 },
  async (_what, gone) => {
    let waiting = Array.from({ length: MANY }, (_, index) => ring(index + 1))
    // The relay goes by due time and person, and not by id.
    const byDue = waiting.toSorted((a, b) => drawn(a.contact) - drawn(b.contact))
    for (let from = 0; from < MANY; from += RELAYED)
      await enqueuer.enqueueContacts(byDue.slice(from, from + RELAYED))
    const relayed = await queues.byName.sms.getWaitingCount()
    const counts: number[] = []
    for (let turn = 0; turn < SWEEPS; turn++) {
      await sweepOver(() => waiting)
      counts.push((await queues.byName.sms.getWaitingCount()) - relayed)
      waiting = waiting.filter(({ contact }) => drawn(contact * 31 + turn) >= gone)
    }
    expect(counts.at(-1)).toBe(counts[0])
    expect(counts.at(-1)).toBeLessThanOrEqual(MANY / 25 + 1)
  },
)

test('what the relay enqueued in whole blocks is enqueued once', async () => {
  const waiting = Array.from({ length: 1_000 }, (_, index) => ring(index + 25))
  await enqueuer.enqueueContacts(waiting)
  await sweepOver(() => waiting)
  expect(await queues.byName.sms.getWaitingCount()).toBe(40)
})

test('every contact that waits stands in a job after a sweep, also where all jobs were lost', async () => {
  const waiting = Array.from({ length: 1_234 }, (_, index) => ring(index * 3 + 1))
  await sweepOver(() => waiting)
  const jobs = await queues.byName.sms.getJobs(['waiting'])
  const found = jobs.flatMap(({ data }) => contactsOf(data).map(({ contact }) => contact))
  expect(found.toSorted((a, b) => a - b)).toEqual(waiting.map(({ contact }) => contact))
})
