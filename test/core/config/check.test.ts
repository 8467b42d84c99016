import { describe, expect, it } from 'vitest'
import { checkSchedules } from '../../../src/core/config/check/check.ts'
import type { ScheduleParts } from '../../../src/core/config/placed.ts'
import { TicksSchema } from '../../../src/core/model/ticks.ts'
import { strategyOf } from '../decide/build.ts'
import { wordingOf } from '../../support/wording.ts'
import { templateOf } from '../decide/law.ts'

const TICKS = TicksSchema.parse({
  ticks: [
    { tick: 'detect', cron: '5 * * * *' },
    { tick: 'review', every: { minutes: 1 } },
    { tick: 'relay', every: { seconds: 5 } },
    { tick: 'sweep', every: { seconds: 15 } },
  ],
  rates: { sms: { perHour: 1 }, call: { perHour: 1 }, visit: { perHour: 1 } },
})
const SMS = { step: 'a', channel: 'sms', template: 'text', dpd: 1, at: '10:00' }

function partsOf(...given: Record<string, unknown>[]): ScheduleParts {
  const strategies = given.map((one, index) => {
    return {
      file: `strategies/s${index}.yaml`,
      value: strategyOf({ packs: ['none'], priority: index, strategy: `s${index}`, ...one }),
    }
  })
  const texts = [templateOf({ template: 'text' }), templateOf({ template: 'script', channel: 'call' })]
  const templates = texts.map((value) => ({ file: `templates/en/${value.template}.yaml`, value }))
  return {
    strategies,
    templates,
    wording: [{ file: 'wording/en.yaml', value: wordingOf({}) }],
    replies: [],
    packs: [],
    calendars: [],
    ticks: { file: 'ticks.yaml', value: TICKS },
  }
}

/** Codes and paths, without the pack that these strategies lack. */
function found(parts: ScheduleParts): string[] {
  return checkSchedules(parts)
    .filter(({ code }) => code !== 'unknown_pack')
    .map(({ code, path }) => `${code} ${path}`)
}

const one = (stages: unknown[], more: Record<string, unknown> = {}) => found(partsOf({ stages, ...more }))
const withStep = (step: Record<string, unknown>) => one([{ stage: 'one', from: { dpd: 1 }, steps: [step] }])
const plain = (stage: string, from: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  return { stage, from, steps: [], ...more }
}

