import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { caseMachine } from '../../../src/core/machine/case-machine.ts'
import { machineConfig } from '../../../src/core/machine/config.ts'
import type { Situation } from '../../../src/core/machine/situation.ts'
import { strategyOf } from '../decide/build.ts'

const step = (name: string, more: object) => ({
  step: name,
  channel: 'sms',
  template: name,
  at: '10:00',
  ...more,
})
const strategy = strategyOf({
  stages: [
    { stage: 'reminder', from: { dpd: 1 }, steps: [step('friendly', { dpd: 1 })] },
    {
      stage: 'calls',
      from: { dpd: 8, byRisk: { high: 4 } },
      steps: [step('warn', { dpd: 9, mandatory: true })],
    },
    {
      stage: 'final',
      from: { dpd: 30, risk: ['medium', 'high'], pastDue: '50.00' },
      requires: { step: 'warn', attempts: { call: 3 } },
      steps: [],
    },
  ],
})
const calm: Situation = {
  ladderDay: 12,
  band: 'medium',
  pastDue: 100_00,
  currency: 'USD',
  ended: null,
  holds: { hold: 0, cease: 0 },
  lawGaps: 0,
  promises: { open: 0, broken: 0 },
  plans: { open: 0, missed: 0, broken: 0 },
  ceiling: 2,
  duties: () => 0,
  over: () => 1,
  attempts: () => 3,
  waived: () => 0,
}
const { review, climb, further, nextDay } = caseMachine(strategy)
const inCalls = { state: 'working', stage: 'calls' } as const

describe('a review', () => {
  it('a review takes an opened case into the last stage whose day has come', () => {
    expect(review({ state: 'opened', stage: null }, calm)).toEqual({ ...inCalls, told: 'entered' })
  })

  it('a review leaves a case where it belongs, and tells nothing', () => {
    expect(review(inCalls, calm)).toEqual({ ...inCalls, told: null })
    const held = { state: 'held', stage: 'calls' } as const
    expect(review(held, { ...calm, holds: { hold: 1, cease: 0 } })).toEqual({ ...held, told: null })
  })

  it.each([
    ['on its first day', 30, 'final'],
    ['not the day before', 29, 'calls'],
  ])('the case enters a later stage %s', (_, ladderDay, stage) => {
    expect(review(inCalls, { ...calm, ladderDay }).stage).toBe(stage)
  })

  it('a review reads the first day of the risk band', () => {
    expect(climb({ ...calm, band: 'high', ladderDay: 4 })).toBe('calls')
    expect(climb({ ...calm, band: 'medium', ladderDay: 7 })).toBe('reminder')
    expect(climb({ ...calm, band: 'low', ladderDay: 99 })).toBe('calls')
  })

  it('a review reads the amount that a stage asks for in the currency of the account', () => {
    expect(climb({ ...calm, ladderDay: 30, pastDue: 4_999 })).toBe('calls')
    expect(climb({ ...calm, ladderDay: 30, pastDue: 5_000 })).toBe('final')
    expect(climb({ ...calm, ladderDay: 30, pastDue: 50, currency: 'JPY' })).toBe('final')
  })

  it('a case falls back when the later stage no longer holds', () => {
    expect(review({ state: 'working', stage: 'final' }, calm)).toEqual({ ...inCalls, told: 'fell_back' })
  })

  it('a case works in no stage when none holds', () => {
    expect(review(inCalls, { ...calm, ladderDay: 0 })).toEqual({
      state: 'working',
      stage: null,
      told: 'fell_back',
    })
  })

  it('a case goes no further than the opening of the episode leaves open', () => {
    expect(climb({ ...calm, ladderDay: 30, ceiling: 1 })).toBe('calls')
    expect(climb({ ...calm, ladderDay: 30, ceiling: 0 })).toBe('reminder')
  })

  it('a held case keeps its stage, and goes to where it belongs when the hold is lifted', () => {
    const held = review(inCalls, { ...calm, holds: { hold: 1, cease: 0 } })
    expect(held).toEqual({ state: 'held', stage: 'calls', told: 'held' })
    expect(review(held, { ...calm, ladderDay: 30 })).toEqual({
      state: 'working',
      stage: 'final',
      told: 'lifted',
    })
  })

  it('a case that is not to be contacted goes on through the stages', () => {
    const ceased = { ...calm, holds: { hold: 0, cease: 1 } }
    const to = review(inCalls, ceased)
    expect(to).toEqual({ state: 'no_contact', stage: 'calls', told: 'ceased' })
    expect(review(to, { ...ceased, ladderDay: 30 })).toEqual({
      state: 'no_contact',
      stage: 'final',
      told: 'ceased',
    })
    expect(review(to, calm)).toEqual({ ...inCalls, told: 'lifted' })
  })

  it.each([
    ['an end beats everything', { ended: 'charged_off', pastDue: 0, lawGaps: 1 }, 'charged_off'],
    ['another end closes', { ended: 'sold', pastDue: 0 }, 'closed'],
    ['a cure beats a placement', { ended: 'placed', pastDue: 999 }, 'cured'],
    ['a placement beats a hold', { ended: 'placed', holds: { hold: 1, cease: 0 } }, 'placed'],
    ['a hold beats a cease', { holds: { hold: 1, cease: 1 } }, 'held'],
    ['missing law holds', { lawGaps: 1 }, 'held'],
    [
      'a cease beats a promise',
      { holds: { hold: 0, cease: 1 }, promises: { open: 1, broken: 0 } },
      'no_contact',
    ],
    ['several promises are promises', { promises: { open: 2, broken: 0 } }, 'promised'],
    ['a plan is kept', { plans: { open: 1, missed: 0, broken: 0 } }, 'on_plan'],
    ['one is a promise', { promises: { open: 1, broken: 0 } }, 'promised'],
  ] as [string, Partial<Situation>, string][])('%s', (_, part, state) => {
    expect(review(inCalls, { ...calm, ...part }).state).toBe(state)
  })

  it('a review tells whether the promise that is over was broken', () => {
    const from = { state: 'promised', stage: 'calls' } as const
    expect(review(from, { ...calm, promises: { open: 0, broken: 1 } }).told).toBe('promise_broken')
    expect(review(from, calm).told).toBe('promise_over')
  })

  it('a case may be in a stage that this version of the strategy does not know', () => {
    expect(review({ state: 'working', stage: 'gone' }, calm)).toMatchObject(inCalls)
    expect(review({ state: 'held', stage: 'gone' }, { ...calm, lawGaps: 1 }).stage).toBe('gone')
  })

  it('a case that owes nothing is closed where the strategy opens for any amount', () => {
    const any = caseMachine(
      strategyOf({ open: { dpd: 1, pastDue: '0', perDay: 1 }, stages: strategy.stages }),
    )
    expect(any.review(inCalls, { ...calm, pastDue: 0 }).state).toBe('cured')
    expect(any.review(inCalls, { ...calm, pastDue: 1 }).state).toBe('working')
  })
})

