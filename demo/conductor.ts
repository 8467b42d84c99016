import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '../src/core/base/problem.ts'
import { type Instant, isoOf, MINUTE } from '../src/core/base/time.ts'
import type { FactInput } from '../src/core/fact/fact.ts'
import { type Due, earliest, readDue } from '../src/shell/pg/read/due.ts'
import { moveClock } from '../src/shell/pg/base/virtual-clock.ts'
import type { Told } from './debtors/told.ts'
import { pendingJobs } from '../src/shell/queue/queues.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import type { HandOvers } from './hand-over.ts'
import type { Telling, World } from './provider-clock.ts'

export interface Conducted {
  engine: Engine
  told: Told
  from: Instant
  /** The instant at which the run ends. */
  to: Instant
  /** The world outside is told the time; what is due there is done, and people take what tasks there are, as the telling says. */
  world: (now: Instant, telling: Telling) => Promise<World>
  /** Letters and lists of calls leave by themselves. */
  handOvers: HandOvers
  /** The conductor calls it before each jump: it paces and draws. */
  onJump: (now: Instant, next: Instant) => Promise<void>
  signal: AbortSignal
}

const PROVIDER_QUANTUM = 60 * MINUTE
const PAGE = 1000
const ONLY_TOLD: Telling = { act: false, people: false }
/** The longest wait for an end at one instant: after it something is broken, and waiting will not mend it. */
const PATIENCE_MS = 60_000

/** The conductor moves virtual time to the earliest thing that waits for it, and only when nothing is due, queued, active or in flight. */
export async function conduct(conducted: Conducted): Promise<void> {
  const { engine, told, to, signal } = conducted
  let now = conducted.from
  await conducted.world(now, { act: true, people: true })
  while (now <= to && !signal.aborted) {
    const hears = told.nextAt() <= now
    if (hears) {
      await moveClock(engine.db, now)
      await deliver(engine, await told.take(now))
    }
    const [before, world] = await Promise.all([
      hears ? readDue(engine.db) : readDue(engine.db, now),
      conducted.world(now, ONLY_TOLD),
    ])
    const { due, nextAt } = await settle(conducted, now, before, world.nextAt)
    const next = earliest([
      told.nextAt(),
      due.look,
      due.review,
      due.planned,
      due.expiry,
      askAt(due, engine.settings.QUIET_SECONDS),
      await conducted.handOvers.nextAt(due, now + 1),
      nextAt === null ? null : Math.ceil(nextAt / PROVIDER_QUANTUM) * PROVIDER_QUANTUM,
    ])
    if (next === null) break
    const jump = Math.max(next, now + 1)
    await conducted.onJump(now, Math.min(jump, to))
    now = jump
  }
  if (!signal.aborted) await readDue(engine.db, to)
}

async function deliver(engine: Engine, facts: FactInput[]): Promise<void> {
  for (let from = 0; from < facts.length; from += PAGE) {
    const page = facts.slice(from, from + PAGE).map((fact) => ({ fact, source: 'ledger' }))
    const { rejected } = await engine.record(page)
    for (const { code } of rejected) engine.log.warn({ event: 'fact.rejected', code })
  }
}

interface Settled {
  due: Due
  nextAt: Instant | null
}

/** The engine enqueues what is due and the world outside acts, in turn, until neither has anything to do at this instant. */
async function settle(
  conducted: Conducted,
  now: Instant,
  first: Due,
  planned: Instant | null,
): Promise<Settled> {
  const { engine, world, handOvers, signal } = conducted
  const started = Date.now()
  let due = first
  let nextAt = planned
  let isHanded = false
  while (!signal.aborted) {
    if (isDue(due, now, engine) || (await pendingJobs(engine.queues)) > 0) {
      await enqueueAndWait(engine, due, now, signal)
      isHanded = false
      due = await readDue(engine.db)
      if (!isDue(due, now, engine)) ({ nextAt } = await world(now, ONLY_TOLD))
    } else if (!isHanded && (await handOvers.isDue(due, now))) {
      isHanded = true
      if (await handOvers.handOver()) ({ nextAt } = await world(now, { act: true, people: false }))
      due = await readDue(engine.db)
    } else if (due.openTasks || (nextAt !== null && nextAt <= now)) {
      ;({ nextAt } = await world(now, { act: true, people: due.openTasks }))
      const before = due
      due = await readDue(engine.db)
      const changed = isDue(due, now, engine) || (await pendingJobs(engine.queues)) > 0
      if (!changed && before.openTasks && due.openTasks) break
    } else {
      break
    }
    if (Date.now() - started > PATIENCE_MS) throw stuck(due, now)
  }
  return { due, nextAt }
}

/** The answer says whether anything was done. */
async function enqueueAndWait(engine: Engine, due: Due, now: Instant, signal: AbortSignal): Promise<void> {
  await ring(engine, due, now)
  let wait = 1
  while (!signal.aborted && (await pendingJobs(engine.queues)) > 0) {
    await sleep(wait)
    wait = Math.min(wait + 1, 6)
  }
}

function isDue(due: Due, now: Instant, { settings }: Engine): boolean {
  const times = [due.review, due.planned, due.look, due.expiry, askAt(due, settings.QUIET_SECONDS)]
  return due.inHand > 0 || times.some((at) => at !== null && at <= now)
}

/** The same jobs that the timetable of ticks.yaml would have brought about by now. */
async function ring({ enqueuer, settings }: Engine, due: Due, now: Instant): Promise<void> {
  const reached = (at: Instant | null): boolean => at !== null && at <= now
  const sweeps = reached(due.expiry) || due.inHand > 0 || reached(askAt(due, settings.QUIET_SECONDS))
  await Promise.all([
    reached(due.look) && enqueuer.enqueueTick('detect'),
    reached(due.review) && enqueuer.enqueueDue(),
    reached(due.planned) && enqueuer.enqueueRelay(),
    sweeps && enqueuer.enqueueTick('sweep'),
  ])
}

function askAt({ unknown }: Due, quietSeconds: number): Instant | null {
  return unknown === null ? null : unknown + quietSeconds * 1000
}

function stuck(due: Due, now: Instant): ProblemError {
  const { inHand, openTasks, now: _now, letter: _letter, handed: _handed, ...times } = due
  const late = Object.entries(times).flatMap(([what, at]) => (at !== null && at <= now ? [what] : []))
  const what = [...late, ...(inHand > 0 ? ['a message in hand'] : []), ...(openTasks ? ['an open task'] : [])]
  return new ProblemError([
    {
      code: 'time_stands_still',
      message: `at ${isoOf(now)} this stays due whatever is done: ${what.join(', ') || 'nothing'}`,
      suggestion: 'see .local/logs for what the workers say',
    },
  ])
}
