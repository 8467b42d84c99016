import { describe, expect, it } from 'vitest'
import type { FiledStep } from '../../../src/core/decide/ladder/file-day.ts'
import { nextContactDay, noticeSteps, openingRules } from '../../../src/core/decide/ladder/opening.ts'
import type { RiskBand } from '../../../src/core/model/strategy.ts'
import { strategyOf } from './build.ts'
import { call, sms, visit } from './untold.ts'

const post = { step: 'post', channel: 'human', task: 'Post a letter', at: '09:00', dpd: 2 }
const stages = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [
      sms('second', { dpd: 5 }),
      sms('first', { dpd: 1, every: { days: 2 }, max: 9 }),
      post,
      sms('risky', { dpd: 3, risk: ['high'] }),
    ],
  },
  {
    stage: 'two',
    from: { dpd: 10, byRisk: { high: 4 } },
    steps: [call('ring', { after: { days: 0 } }), sms('warn', { after: { days: 3 } })],
  },
  { stage: 'none', from: { dpd: 15, risk: ['low'] }, steps: [sms('kind', { after: { days: 0 } })] },
  {
    stage: 'field',
    from: { dpd: 30 },
    steps: [{ ...post, step: 'map', dpd: 30 }, visit('door', { after: { days: 1 } })],
  },
  {
    stage: 'last',
    from: { dpd: 60 },
    steps: [{ ...post, step: 'file', dpd: 60 }, sms('end', { dpd: 61 }), call('bell', { dpd: 62 })],
  },
]

/** `first@1`, in order. */
const named = (filed: readonly FiledStep[]) => filed.map(({ step, day }) => `${step.step}@${day}`).join(' ')

function rulesOf(more: Record<string, unknown>, band: RiskBand = 'medium', given: unknown[] = stages) {
  const rules = openingRules(strategyOf({ stages: given, ...more }), band)
  const notices = noticeSteps(rules, () => true)
  return {
    rules,
    told: {
      filed: named(rules.filed),
      final: [...rules.final],
      closed: [...rules.closed],
      opens: named(rules.opens),
      notices: named(notices),
    },
  }
}

describe('how a strategy opens an episode', () => {
  it('the first message or call of the file opens it, and one of each other channel stands in', () => {
    expect(rulesOf({}).told).toEqual({
      filed: 'first@1 post@2 second@5 ring@10 warn@13 map@30 door@31 file@60 end@61 bell@62',
      final: ['end'],
      closed: ['field', 'last'],
      opens: 'second@5 first@1 ring@10 warn@13',
      notices: 'second@5 ring@10',
    })
  })

  it('a band has its own steps, stages and days', () => {
    expect(rulesOf({}, 'high').told).toEqual({
      filed: 'first@1 post@2 risky@3 ring@4 second@5 warn@7 map@30 door@31 file@60 end@61 bell@62',
      final: ['end'],
      closed: ['field', 'last'],
      opens: 'second@5 first@1 risky@3 ring@4 warn@7',
      notices: 'second@5 bell@62',
    })
    expect(rulesOf({}, 'low').told.filed).toContain('kind@15')
  })

  it('the file may name the step that opens, the last notices, and the last stage that is entered', () => {
    const marked = stages.map((stage) =>
      stage.stage === 'two'
        ? { ...stage, steps: [call('ring', { after: { days: 0 }, final: true })] }
        : stage,
    )
    const { told } = rulesOf({ opens: 'end', lateEntry: { upTo: 'one' } }, 'medium', marked)
    expect(told).toMatchObject({
      final: ['ring'],
      closed: ['two', 'none', 'field', 'last'],
      opens: 'end@61 second@5 first@1',
      notices: 'end@61 bell@62',
    })
    expect(rulesOf({}, 'medium', marked).told.closed).toEqual(['two', 'field', 'last'])
  })

  it('a file of one stage has no last notice and no closed stage', () => {
    expect(rulesOf({}, 'medium', stages.slice(0, 1)).told).toMatchObject({
      final: [],
      closed: [],
      opens: 'second@5 first@1',
    })
    expect(
      rulesOf({}, 'medium', [{ stage: 'door', from: { dpd: 1 }, steps: [visit('door', { dpd: 1 })] }]).told,
    ).toEqual({
      filed: 'door@1',
      final: [],
      closed: ['door'],
      opens: '',
      notices: '',
    })
  })

  it('a step that is not for the case opens nothing, and stands in for none', () => {
    const { rules } = rulesOf({})
    const without = (...names: string[]) => named(noticeSteps(rules, ({ step }) => !names.includes(step)))
    expect(without('second')).toBe('first@1 ring@10')
    expect(without('second', 'ring')).toBe('first@1 bell@62')
    expect(without('second', 'first', 'ring', 'warn')).toBe('')
  })

  it('the next contact is another step of the stage or of the file, or a repetition of its own', () => {
    const { rules } = rulesOf({})
    const next = (
      name: string,
      within?: 'stage' | 'file',
      isFor: (step: { step: string }) => boolean = () => true,
    ) => {
      const filed = rules.filed.find(({ step }) => step.step === name)
      return filed ? nextContactDay(rules, filed, isFor, within) : 'no such step'
    }
    expect(next('first')).toBe(3)
    expect(next('second')).toBe(10)
    expect(next('second', 'stage')).toBeNull()
    expect(next('ring', 'stage')).toBe(13)
    expect(next('warn', 'file')).toBe(31)
    expect(next('second', 'file', ({ step }) => step !== 'ring')).toBe(13)
    expect(next('bell')).toBeNull()
  })
})