describe('what keeps a case from a later stage', () => {
  const late = { ...calm, ladderDay: 30 }

  it('the reason is a step of its own stage that comes first', () => {
    const due = { ...late, duties: (stage: string) => (stage === 'calls' ? 1 : 0) }
    expect(climb(due)).toBe('calls')
    expect(further('calls', due)).toEqual({ by: 'duty' })
    expect(climb({ ...due, duties: (stage: string) => (stage === 'final' ? 1 : 0) })).toBe('final')
  })

  it('the reason is what the later stage requires', () => {
    const unmet = { ...late, attempts: () => 2 }
    expect(climb(unmet)).toBe('calls')
    expect(further('calls', unmet)).toEqual({ by: 'requirement', stage: 'final' })
    expect(climb({ ...unmet, waived: () => 1 })).toBe('final')
    expect(climb({ ...late, over: () => 0 })).toBe('calls')
  })

  it('the reason is nothing before its days have come', () => {
    expect(further('calls', calm)).toBe(null)
  })
})

it('the review names the next day on which time alone may bring another stage', () => {
  expect([0, 1, 4, 8, 9, 29, 30].map((day) => nextDay('medium', day))).toEqual([1, 8, 8, 9, 30, 30, null])
  expect(nextDay('high', 1)).toBe(4)
  expect(nextDay('low', 9)).toBe(null)
})

it('the picture is JSON that XState reads, with the guards and parameters of the file', () => {
  const json = JSON.stringify(machineConfig(strategy))
  expect(json).toContain('{"type":"dpdAtLeast","params":{"low":8,"medium":8,"high":4}}')
  expect(json).toContain('{"type":"pastDueAtLeast","params":{"amount":"50.00"}}')
  expect(() => createMachine(JSON.parse(json) as object)).not.toThrow()
})
