import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawn, LONG_ENOUGH } from '../property/drawn.ts'
import { DAYS, histories, instantOn, known, type Learnt } from '../support/drawn/history.ts'
import { ENGINES } from '../support/small-engines.ts'
import { storySchedules } from '../support/story-engine.ts'
import type { SmallEngine } from '../support/two-engines.ts'

/** Small sums are taken, so that most of what is drawn is in force. */
const AGREED = `promises:
  standard: { grace: { days: 1 }, least: { share: 0.05 }, mostBroken: 3 }
plans:
  standard: { grace: { days: 1 }, least: "1.00", covers: 0.1, broken: { missed: 2, days: 10 } }
settlements: { alone: { discount: 0.3 }, most: { discount: 0.6 }, longest: { days: 30 }, fromDpd: 0, onBounce: kept }
`
const schedules = storySchedules((file) => `${AGREED}${file}`)

/** A run is long, as it lives through about two hundred facts three times: there is one, and it is not made smaller where it fails. */
const asked = { ...drawn(1), endOnFailure: true }

interface Lived {
  contacts: string[]
  state: string[]
}

async function lived(start: () => Promise<SmallEngine>, story: (engine: SmallEngine) => Promise<void>) {
  const engine = await start()
  try {
    await engine.setNow('2026-03-01T12:00:00Z')
    await engine.record(known)
    await story(engine)
    return { contacts: await engine.made(), state: await engine.state() } satisfies Lived
  } finally {
    await engine.close()
  }
}

/** The engine learns at noon what was recorded that day, and looks. */
async function dayByDay(engine: SmallEngine, facts: readonly Learnt[]): Promise<void> {
  for (let day = 0; day < DAYS; day++) {
    const learnt = facts.filter(({ on }) => on === day).map(({ fact }) => fact)
    await engine.at(instantOn(day, 12 * 60), ...learnt)
  }
}

/** All of it is learnt at one instant, in pages of that size. */
async function atOnce(engine: SmallEngine, facts: readonly Learnt[], size: number): Promise<void> {
  const end = instantOn(DAYS, 12 * 60)
  await engine.setNow(end)
  for (let from = 0; from < facts.length; from += size)
    await engine.record(facts.slice(from, from + size).map(({ fact }) => fact))
  await engine.at(end)
}

const inMemory = () => ENGINES['in memory'](schedules)
const inPostgres = () => ENGINES['in Postgres'](schedules)
const permuted = histories.chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    other: fc.shuffledSubarray(facts, { minLength: facts.length }),
    again: fc.subarray(facts),
    size: fc.integer({ min: 10, max: 80 }),
  }),
)

test(
  'any order of what is recorded on a day gives the same contacts, in memory and on Postgres',
  async () => {
    await fc.assert(
      fc.asyncProperty(permuted, async ({ facts, other }) => {
        const end = await lived(inMemory, (engine) => dayByDay(engine, facts))
        expect(end.contacts.length).toBeGreaterThan(5)
        expect(await lived(inMemory, (engine) => dayByDay(engine, other))).toEqual(end)
        expect(await lived(inPostgres, (engine) => dayByDay(engine, other))).toEqual(end)
      }),
      asked,
    )
  },
  LONG_ENOUGH,
)

test(
  'any order at all, and any of it twice, ends in the same state, in memory and on Postgres',
  async () => {
    await fc.assert(
      fc.asyncProperty(permuted, async ({ facts, other, again, size }) => {
        const end = await lived(inMemory, (engine) => atOnce(engine, facts, facts.length))
        const twice = [...other, ...again]
        expect(await lived(inMemory, (engine) => atOnce(engine, twice, size))).toEqual(end)
        expect(await lived(inPostgres, (engine) => atOnce(engine, twice, size))).toEqual(end)
      }),
      asked,
    )
  },
  LONG_ENOUGH,
)
