import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph'
import { FACT, type FactType } from '../../../src/core/fact/fact.ts'
import { machineConfig } from '../../../src/core/machine/config.ts'
import type { Situation } from '../../../src/core/machine/situation.ts'
import { buildMachine, pathOf } from '../../../src/core/machine/xstate.ts'
import { isClosing, LIFECYCLE, type Lifecycle } from '../../../src/core/model/lifecycle.ts'
import { LONG_ENOUGH } from '../drawn.ts'
import { DAY, EVERY_FACT, type Example } from './facts.ts'
import { WAYS, type Way } from './states.ts'
import { walked, walkOne, type Walked } from './walk.ts'

const FILE = 'test/fixtures/machine/every-state.txt'
const [strategy] = walked.schedules.strategies
if (!strategy) throw new Error('no strategy')

/** What a review sees of a case of 200.00 in its calls, of which nothing is known but that. */
const CALM: Situation = {
  ladderDay: 6,
  band: 'medium',
  pastDue: 20_000,
  currency: 'USD',
  ended: null,
  holds: { hold: 0, cease: 0 },
  lawGaps: 0,
  promises: { open: 0, broken: 0 },
  plans: { open: 0, missed: 0, broken: 0 },
  ceiling: 2,
  duties: () => 0,
  over: () => 1,
  attempts: () => 0,
  waived: () => 0,
}

const ways = LIFECYCLE.flatMap((state) =>
  Object.entries(WAYS[state]).map(([name, way]) => ({ state, name, way })),
)
const examples = (Object.keys(FACT) as FactType[]).flatMap((type) =>
  EVERY_FACT[type].map((example, index) => ({ name: index === 0 ? type : `${type} ${index + 1}`, example })),
)

describe('the graph of the machine', () => {
  const machine = buildMachine(machineConfig(strategy))
  const events = [
    ...ways.map(({ way }) => ({ ...CALM, ...way.situation })),
    ...[0, 2, 12].map((ladderDay) => ({ ...CALM, ladderDay })),
  ].map((situation) => ({ type: 'review' as const, situation, asked: [] }))
  const options = {
    events,
    serializeState: ({ value }: { value: unknown }) => JSON.stringify(value),
  } as never
  const placeOf = (value: unknown) => pathOf(value as never)

  it('every state and every stage is reached from the first one, in one review', () => {
    const paths = getShortestPaths(machine, options) as unknown as {
      state: { value: unknown }
      weight: number
    }[]
    const reached = new Map(
      paths.map(({ state, weight }) => [placeOf(state.value).filter(Boolean).join('/'), weight]),
    )
    const states = new Set([...reached.keys()].map((place) => place.split('/')[0]))
    expect(states).toEqual(new Set<string>(LIFECYCLE))
    for (const { stage } of strategy.stages) expect([...reached.keys()]).toContain(`working/${stage}`)
    expect(Math.max(...reached.values())).toBeLessThanOrEqual(2)
  })

  it('from every state that is not over, the same numbers lead to the same state', () => {
    const map = getAdjacencyMap(machine, options) as unknown as Record<
      string,
      {
        state: { value: unknown }
        transitions: Record<string, { event: { situation: Situation }; state: { value: unknown } }>
      }
    >
    const targets = new Map<Situation, Set<string>>()
    for (const { state, transitions } of Object.values(map)) {
      const [from] = placeOf(state.value)
      for (const { event, state: to } of Object.values(transitions)) {
        const [name] = placeOf(to.value)
        if (isClosing(from as Lifecycle)) expect(name).toBe(from)
        else targets.set(event.situation, (targets.get(event.situation) ?? new Set()).add(name))
      }
    }
    expect(targets.size).toBe(new Set(events.map((event) => JSON.stringify(event))).size)
    for (const names of targets.values()) expect(names.size).toBe(1)
  })
})

/** It is told before the case is found, or at nine in the morning of its sixth day; nothing agreed falls due in the days that are played. */
function timesOf(state: Lifecycle): { told: number; until: number } {
  const told = Date.parse(state === 'opened' ? '2026-03-01T12:00:00Z' : `${DAY}T09:00:00Z`)
  return { told, until: Date.parse('2026-03-15T00:00:00Z') }
}

function at(facts: Example['facts'], told: number): Example['facts'] {
  return facts.map((fact) => ({ ...fact, at: new Date(told).toISOString() }))
}

function line(name: string, { after, sent, problems }: Walked): string {
  const place = after === null ? 'no case' : [after.state, after.stage].filter(Boolean).join('/')
  return `  ${name.padEnd(26)}${place.padEnd(20)}${[...sent, ...problems].join(', ')}`.trimEnd()
}

/** A reminder of what is agreed is no collection. */
function collects(sent: string): boolean {
  return !sent.endsWith('-reminder')
}

function mayNotBeFollowed(state: Lifecycle, { silent }: Way, { silences, lifts }: Example): boolean {
  if (silences === true || (silences === 'in_case' && state !== 'opened')) return true
  return silent && lifts !== true
}

const golden = process.env['GOLDEN'] === 'write'
const written = new Map<string, string[]>()
const known = existsSync(FILE) ? sectionsOf(readFileSync(FILE, 'utf8')) : new Map<string, string[]>()

/** What the list says of each state, by its headline. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = text.trimEnd().split(/\n(?=\S)/)
  return new Map(sections.map((section) => section.split('\n')).map(([head = '', ...lines]) => [head, lines]))
}

/** `GOLDEN=write` takes what happens now as right: only after a look at what changed. */
describe('every state hears every kind of fact: nothing throws, what becomes of it is what the list says, and nobody is contacted who is to be left alone', () => {
  it.each(ways.map((one) => ({ head: `${one.state} (${one.name})`, ...one })))(
    '$head',
    async ({ head, state, way }) => {
      const { told, until } = timesOf(state)
      const lines: string[] = []
      const followed: string[] = []
      for (const { name: fact, example } of examples) {
        const one = await walkOne({ before: way.facts, facts: at(example.facts, told), told, until })
        if (state !== 'opened') expect([fact, one.before?.state]).toEqual([fact, state])
        lines.push(line(fact, one))
        if (mayNotBeFollowed(state, way, example) && one.sent.some(collects))
          followed.push(`${fact}: ${one.sent.join(', ')}`)
      }
      written.set(head, lines)
      expect(followed).toEqual([])
      expect(golden ? lines : known.get(head)).toEqual(lines)
    },
    LONG_ENOUGH,
  )

  it('the list has no state that is not there', () => {
    const text = [...written].map(([head, lines]) => `${head}\n${lines.join('\n')}\n`).join('')
    if (golden) writeFileSync(FILE, text)
    expect([...(golden ? written : known).keys()]).toEqual([...written.keys()])
  })
})
