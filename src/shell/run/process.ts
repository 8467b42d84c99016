import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '../../core/base/problem.ts'
import { foreignSecrets } from '../env/own-secrets.ts'
import { readSettings, type Settings } from '../env/settings.ts'
import { errorWords, type Log, openLog } from '../log/log.ts'
import { type Engine, openEngine } from './engine.ts'
import { ready } from './ready.ts'

/** What a worker does from now on, until it is stopped. */
export interface Running {
  /** The process takes nothing new and waits for what is in hand, at most that long. */
  stop(seconds: number): Promise<void>
}

const BEAT_MS = 10_000

export type Start = (engine: Engine) => Promise<Running> | Running

/** One process: settings, log, servers, work, and an orderly end. A setting that is missing ends it at once; a server that is away is waited for. */
export async function runProcess(worker: string, starts: Start[]): Promise<void> {
  const settings = settingsOrExit()
  const log = openLog({
    worker,
    level: settings.LOG_LEVEL,
    ...(settings.LOG_FILE && { file: settings.LOG_FILE }),
  })
  tellForeignSecrets(worker, settings, log)
  try {
    const stopping = new AbortController()
    const asked = untilAsked(stopping)
    const engine = openEngine({ settings, log, worker, instance: `${hostname()}-${process.pid}` })
    await ready(engine, stopping.signal)
    const running: Running[] = []
    for (const start of starts) running.push(await start(engine))
    log.info({ event: 'worker.started' })
    process.send?.({ started: worker })
    await engine.beat()
    const beating = setInterval(() => void engine.beat(), BEAT_MS)
    await asked
    clearInterval(beating)
    await drain(running, settings, log)
    await engine.close()
  } catch (error) {
    log.error({ event: 'worker.failed', ...errorWords(error) })
    complain(error)
    process.exit(error instanceof ProblemError ? 2 : 1)
  }
  process.exit(0)
}

/** It is told where services are meant to be apart; on one machine they share everything. */
function tellForeignSecrets(worker: string, { REQUIRE_SEPARATION }: Settings, log: Log): void {
  const foreign = REQUIRE_SEPARATION ? foreignSecrets(worker.split('+'), process.env) : []
  if (foreign.length > 0) log.warn({ event: 'secrets.not_ours', settings: foreign.join(', ') })
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env)
  } catch (error) {
    complain(error)
    process.exit(2)
  }
}

/** Whoever started the process reads it there, and tells it on. */
function complain(error: unknown): void {
  if (!(error instanceof ProblemError)) return console.error(`unexpected: ${errorWords(error).error}`)
  for (const { code, message, suggestion } of error.problems) {
    console.error(`${code}: ${message}${suggestion ? ` (${suggestion})` : ''}`)
  }
}

/** SIGTERM, SIGINT, or the end of the process that started this one. */
function untilAsked(stopping: AbortController): Promise<void> {
  return new Promise((resolve) => {
    const ask = (): void => {
      stopping.abort()
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, ask)
    process.on('disconnect', ask)
  })
}

async function drain(running: Running[], settings: Settings, log: Log): Promise<void> {
  const seconds = settings.DRAIN_SECONDS
  log.info({ event: 'worker.draining', seconds })
  const stopped = Promise.all(running.map((one) => one.stop(seconds)))
  await Promise.race([stopped, sleep((seconds + 1) * 1000, undefined, { ref: false })])
  log.info({ event: 'worker.stopped' })
}
