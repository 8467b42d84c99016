import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, saysStarted, startChild } from '../src/shell/run/children.ts'
import { dropDatabase } from './database.ts'
import { engineOn, type BenchEngine, settingsOf } from './engine.ts'
import type { Contest, Side, Work } from './harness.ts'
import { timed } from './timed.ts'
import { contactsIn } from '../src/shell/queue/contact-job.ts'
import { bookOf } from './morning.ts'
import type { Servers } from './servers.ts'

export const ACCOUNTS = 200_000
export const DUE_EVERY = 10
export const PAGE = 1_000
/** Every round uses a database of the same name, so that the workers stay and are warm. */
const DATABASE = 'morning'
/** A process each, as in compose. */
const WORKERS = ['detect', 'decide', 'relay']

export interface Rival {
  name: string
  run(bench: BenchEngine): Promise<Work>
}

/** The engine's morning beside somebody else's, over copies of one book; `floor` = what nobody can do without. */
export async function morningContest(servers: Servers, against: Rival, floor?: Rival): Promise<Contest> {
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
  const sideOf = (rival: Rival): Side => ({ name: rival.name, round: () => on((bench) => rival.run(bench)) })
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
    against: sideOf(against),
    ...(floor && { floor: sideOf(floor) }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()))
      await dropDatabase(servers, template)
    },
  }
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
async function morning(bench: BenchEngine): Promise<Work> {
  return timed(async () => {
    await bench.engine.enqueuer.enqueueDetect()
    for (;;) {
      await sleep(25)
      if ((await waitingOf(bench)) >= DUE) break
    }
    await needAll(bench)
    return ACCOUNTS
  })
}

const DUE = ACCOUNTS / DUE_EVERY

/** Contacts whose jobs wait: the jobs of a rival have one each. */
async function waitingOf({ engine: { queues } }: BenchEngine): Promise<number> {
  const ids = await queues.redis.lrange(queues.byName.sms.toKey('wait'), 0, -1)
  return ids.reduce((sum, id) => sum + contactsIn(id), 0)
}

/** Whichever side it was: as many contacts wait as accounts are due. */
export async function needAll(bench: BenchEngine): Promise<void> {
  const waiting = await waitingOf(bench)
  if (waiting !== DUE) throw new Error(`${waiting} contacts were queued, not ${DUE}`)
}
