import { setTimeout as sleep } from 'node:timers/promises'
import type { TickName } from '../../core/model/ticks.ts'
import { OPTIONAL_TICKS, TICKS } from '../../core/model/ticks.ts'
import { sweep } from '../../flow/sweep.ts'
import { errorWords } from '../log/log.ts'
import { tellingAside, tellParked } from '../log/parked.ts'
import { readClocks } from '../pg/watch/health.ts'
import { beginTick } from '../pg/watch/tick-run.ts'
import { ensureSchedulers, isInForce, lookOnce } from '../queue/ticks.ts'
import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import { startOn } from './queue-start.ts'
import { sweepDeps } from './wire.ts'

/** Ticks of the timetable as jobs, and a sweep on a timer of this process, which needs no Redis and repairs the timetable too. Any number may run side by side. */
export async function ticksWorker(engine: Engine): Promise<Running> {
  const runTick = ticker(engine)
  const worker = startOn(engine, 'ticks', 2, async ({ name, scheduled }) => {
    if (isTick(name) && (!scheduled || (await isWanted(engine, name)))) await runTick(name)
  })
  const stopping = new AbortController()
  const { virtual } = await readClocks(engine.db)
  const loop = virtual ? Promise.resolve() : sweepLoop(engine, runTick, stopping.signal)
  if (!virtual) await lookOnce(engine.queues.byName.ticks).catch(() => {})
  return {
    stop: async (seconds) => {
      stopping.abort()
      await Promise.all([worker.stop(seconds), loop])
    },
  }
}

/** Ticks that do nothing but wake a worker, which may be away. */
const WORKED_ELSEWHERE: readonly TickName[] = ['detect', 'purge']

function ticker(engine: Engine): (tick: TickName) => Promise<void> {
  const deps = sweepDeps(engine)
  const tellAside = tellingAside(engine)
  return async (tick) => {
    // Whoever does the work of the others says when it began.
    if (!WORKED_ELSEWHERE.includes(tick)) await beginTick(engine.db, tick)
    switch (tick) {
      case 'detect':
        return engine.enqueuer.enqueueDetect()
      case 'relay':
        return engine.enqueuer.enqueueRelay()
      case 'review':
        return engine.enqueuer.enqueueDue()
      case 'purge':
        return engine.enqueuer.enqueuePurge()
      case 'sweep': {
        const { failed, parked, ...report } = await sweep(deps)
        for (const { step, error } of failed)
          engine.log.error({ event: 'sweep.failed', step, ...errorWords(error) })
        if (Object.values(report).some((count) => count > 0)) engine.log.info({ event: 'swept', ...report })
        tellParked(engine.log, parked)
        tellAside(report.aside)
        if (report.stuck > 0) engine.log.error({ event: 'stuck', cases: report.stuck })
      }
    }
  }
}

async function sweepLoop(
  engine: Engine,
  runTick: (tick: TickName) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await runTick('sweep')
      engine.worked()
      const { schedules } = await engine.config.active()
      const done = await ensureSchedulers(engine.queues.byName.ticks, schedules.ticks)
      if (Object.values(done).some((ticks) => ticks.length > 0))
        engine.log.info({ event: 'ticks.scheduled', ...done })
    } catch (error) {
      engine.log.warn({ event: 'sweep.interrupted', ...errorWords(error) })
    }
    await sleep(engine.settings.SWEEP_SECONDS * 1000, undefined, { signal }).catch(() => {})
  }
}

/** Most ticks are in every timetable, and run even where none can be read. */
async function isWanted({ config }: Engine, tick: TickName): Promise<boolean> {
  return !OPTIONAL_TICKS.includes(tick) || isInForce(tick, (await config.active()).schedules.ticks)
}

function isTick(name: string): name is TickName {
  return (TICKS as readonly string[]).includes(name)
}
