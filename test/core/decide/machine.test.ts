import { describe, expect, it } from 'vitest'
import { transition } from 'xstate'
import { buildMachine, caseMachine, type Situation } from '../../../src/core/decide/machine.ts'
import { strategyOf } from './build.ts'

const strategy = strategyOf({
  stages: [
    { stage: 'reminder', from: { dpd: 1 }, steps: [] },
    { stage: 'calls', from: { dpd: 8 }, steps: [] },
    { stage: 'final', from: { dpd: 30 }, steps: [] },
  ],
})
const calm: Situation = {
  ended: null,
  cured: false,
  held: false,
  noContact: false,
  onPlan: false,
  promised: false,
  admits: '110',
}

describe('the case machine', () => {
  const { review } = caseMachine(strategy)

  it('takes an opened case into the last stage that it may be in', () => {
    expect(review({ state: 'opened', stage: null }, calm)).toEqual({
      state: 'working',
      stage: 'calls',
      moved: true,
    })
  })

  it('does not move a case that is where it belongs', () => {
    expect(review({ state: 'working', stage: 'calls' }, calm).moved).toBe(false)
    expect(review({ state: 'held', stage: 'calls' }, { ...calm, held: true }).moved).toBe(false)
  })

  it('falls back when the later stage no longer holds', () => {
    expect(review({ state: 'working', stage: 'final' }, calm).stage).toBe('calls')
  })

  it('works in no stage when none holds', () => {
    const to = review({ state: 'working', stage: 'calls' }, { ...calm, admits: '000' })
    expect(to).toEqual({ state: 'working', stage: null, moved: true })
  })

  it('keeps the stage in mind while the case is held, and goes back to where it belongs when it is lifted', () => {
    const held = review({ state: 'working', stage: 'calls' }, { ...calm, held: true })
    expect(held).toEqual({ state: 'held', stage: 'calls', moved: true })
    expect(review(held, calm)).toEqual({ state: 'working', stage: 'calls', moved: true })
  })

  it.each([
    ['an end beats everything', { ended: 'charged_off', cured: true, held: true }, 'charged_off'],
    ['a cure beats a hold', { cured: true, held: true, promised: true }, 'cured'],
    ['placed beats a hold', { ended: 'placed', held: true }, 'placed'],
    ['a hold beats a cease', { held: true, noContact: true }, 'held'],
    ['a cease beats a promise', { noContact: true, promised: true }, 'no_contact'],
    ['several promises are a plan', { onPlan: true }, 'on_plan'],
  ] as [string, Partial<Situation>, string][])('%s', (_, part, state) => {
    expect(review({ state: 'working', stage: 'calls' }, { ...calm, ...part }).state).toBe(state)
  })

  it('meets a stage that this version of the strategy does not know', () => {
    expect(review({ state: 'working', stage: 'gone' }, calm)).toMatchObject({
      state: 'working',
      stage: 'calls',
    })
  })

  it('answers a repeated question as XState does', () => {
    const machine = buildMachine(strategy)
    const before = machine.resolveState({ value: { working: 'reminder' }, context: {} })
    const [after, actions] = transition(machine, before, { type: 'review', ...calm, promised: true })
    expect(after.value).toBe('promised')
    expect(actions).toEqual([])
    for (let turn = 0; turn < 2; turn++) {
      expect(review({ state: 'working', stage: 'reminder' }, { ...calm, promised: true }).state).toBe(
        'promised',
      )
    }
  })
})
