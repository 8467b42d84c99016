import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '../../core/base/problem.ts'
import { type Instant, isoOf, MINUTE } from '../../core/base/time.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import { type Due, earliest, readDue } from '../pg/read-due.ts'
import { recordedAt } from '../portfolio/timing.ts'
import { pendingJobs } from '../queue/queues.ts'
import type { Engine } from './engine.ts'

export interface Conducted {
  engine: Engine
  /** In the order in which the engine hears of them. */
  facts: FactInput[]
  from: Instant
  /** Not beyond this. */
  to: Instant
  /** Tells the world outside the time; answers when it is idle, with its next event. */
  world(now: Instant): Promise<{ idle: boolean; nextAt: Instant | null }>
  /** Before each jump: paces, draws. */
  onJump(now: Instant, next: Instant): Promise<void>
  signal: AbortSignal
}

const PROVIDER_QUANTUM = 30 * MINUTE
const PAGE = 1000
/** So many looks without anything getting better: something is broken, and waiting will not mend it. */
const PATIENCE_MS = 30_000

/** Moves virtual time to the earliest thing that waits for it, and only when nothing is due, queued, active or in flight. */
export async function conduct(conducted: Conducted): Promise<void> {
  const { facts, to, signal } = conducted
  let cursor = 0
  let now = conducted.from
  while (now <= to && !signal.aborted) {
    await readDue(conducted.engine.db, now)
    const heard = upTo(facts, cursor, now)
    if (heard > cursor) {
      await deliver(conducted.engine, facts.slice(cursor, heard))
      cursor = heard
    }
    const { due, nextAt } = await settle(conducted, now)
    const next = earliest([
      recordedOf(facts[cursor]),
      ...[due.look, due.review, due.planned, due.expiry],
      askAt(due, conducted.engine.settings.QUIET_SECONDS),
      nextAt === null ? null : Math.ceil(nextAt / PROVIDER_QUANTUM) * PROVIDER_QUANTUM,
    ])
    if (next === null) break
    const jump = Math.max(next, now + 1)
    await conducted.onJump(now, Math.min(jump, to))
    now = jump
  }
  if (!signal.aborted) await readDue(conducted.engine.db, to)
}

function upTo(facts: FactInput[], cursor: number, now: Instant): number {
  let end = cursor
  for (let fact = facts[end]; fact && recordedAt(fact) <= now; fact = facts[++end]);
  return end
}

function recordedOf(fact: FactInput | undefined): Instant | null {
  return fact ? recordedAt(fact) : null
}

async function deliver(engine: Engine, facts: FactInput[]): Promise<void> {
  for (let from = 0; from < facts.length; from += PAGE) {
    const page = facts.slice(from, from + PAGE).map((fact) => ({ fact, source: 'ledger' }))
    const { rejected } = await engine.record(page)
    for (const { code } of rejected) engine.log.warn({ event: 'fact.rejected', code })
  }
}

/** Tells the world the time and rings for what is due, until nothing is due, nobody works and the world outside is idle. */
async function settle(
  { engine, world, signal }: Conducted,
  now: Instant,
): Promise<{ due: Due; nextAt: Instant | null }> {
  const started = Date.now()
  for (;;) {
    const { idle, nextAt } = await world(now)
    const worked = await quiet(engine, signal)
    const due = await readDue(engine.db)
    const rung = await ring(engine, due, now)
    if ((idle && !worked && !rung) || signal.aborted) return { due, nextAt }
    if (Date.now() - started > PATIENCE_MS) throw stuck(due, now)
  }
}

/** Until no job waits or runs; answers whether one did. */
async function quiet({ queues }: Engine, signal: AbortSignal): Promise<boolean> {
  let wait = 2
  for (; !signal.aborted && (await pendingJobs(queues)) > 0; wait = Math.min(wait + 1, 10)) await sleep(wait)
  return wait > 2
}

/** The jobs that a timetable would have added by now. */
async function ring({ bell, settings }: Engine, due: Due, now: Instant): Promise<boolean> {
  const reached = (at: Instant | null): boolean => at !== null && at <= now
  const rung = [
    reached(due.look) && bell.ringTick('detect'),
    reached(due.review) && bell.ringTick('review'),
    reached(due.planned) && bell.ringTick('relay'),
    (reached(due.expiry) || due.inHand > 0 || reached(askAt(due, settings.QUIET_SECONDS))) &&
      bell.ringTick('sweep'),
  ].filter((one) => one !== false)
  await Promise.all(rung)
  return rung.length > 0
}

function askAt({ unknown }: Due, quietSeconds: number): Instant | null {
  return unknown === null ? null : unknown + quietSeconds * 1000
}

function stuck(due: Due, now: Instant): ProblemError {
  const what = Object.entries(due)
    .filter(
      ([name, value]) => name !== 'now' && value !== null && (name === 'inHand' ? value > 0 : value <= now),
    )
    .map(([name]) => name)
  return new ProblemError([
    {
      code: 'time_stands_still',
      message: `at ${isoOf(now)} this stays due whatever is done: ${what.join(', ') || 'the simulated provider'}`,
      suggestion: 'see .local/logs for what the workers say',
    },
  ])
}
