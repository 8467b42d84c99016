import { randomBytes } from 'node:crypto'
import { recordFacts } from '../../../flow/record.ts'
import type { IncomingRow } from '../../../flow/ports/record.ts'
import { simulatedProviders } from '../../env/providers.ts'
import { readSettings } from '../../env/settings.ts'
import { knownReplies } from '../../config/known-replies.ts'
import { prepareWith } from '../../feed/prepare.ts'
import { freePort } from '../../local/port.ts'
import { openLog } from '../../log/log.ts'
import { publishSchedules } from '../../pg/config/publish.ts'
import { recordStore } from '../../pg/record/record.ts'
import { QUEUES } from '../../queue/queues.ts'
import { newVaultKeys } from '../../pg/base/vault.ts'
import { answers, startChild } from '../../run/children.ts'
import { openEngine } from '../../run/engine.ts'
import type { Engine } from '../../run/engine.ts'
import type { Running } from '../../run/process.ts'
import { taskDeps } from '../../run/wire.ts'
import { WORKERS } from '../../run/workers.ts'
import type { WorkerName } from '../../run/workers.ts'
import { replayOn } from '../replay-clock.ts'
import { asBestAgent } from '../do-tasks.ts'
import type { ReplayConfig, ReplayEngine, ReplayOptions } from '../engine.ts'
import { replayServers, serversFromEnv } from './servers.ts'
import type { GivenServers, ReplayServers } from './servers.ts'
import { Signal } from '../signal.ts'
import { moveClock } from '../../pg/base/virtual-clock.ts'
import { type FullParts, FullDriver } from './driver.ts'

export interface FullOptions extends ReplayOptions {
  /** Default: those of the environment where a database may be made there, else private ones. */
  servers?: GivenServers
  /** What stands already: whoever plays many replays need not make a database and a process for each. */
  stage?: ReplayStage
}

export interface ReplayStage {
  servers(): Promise<ReplayServers>
  provider(): Promise<ReplayProvider>
}

export interface ReplayProvider {
  /** The settings by which it is the provider of every channel. */
  env: Record<string, string>
  stop(): Promise<void>
}

/** Every worker that is woken in a replay: nothing is purged there. */
const STARTED: WorkerName[] = QUEUES.filter((name) => name !== 'purge')
const DRAIN_SECONDS = 5
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** The whole engine: Postgres, BullMQ and every worker, in this process, the simulated provider in one of its own; all of it for this replay alone. */
export async function fullEngine(config: ReplayConfig, options: FullOptions): Promise<ReplayEngine> {
  const ends: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  }
  ends.push(onInterrupt(close))
  try {
    const { stage = stageOfItsOwn(options.servers) } = options
    const servers = await stage.servers()
    ends.push(() => servers.drop())
    const provider = await stage.provider()
    ends.push(() => provider.stop())
    const worked = new Signal()
    const engine = openReplayEngine(servers, provider.env, worked)
    ends.push(() => engine.close())
    await publishSchedules(engine.db, { ...played(config), by: 'arrears replay' })
    await moveClock(engine.db, options.from)
    for (const name of STARTED) {
      const running: Running = await WORKERS[name](engine)
      ends.push(() => running.stop(DRAIN_SECONDS))
    }
    return replayOn(new FullDriver({ engine, ...flowsOf(engine), worked, close }), options)
  } catch (error) {
    await close()
    throw error
  }
}

/** What is only played goes to the simulated provider, whoever carries it otherwise: a shell that has the secrets of real ones sends nothing. */
export function played({ schedules, hash }: ReplayConfig): ReplayConfig {
  const { routes: _routes, providers: _providers, ...rest } = schedules
  return { schedules: rest, hash }
}

/** Private servers live in process groups of their own: Ctrl-C has to come to them through here. */
function onInterrupt(close: () => Promise<void>): () => Promise<void> {
  const stop = (): void => void close().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.once(signal, stop)
  return async () => {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
}

function stageOfItsOwn(given: GivenServers | undefined): ReplayStage {
  return {
    servers: async () => replayServers(given ?? (await serversFromEnv(process.env))),
    provider: startProvider,
  }
}

async function startProvider(): Promise<ReplayProvider> {
  const port = await freePort(0)
  const [url, token] = [`http://127.0.0.1:${port}`, randomBytes(12).toString('hex')]
  const child = await startChild({
    name: 'provider-sim',
    module: 'demo/provider/main',
    args: ['--calm', '--port', String(port)],
    env: { SIM_TOKEN: token, SIM_VIRTUAL: '1' },
    ready: answers(`${url}/health`),
  })
  return { env: simulatedProviders(url, token), stop: child.stop }
}

/** Pages are decided one after the other, in the order of persons: several at once would see each other's plans or not, as it happens. */
function openReplayEngine(servers: ReplayServers, provider: Record<string, string>, worked: Signal): Engine {
  const keys = newVaultKeys()
  const settings = readSettings({
    DATABASE_URL: servers.engineUrl,
    REDIS_URL: servers.redisUrl,
    QUEUE_PREFIX: servers.prefix,
    ARREARS_SEAL_KEYS: keys.seal,
    ARREARS_HASH_KEY: keys.hash,
    DETECT_CONCURRENCY: '1',
    DECIDE_CONCURRENCY: '1',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...provider,
  })
  const log = openLog({ worker: 'replay', level: settings.LOG_LEVEL })
  const engine = openEngine({ settings, log, worker: 'replay', instance: 'replay' })
  return {
    ...engine,
    worked: () => {
      engine.worked()
      worked.happened()
    },
  }
}

/** Facts are recorded without waking decide: the clock says when their cases are decided. */
function flowsOf(engine: Engine): Pick<FullParts, 'recording' | 'tasks'> {
  const recording = {
    store: recordStore(engine.db),
    prepare: prepareWith(engine.vault),
    replies: knownReplies(engine.config),
  }
  const record = (rows: IncomingRow[]) => recordFacts(recording, rows)
  const tasks = taskDeps(engine)
  return { recording, tasks: { ...tasks, record, permit: asBestAgent(tasks.permit) } }
}
