import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, DAY_MS, type Day, dayOf, daysBetween, type Instant } from '../src/core/base/time.ts'
import { isAnyMade, readProgress, readRefusals } from '../src/shell/pg/watch/progress.ts'
import { readAgreed, readApproachable } from '../src/shell/pg/watch/agreed.ts'
import { loadedAt, syntheticPortfolio } from './book/portfolio.ts'
import { openTold } from './debtors/told.ts'
import type { DemoChoice } from './open-book.ts'
import { conduct } from './conductor.ts'
import type { HandOvers } from './hand-over.ts'
import { paceOf } from './pace.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import type { Screen } from './live-table.ts'
import type { Telling, World } from './provider-clock.ts'

export interface PlayOptions {
  engine: Engine
  choice: DemoChoice
  staff: string[]
  /** Virtual time so far, of a demo that goes on. */
  playedTo: Instant | null
  world: (now: Instant, telling: Telling) => Promise<World>
  /** Somebody answers what a supervisor is asked. */
  supervise: () => Promise<void>
  handOvers: HandOvers
  screen: Screen
  /** Seconds that days take at least, on the whole. */
  pacePerDay: number
  signal: AbortSignal
}

export interface Played {
  /** Machine time at which the first contact of this run had been made; null = none was. */
  firstContactAt: number | null
}

/** The demo plays a synthetic book through the real queue and the real workers, and shows each day. */
export async function play(options: PlayOptions): Promise<Played> {
  const { engine, choice, signal } = options
  const facts = syntheticPortfolio({ ...choice, staff: options.staff })
  const from = options.playedTo ?? Date.parse(loadedAt(choice.from))
  const pacer = pacerOf(options)
  const { db } = engine
  const read = async () => ({ agreed: await readAgreed(db), open: await readApproachable(db) })
  await conduct({
    engine,
    told: await openTold({ seed: choice.seed, book: facts, from, read, supervise: options.supervise }),
    from,
    to: Date.parse(`${addDays(choice.from, choice.days)}T00:00:00Z`) - 1,
    world: options.world,
    handOvers: options.handOvers,
    signal,
    onJump: pacer.jump,
  })
  if (!signal.aborted) await pacer.show(addDays(choice.from, choice.days - 1))
  return { firstContactAt: pacer.firstContactAt() }
}

function pacerOf({ engine, choice, screen, pacePerDay, signal }: PlayOptions): {
  jump: (now: Instant, next: Instant) => Promise<void>
  show: (date: Day) => Promise<void>
  firstContactAt: () => number | null
} {
  const refused = new Map<string, number>()
  let refusedUntil = 0
  const pauseAfter = paceOf(pacePerDay * 1000)
  let dayBegan = Date.now()
  let firstContactAt: number | null = null
  const look = async (): Promise<void> => {
    if (firstContactAt === null && (await isAnyMade(engine.db))) firstContactAt = Date.now()
  }
  const show = async (date: Day): Promise<void> => {
    const [progress, fresh] = await Promise.all([
      readProgress(engine.db),
      readRefusals(engine.db, refusedUntil),
    ])
    for (const { rule, refusals } of fresh) refused.set(rule, (refused.get(rule) ?? 0) + refusals)
    const number = Math.max(1, daysBetween(choice.from, date) + 1)
    screen.show({ number, days: choice.days, date, progress, refused })
  }
  return {
    show,
    firstContactAt: () => firstContactAt,
    jump: async (now, next) => {
      await look()
      if (Math.floor(now / DAY_MS) === Math.floor(next / DAY_MS)) return
      await show(dayOf('UTC', now))
      refusedUntil = now
      const pause = pauseAfter(Date.now() - dayBegan)
      if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => {})
      dayBegan = Date.now()
    },
  }
}
