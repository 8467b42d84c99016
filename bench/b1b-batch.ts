import pg from 'pg'
import { batchJob } from './batch-job.ts'
import { boundJob } from './bound-job.ts'
import { BOOK_ZONE } from './book.ts'
import type { BenchEngine } from './engine.ts'
import type { Figure, Work } from './harness.ts'
import { timed } from './timed.ts'
import { MORNING, TODAY } from './morning.ts'
import { ACCOUNTS, DUE_EVERY, morningContest, needAll, PAGE, type Rival } from './morning-contest.ts'

/** Two jobs run side by side, as many as a small machine has processors. */
const LANES = 2

export const B1B: Figure = {
  id: 'B1B',
  title: `the same morning of ${ACCOUNTS.toLocaleString('en-US')} accounts, one in ${DUE_EVERY} due, beside a batch job without law, reasons and chain`,
  unit: 'accounts/s',
  reach: 0.35,
  rounds: 3,
  prepare: (servers) => morningContest(servers, BATCH, BOUND),
}

const BATCH: Rival = { name: `a batch job, pages of ${PAGE}, ${LANES} side by side`, run: batch }

async function batch(bench: BenchEngine): Promise<Work> {
  const pool = new pg.Pool({ connectionString: bench.copy.url, max: LANES })
  const queue = bench.engine.queues.byName.sms
  try {
    return await timed(async () => {
      await batchJob({ pool, queue, zones: BOOK_ZONE, today: TODAY, page: PAGE }, LANES)
      await needAll(bench)
      return ACCOUNTS
    })
  } finally {
    await pool.end()
  }
}

const BOUND: Rival = {
  name: 'bound: the same rows, links and locks, and nothing decided',
  run: bound,
}

/** The plans that the engine asks for as well. */
const BY_KEY =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off'

async function bound(bench: BenchEngine): Promise<Work> {
  const pool = new pg.Pool({ connectionString: bench.copy.ownerUrl, max: LANES, options: BY_KEY })
  const { enqueuer } = bench.engine
  try {
    return await timed(async () => {
      await boundJob({ pool, enqueuer, zones: BOOK_ZONE, today: TODAY, now: MORNING, page: PAGE }, LANES)
      await needAll(bench)
      return ACCOUNTS
    })
  } finally {
    await pool.end()
  }
}