describe('check', () => {
  it('check finds nothing wrong with a right folder', () => {
    expect(one([{ stage: 'one', from: { dpd: 1 }, steps: [SMS] }])).toEqual([])
  })

  describe('of strategies', () => {
    it('two of one name, two of one priority', () => {
      const stages = [plain('one', { dpd: 1 })]
      expect(
        found(partsOf({ stages, strategy: 'same', priority: 7 }, { stages, strategy: 'same', priority: 7 })),
      ).toEqual(['duplicate_strategy strategy', 'duplicate_priority priority'])
    })

    it.each([
      ['a gap', { low: [0, 0.2], medium: [0.3, 0.5], high: [0.5, 1] }, ['risk_gap risk.medium']],
      ['an overlap', { low: [0, 0.3], medium: [0.2, 0.5], high: [0.5, 1] }, ['risk_overlap risk.medium']],
      ['an open end', { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 0.9] }, ['risk_gap risk.high']],
      ['a late start', { low: [0.1, 0.2], medium: [0.2, 0.5], high: [0.5, 1] }, ['risk_gap risk.low']],
      [
        'a wrong way round',
        { low: [0, 0.2], medium: [0.5, 0.2], high: [0.5, 1] },
        ['risk_order risk.medium', 'risk_gap risk.medium', 'risk_gap risk.high'],
      ],
    ])('risk bands with %s are a problem', (_, risk, expected) => {
      expect(one([plain('one', { dpd: 1 })], { risk: { ...risk, unknown: 'low' } })).toEqual(expected)
    })

    it('currencies, amounts and regions that do not exist are a problem', () => {
      const stages = [plain('one', { dpd: 1 })]
      expect(one(stages, { applies: { currency: 'XXZ' } })).toEqual(['unknown_currency applies.currency'])
      expect(one(stages, { applies: { currency: 'JPY' } })).toEqual(['amount_digits open.pastDue'])
      expect(one(stages, { applies: { region: ['US', 'usa'] } })).toEqual(['bad_region applies.region[1]'])
    })
  })

  describe('of stages', () => {
    it('a gap between the opening and the first stage is a problem, by risk band', () => {
      expect(one([plain('one', { dpd: 3 })])).toEqual(['stage_gap stages[0].from'])
      expect(one([plain('one', { dpd: 1, risk: ['high'] }), plain('two', { dpd: 9 })])).toEqual([
        'stage_gap stages[0].from',
      ])
      expect(one([plain('one', { dpd: 1, pastDue: '10.01' })])).toEqual(['stage_gap stages[0].from'])
    })

    it('two stages that begin on one day, or in the wrong order, are a problem', () => {
      expect(one([plain('one', { dpd: 1 }), plain('two', { dpd: 1 })])).toEqual([
        'unreachable_stage stages[0].from',
      ])
      expect(
        one([plain('one', { dpd: 1 }), plain('two', { dpd: 9 }), plain('three', { dpd: 5, risk: ['high'] })]),
      ).toEqual(['stage_overlap stages[1].from'])
    })

    it('a stage that says no day is a problem, and so is one of a name that is taken', () => {
      expect(one([plain('one', { dpd: 1 }), plain('two', {})])).toEqual(['stage_no_start stages[1].from'])
      expect(one([plain('one', { dpd: 1 }), plain('one', { dpd: 5 })])).toEqual([
        'duplicate_stage stages[1].stage',
      ])
    })

    it('a requirement in a circle, of a step that is not there, or that can never be met', () => {
      const first = { stage: 'one', from: { dpd: 1 }, steps: [SMS] }
      const later = { ...SMS, step: 'b', dpd: 9 }
      expect(
        one([first, { stage: 'two', from: { dpd: 9 }, requires: { step: 'b' }, steps: [later] }]),
      ).toEqual(['requires_cycle stages[1].requires.step'])
      expect(one([first, plain('two', { dpd: 9 }, { requires: { step: 'aa' } })])).toEqual([
        'unknown_step stages[1].requires.step',
      ])
      expect(one([first, plain('two', { dpd: 9 }, { requires: { attempts: { sms: 2 } } })])).toEqual([
        'requires_impossible stages[1].requires.attempts.sms',
      ])
    })
  })

  describe('of steps', () => {
    it.each([
      ['no day', { ...SMS, dpd: undefined }, 'step_no_day stages[0].steps[0]'],
      ['two days', { ...SMS, after: { days: 1 } }, 'step_two_days stages[0].steps[0].after'],
      [
        'a repetition without a limit',
        { ...SMS, every: { days: 1 } },
        'missing_max stages[0].steps[0].every',
      ],
      ['a limit without a repetition', { ...SMS, max: 3 }, 'missing_every stages[0].steps[0].max'],
      [
        'a human asked again and again',
        { step: 'a', channel: 'human', task: 'x', dpd: 1, at: '10:00', every: { days: 1 }, max: 2 },
        'human_repeats stages[0].steps[0].every',
      ],
      [
        'a text that is tried again as if its line were busy',
        { ...SMS, retry: { after: { minutes: 30 }, max: 1 } },
        'retry_channel stages[0].steps[0].retry',
      ],
      [
        'a text done by what an agent says',
        { ...SMS, doneBy: ['met'] },
        'done_by_channel stages[0].steps[0].doneBy',
      ],
      [
        'a call done by a busy line',
        { ...SMS, channel: 'call', template: undefined, script: 'script', doneBy: ['busy'] },
        'done_by_no_attempt stages[0].steps[0].doneBy',
      ],
      ['no text', { ...SMS, template: undefined }, 'missing_text stages[0].steps[0].template'],
      ['a script in a message', { ...SMS, script: 'script' }, 'wrong_text stages[0].steps[0].script'],
      ['an unknown text', { ...SMS, template: 'txt' }, 'unknown_template stages[0].steps[0].template'],
      [
        'a text of another channel',
        { ...SMS, template: 'script' },
        'template_channel stages[0].steps[0].template',
      ],
    ])('%s', (_, step, expected) => {
      expect(withStep(step)).toEqual([expected])
    })

    it('two steps of one name are a problem', () => {
      expect(one([{ stage: 'one', from: { dpd: 1 }, steps: [SMS, SMS] }])).toEqual([
        'duplicate_step stages[0].steps[1].step',
      ])
    })

    it('a step that never comes is a problem: its day, or its risk band', () => {
      const second = { stage: 'two', from: { dpd: 9 }, steps: [{ ...SMS, step: 'b', dpd: 8 }] }
      expect(one([{ stage: 'one', from: { dpd: 1 }, steps: [{ ...SMS, dpd: 9 }] }, second])).toEqual([
        'unreachable_step stages[0].steps[0].dpd',
        'unreachable_step stages[1].steps[0].dpd',
      ])
      const high = {
        stage: 'two',
        from: { dpd: 9, risk: ['high'] },
        steps: [{ ...SMS, step: 'b', dpd: 9, risk: ['low'] }],
      }
      expect(one([plain('one', { dpd: 1 }), high])).toEqual(['unreachable_step stages[1].steps[0].risk'])
    })

    it('a mandatory one may lie outside: it keeps the case until it is taken', () => {
      const stages = [
        { stage: 'one', from: { dpd: 1 }, steps: [{ ...SMS, dpd: 9, mandatory: true }] },
        plain('two', { dpd: 9 }),
      ]
      expect(one(stages)).toEqual([])
    })
  })

  describe('of ticks and texts', () => {
    it('a tick that is missing, there twice, or has no time is a problem', () => {
      const parts = partsOf({ stages: [plain('one', { dpd: 1 })] })
      const ticks = {
        file: 'ticks.yaml',
        value: TicksSchema.parse({
          ticks: [{ tick: 'detect' }, { tick: 'detect', cron: '5 *', zone: 'Nowhere' }],
          rates: {},
        }),
      }
      expect(found({ ...parts, ticks })).toEqual([
        'missing_tick ticks',
        'missing_tick ticks',
        'missing_tick ticks',
        'duplicate_tick ticks',
        'tick_time ticks[0]',
        'tick_cron ticks[1].cron',
        'unknown_zone ticks[1].zone',
      ])
    })

    it('a channel that is used and has no rate is a problem', () => {
      const parts = partsOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [SMS] }] })
      expect(found({ ...parts, ticks: { file: 'ticks.yaml', value: { ...TICKS, rates: {} } } })).toEqual([
        'missing_rate rates',
      ])
    })

    it('placeholders, tokens and places of texts are checked', () => {
      const parts = partsOf({ stages: [plain('one', { dpd: 1 })] })
      const value = templateOf({
        template: 'odd',
        locale: 'de',
        text: 'Pay {amount} {nmae} }',
        carries: ['mini_mirinda'],
      })
      expect(found({ ...parts, templates: [{ file: 'templates/en/other.yaml', value }] })).toEqual([
        'file_name template',
        'file_locale locale',
        'unknown_placeholder text',
        'stray_brace text',
        'unknown_token carries[0]',
        'no_wording locale',
      ])
    })
  })
})
