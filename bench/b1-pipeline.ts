import { decidePage } from '../src/flow/decide.ts'
import { detectPage } from '../src/flow/detect.ts'
import { relayPage } from '../src/flow/relay.ts'
import { decideStore } from '../src/shell/pg/decide.ts'
import { detectStore } from '../src/shell/pg/detect.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import { relayDeps } from '../src/shell/run/wire.ts'
import { asAdmin, dropDatabase } from './database.ts'
import { type BenchEngine, engineOn } from './engine.ts'
import { type Figure, timed, type Work } from './harness.ts'
import { bookOf, TODAY } from './morning.ts'
import { naiveLoop } from './naive-loop.ts'
import { numbers } from './numbers.ts'

const ACCOUNTS = 200_000
const DUE_EVERY = 10
/** The loop is timed over a stretch of the same book, with as many due among them. */
const SAMPLE = 3_000
const PAGE = 1_000
const LANES = 2

export const B1: Figure = {
  id: 'B1',
  title: `a morning of ${ACCOUNTS.toLocaleString('en-US')} accounts, one in ${DUE_EVERY} due: detected, decided, permitted, committed, queued`,
  unit: 'accounts/s',
  reach: 20,
  rounds: 3,
  async prepare(servers) {
    const { template } = await bookOf(servers, ACCOUNTS, DUE_EVERY)
    const on = async (work: (bench: BenchEngine) => Promise<Work>): Promise<Work> => {
      const bench = await engineOn(servers, template)
      try {
        return await work(bench)
      } finally {
        await bench.engine.queues.byName.sms.obliterate({ force: true })
        await bench.close()
      }
    }
    return {
      ours: { name: `pages of ${PAGE}`, round: () => on(morning) },
      against: {
        name: 'a loop over every account',
        round: () => on(({ engine, copy }) => loop(engine, copy.adminUrl)),
      },
      close: () => dropDatabase(servers, template),
    }
  },
}

/** What the detect, decide and relay workers do, each as soon as there is something for it. */
async function morning({ engine }: BenchEngine): Promise<Work> {
  const { db, config } = engine
  const detect = { store: detectStore(db), config }
  const decide = { store: decideStore(db), config }
  let left: 'detect' | 'decide' | 'none' = 'detect'
  const work = await timed(async () => {
    const detecting = lanes(async () => (await detectPage(detect, PAGE)).looked > 0)
    const deciding = lanes(async () => (await decidePage(decide, PAGE)).persons > 0 || left === 'detect')
    const relaying = until(
      async () => (await relayPage(relayDeps(engine), PAGE)).queued > 0 || left !== 'none',
    )
    await detecting
    left = 'decide'
    await deciding
    left = 'none'
    await relaying
    return ACCOUNTS
  })
  const waiting = await engine.queues.byName.sms.getWaitingCount()
  if (waiting !== ACCOUNTS / DUE_EVERY)
    throw new Error(`${waiting} of ${ACCOUNTS / DUE_EVERY} contacts were queued`)
  return work
}

async function lanes(again: () => Promise<boolean>): Promise<void> {
  await Promise.all(numbers(1, LANES).map(() => until(again)))
}

async function until(again: () => Promise<boolean>): Promise<void> {
  while (await again());
}

function loop({ queues }: Engine, url: string): Promise<Work> {
  return asAdmin(url, (client) =>
    timed(() => naiveLoop({ client, queue: queues.byName.sms, today: TODAY }, numbers(1, SAMPLE))),
  )
}
