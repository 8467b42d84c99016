import { describe, expect, it } from 'vitest'
import { checkOpening } from '../../../src/core/config/check/opening.ts'
import { strategyOf } from '../decide/build.ts'

const sms = (step: string, more: Record<string, unknown> = {}) => ({
  step,
  channel: 'sms',
  template: step,
  dpd: 1,
  at: '10:00',
  ...more,
})
const visit = { step: 'visit', channel: 'visit', dpd: 9, at: '14:00' }

function problemsOf(given: Record<string, unknown>) {
  return checkOpening({ file: 's.yaml', value: strategyOf(given) }).map(({ code, path }) => [code, path])
}

const first = { stage: 'a', from: { dpd: 1 }, steps: [sms('hello')] }
const last = { stage: 'b', from: { dpd: 9 }, steps: [sms('bye', { dpd: 9 })] }

describe('how a strategy opens', () => {
  it('the opening is clear without a word where a message or call comes before the last stage', () => {
    expect(problemsOf({ stages: [first, last] })).toEqual([])
    expect(problemsOf({ stages: [first] })).toEqual([])
  })

  it.each([
    ['only visits', [{ ...first, steps: [{ ...visit, dpd: 1 }] }, last]],
    ['only in the last stage', [{ ...first, steps: [] }, last]],
    ['only what is final', [{ ...first, steps: [sms('hello', { final: true })] }, last]],
    ['only for some of the bands', [{ ...first, steps: [sms('hello', { risk: ['low'] })] }, last]],
    ['only for those who owe more', [{ ...first, steps: [sms('hello', { pastDue: '50.00' })] }, last]],
  ])('the opening is missing where there are %s', (_, stages) => {
    expect(problemsOf({ stages })).toEqual([['no_opening_step', 'stages']])
  })

  it('the opening may be named, as a step that is there, is a message or call, and is the first contact', () => {
    const two = { ...first, steps: [sms('hello'), sms('again', { dpd: 4 })] }
    expect(problemsOf({ opens: 'hello', stages: [two, last] })).toEqual([])
    expect(problemsOf({ opens: 'helo', stages: [two, last] })).toEqual([['unknown_step', 'opens']])
    expect(problemsOf({ opens: 'again', stages: [two, last] })).toEqual([['opening_not_first', 'opens']])
    expect(
      problemsOf({ opens: 'visit', stages: [{ ...two, steps: [visit, ...two.steps] }, last] }),
    ).toContainEqual(['opening_too_hard', 'opens'])
  })

  it('the opening says how far a late case goes by a stage that is there', () => {
    expect(problemsOf({ lateEntry: { upTo: 'a' }, stages: [first, last] })).toEqual([])
    expect(problemsOf({ lateEntry: { upTo: 'x' }, stages: [first, last] })).toEqual([
      ['unknown_stage', 'lateEntry.upTo'],
    ])
  })

  it('a strategy has no task for a person that is final', () => {
    const human = { step: 'look', channel: 'human', task: 'look', dpd: 2, at: '09:00', final: true }
    expect(problemsOf({ stages: [{ ...first, steps: [sms('hello'), human] }, last] })).toEqual([
      ['final_human', 'stages[0].steps[1].final'],
    ])
  })
})
