import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, saysStarted, startChild } from '../src/shell/run/children.ts'
import { asAdmin, dropDatabase } from './database.ts'
import { engineOn, type BenchEngine, settingsOf } from './engine.ts'
import { type Figure, timed, type Work } from './harness.ts'
import { bookOf, TODAY } from './morning.ts'
import { naiveLoop } from './naive-loop.ts'
import { numbers } from './numbers.ts'
import type { Servers } from './servers.ts'

const ACCOUNTS = 200_000
const DUE_EVERY = 10
/** The loop is timed over a stretch of the same book, with as many due among them. */
const SAMPLE = 3_000
const PAGE = 1_000
/** Every round uses a database of the same name, so that the workers stay and are warm. */
const DATABASE = 'morning'
/** A process each, as in compose. */
const WORKERS = ['detect', 'decide', 'relay']

export const B1: Figure = {
  id: 'B1',
  title: `a morning of ${ACCOUNTS.toLocaleString('en-US')} accounts, one in ${DUE_EVERY} due: detected, decided, permitted, committed, queued`,
  unit: 'accounts/s',
  reach: 20,
  rounds: 3,
  async prepare(servers) {
    const { template } = await bookOf(servers, ACCOUNTS, DUE_EVERY)
    const on = async (work: (bench: BenchEngine) => Promise<Work>): Promise<Work> => {
      const bench = await engineOn(servers, template, {}, DATABASE)
      try {
        return await work(bench)
      } finally {
        await bench.engine.queues.byName.sms.obliterate({ force: true })
        await bench.close()
      }
    }
    let workers: Child[] = []
    return {
      ours: {
        name: `workers ${WORKERS.join(', ')}, pages of ${PAGE}`,
        round: () =>
          on(async (bench) => {
            if (workers.length === 0) workers = await startWorkers(servers, bench)
            return morning(bench)
          }),
      },
      against: { name: 'a loop over every account', round: () => on(loop) },
      close: async () => {
        await Promise.all(workers.map((worker) => worker.stop()))
        await dropDatabase(servers, template)
      },
    }
  },
}

function startWorkers(servers: Servers, { copy }: BenchEngine): Promise<Child[]> {
  const pages = { DETECT_PAGE: `${PAGE}`, DECIDE_PAGE: `${PAGE}`, RELAY_PAGE: `${PAGE}`, LOG_LEVEL: 'silent' }
  return Promise.all(
    WORKERS.map(async (name) => {
      const child = await startChild({
        name,
        module: 'src/cli/main',
        args: ['worker', name],
        env: { ...settingsOf(servers, copy), ...pages },
        ready: saysStarted,
      })
      servers.atStop(child.stop)
      return child
    }),
  )
}

/** The time runs from the moment detect is woken to the end of the last contact's job. */
async function morning({ engine }: BenchEngine): Promise<Work> {
  const due = ACCOUNTS / DUE_EVERY
  return timed(async () => {
    await engine.enqueuer.enqueueDetect()
    let waiting = 0
    while (waiting < due) {
      await sleep(25)
      waiting = await engine.queues.byName.sms.getWaitingCount()
    }
    if (waiting > due) throw new Error(`${waiting} contacts were queued, not ${due}`)
    return ACCOUNTS
  })
}

function loop({ engine, copy }: BenchEngine): Promise<Work> {
  const queue = engine.queues.byName.sms
  return asAdmin(copy.adminUrl, (client) =>
    timed(() => naiveLoop({ client, queue, today: TODAY }, numbers(1, SAMPLE))),
  )
}
