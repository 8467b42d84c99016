import { describe, expect, it } from 'vitest'
import { RISK_BANDS, type Strategy } from '../../../src/core/model/strategy.ts'
import { type CaseMachine, machineOf } from '../../../src/core/machine/case-machine.ts'
import { machineConfig, NO_STAGE, SEEK } from '../../../src/core/machine/config.ts'
import { edgesOf } from '../../../src/core/machine/edges.ts'
import type { Lifecycle } from '../../../src/core/model/lifecycle.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { LADDERS } from '../../property/ladders.ts'
import { mutantsOf } from './mutants.ts'
import { diceOf, edgeNumbers } from './edge-numbers.ts'
import { belongs, nextDayFor, type Numbers, type Place, situationFrom, stageFor, tells } from './oracle.ts'
import { edgeFigures, standing, type StepFigures, stepSituationFrom } from './step-oracle.ts'

const BATTERY = 12_000
const shipped = loadSchedules('schedules').schedules?.strategies ?? []
const strategies = [...shipped, ...LADDERS].filter(({ strategy }) =>
  ['cn-consumer', 'mandatory-chain'].includes(strategy),
)

interface Asked {
  machine: CaseMachine
  from: Place
  n: Numbers
}

/** The questions that a machine answers, as text, and what the file says itself; the tests that ask them are those of `test/property/machine.test.ts`. */
const QUESTIONS = {
  review: {
    test: 'goes where the file says',
    got: ({ machine, from, n }: Asked) => wayOf(machine.review(from, situationFrom(n))),
    wanted: (strategy: Strategy, n: Numbers, from: Place) => {
      const to = belongs(strategy, n)
      const walks = to.state === 'working' || to.state === 'no_contact'
      return wayOf({ ...(walks ? to : { ...to, stage: from.stage }), told: tells(strategy, from, n) })
    },
  },
  climb: {
    test: 'says which stage it would be',
    got: ({ machine, n }: Asked) => machine.climb(situationFrom(n)),
    wanted: (strategy: Strategy, n: Numbers) => stageFor(strategy, n).stage,
  },
  further: {
    test: 'says what keeps a case from a later one',
    got: ({ machine, from, n }: Asked) => {
      const said = machine.further(from.stage, situationFrom(n))
      return said && (said.by === 'duty' ? 'duty' : `requirement ${said.stage}`)
    },
    /** Only asked of the stage that the case is in. */
    wanted: (strategy: Strategy, n: Numbers, from: Place) => {
      const { stage, kept } = stageFor(strategy, n)
      return stage === from.stage ? kept : undefined
    },
  },
} as const satisfies Record<
  string,
  {
    test: string
    got: (asked: Asked) => string | null
    wanted: (strategy: Strategy, n: Numbers, from: Place) => string | null | undefined
  }
>

function wayOf({ state, stage, told }: Place & { told: string | null }): string {
  return `${state} ${stage} ${told}`
}

describe.each(strategies)('each part of the machine of $strategy', (strategy) => {
  const config = machineConfig(strategy)
  const battery = Array.from({ length: BATTERY }, (_, seed) => edgeNumbers(strategy, diceOf(seed * 7919)))
  /** Who is in `no_contact` has mostly asked for it. */
  const ceased = battery.map((n, seed): Numbers => (seed % 4 === 0 ? n : { ...n, cease: 1 }))
  const days = RISK_BANDS.flatMap((band) => Array.from({ length: 80 }, (_, day) => ({ band, day })))
  const wantedDays = days.map(({ band, day }) => nextDayFor(strategy, band, day)).join()
  const figures = Array.from({ length: 3_000 }, (_, seed) => seed * 7919)
  const wanted = new Map<string, (string | null | undefined)[]>()

  /** The test that notices; null = none. */
  function killerOf(machine: CaseMachine, place: string, event: string): string | null {
    if (days.map(({ band, day }) => machine.nextDay(band, day)).join() !== wantedDays)
      return 'says when that may change'
    if (event.startsWith('step.')) return killerOfStep(machine, place, event.slice('step.'.length))
    const from = fromOf(place)
    const { test, got, wanted: right } = QUESTIONS[questionOf(event)]
    const name = `${test} ${place}`
    const cases = place.startsWith('no_contact') ? ceased : battery
    const answers = wanted.get(name) ?? cases.map((n) => right(strategy, n, from))
    wanted.set(name, answers)
    const missed = cases.some((n, index) => {
      const answer = answers[index]
      return answer !== undefined && got({ machine, from, n }) !== answer
    })
    return missed ? test : null
  }

  function killerOfStep(machine: CaseMachine, place: string, name: string): string | null {
    const stage = strategy.stages.find((one) => place === `working.${one.stage}`)
    const step = stage?.steps.find((one) => one.step === name)
    if (!stage || !step) throw new Error(`${place} has no step ${name}`)
    const missed = figures.some((seed) => {
      const n = edgeFigures(step, diceOf(seed))
      return stepOf(machine, { stage: stage.stage, name }, n) !== standing(step, n)
    })
    return missed ? 'says where each step stands' : null
  }

  it('the machine is right as it is built', () => {
    const machine = machineOf(config)
    for (const { source, on } of edgesOf(config)) expect(killerOf(machine, source, on)).toBe(null)
  }, 600_000)

  it('a named test notices each part that is taken out or changed', () => {
    const killers = new Set<string | null>()
    const survivors: string[] = []
    for (const { name, config: changed, source, event } of mutantsOf(config)) {
      const killer = killerOf(machineOf(changed), source, event)
      if (killer === null) survivors.push(name)
      killers.add(killer)
    }
    expect(survivors).toEqual([])
    expect(killers.size).toBe(5)
  }, 600_000)
})

/** A step of which nothing is said has no state. */
function stepOf(machine: CaseMachine, { stage, name }: { stage: string; name: string }, n: StepFigures) {
  try {
    return machine.step(stage, name, stepSituationFrom(n))
  } catch {
    return null
  }
}

/** A junction is entered from a case that is held, or working. */
function fromOf(place: string): Place {
  const [state, stage] = place.split('.') as [Lifecycle, string?]
  if (stage === SEEK) return { state: state === 'working' ? 'held' : 'working', stage: null }
  return { state, stage: stage === undefined || stage === NO_STAGE ? null : stage }
}

function questionOf(event: string): keyof typeof QUESTIONS {
  if (event === 'climb' || event === 'further') return event
  return 'review'
}
