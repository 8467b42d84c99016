import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseMachine, machineOf } from '../../src/core/machine/case-machine.ts'
import { machineConfig } from '../../src/core/machine/config.ts'
import { isClosing } from '../../src/core/model/lifecycle.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { diceOf, edgeNumbers } from '../core/machine/edge-numbers.ts'
import {
  belongs,
  nextDayFor,
  type Place,
  situationFrom,
  sourcesOf,
  stageFor,
  tells,
} from '../core/machine/oracle.ts'
import { edgeFigures, standing, stepSituationFrom } from '../core/machine/step-oracle.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'
import { LADDERS } from './ladders.ts'

const strategies = [...(loadSchedules('schedules').schedules?.strategies ?? []), ...LADDERS]
const machines = strategies.map((strategy) => ({
  strategy,
  machine: caseMachine(strategy),
  plain: machineOf(machineConfig(strategy), false),
  sources: sourcesOf(strategy),
}))

const steps = machines.flatMap(({ strategy, machine, plain }) =>
  strategy.stages.flatMap(({ stage, steps: own }) => own.map((step) => ({ machine, plain, stage, step }))),
)

const draw = fc.record({ which: fc.nat(strategies.length - 1), seed: fc.nat(), from: fc.nat() })

function given({ which, seed, from }: { which: number; seed: number; from: number }) {
  const { strategy, machine, plain, sources } = machines[which] ?? fail()
  const dice = diceOf(seed)
  const [numbers, others] = [edgeNumbers(strategy, dice), edgeNumbers(strategy, dice)]
  return { strategy, machine, plain, from: sources[from % sources.length] ?? fail(), numbers, others }
}

function fail(): never {
  throw new Error('no strategy')
}

describe('the machine of a strategy', () => {
  it(
    'a case goes where the file says, there and back, and the machine tells what the way from there means',
    () => {
      fc.assert(
        fc.property(draw, (one) => {
          const { strategy, machine, from, numbers, others } = given(one)
          const walk = [numbers, others, numbers, numbers]
          let at: Place = from
          for (const now of walk) {
            const to = machine.review(at, situationFrom(now))
            const wanted = { ...placed(belongs(strategy, now), at), told: tells(strategy, at, now) }
            if (wayOf(to) !== wayOf(wanted)) expect(to).toEqual(wanted)
            if (isClosing(to.state)) return
            at = to
          }
        }),
        drawn(100_000),
      )
    },
    LONG_ENOUGH,
  )

  it(
    'the machine says which stage it would be, what keeps a case from a later one, and when that may change',
    () => {
      fc.assert(
        fc.property(draw, (one) => {
          const { strategy, machine, numbers } = given(one)
          const { stage, kept } = stageFor(strategy, numbers)
          const situation = situationFrom(numbers)
          expect(machine.climb(situation)).toBe(stage)
          const said = machine.further(stage, situation)
          expect(said && (said.by === 'duty' ? 'duty' : `requirement ${said.stage}`)).toBe(kept)
          expect(machine.nextDay(numbers.band, numbers.day)).toBe(
            nextDayFor(strategy, numbers.band, numbers.day),
          )
        }),
        drawn(20_000),
      )
    },
    LONG_ENOUGH,
  )

  it(
    'the machine says what the state of each step is',
    () => {
      const drawnStep = fc.record({ which: fc.nat(steps.length - 1), seed: fc.nat() })
      fc.assert(
        fc.property(drawnStep, ({ which, seed }) => {
          const { machine, plain, stage, step } = steps[which] ?? fail()
          const figures = edgeFigures(step, diceOf(seed))
          const is = machine.step(stage, step.step, stepSituationFrom(figures))
          if (is !== standing(step, figures)) expect(is).toBe(standing(step, figures))
          if (seed % 10 === 0) expect(plain.step(stage, step.step, stepSituationFrom(figures))).toBe(is)
        }),
        drawn(50_000),
      )
    },
    LONG_ENOUGH,
  )

  it(
    'the memo holds nothing but what XState answers',
    () => {
      fc.assert(
        fc.property(draw, (one) => {
          const { machine, plain, from, numbers } = given(one)
          const situation = situationFrom(numbers)
          expect(machine.review(from, situation)).toEqual(plain.review(from, situation))
          const stage = machine.climb(situation)
          expect(stage).toBe(plain.climb(situation))
          expect(machine.further(stage, situation)).toEqual(plain.further(stage, situation))
        }),
        drawn(10_000),
      )
    },
    LONG_ENOUGH,
  )
})

function wayOf({ state, stage, told }: Place & { told: string | null }): string {
  return `${state} ${stage} ${told}`
}

/** A case that rests keeps the stage that it was in. */
function placed(to: Place, from: Place): Place {
  return to.state === 'working' || to.state === 'no_contact' ? to : { ...to, stage: from.stage }
}
