import { strategyOf } from '../core/decide/build.ts'

const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})
const call = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'call',
  script: step,
  at: '11:00',
  ...more,
})
const visit = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'visit',
  at: '14:00',
  ...more,
})
const human = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'human',
  task: step,
  at: '09:00',
  ...more,
})

/** Ladders of other lenders than those whose strategies are shipped: one stage, people first, final steps that are marked, bands with days of their own, chains of mandatory steps. */
export const LADDERS = [
  strategyOf({
    strategy: 'one-stage',
    stages: [
      {
        stage: 'all',
        from: { dpd: 1 },
        steps: [
          sms('hello', { dpd: 2 }),
          call('ring', { dpd: 9, every: { days: 5 }, max: 3 }),
          sms('bye', { dpd: 30 }),
        ],
      },
    ],
  }),
  strategyOf({
    strategy: 'people-first',
    stages: [
      { stage: 'look', from: { dpd: 1 }, steps: [human('look', { dpd: 1 }), call('first-ring', { dpd: 4 })] },
      { stage: 'write', from: { dpd: 15 }, steps: [sms('write', { dpd: 15 }), human('check', { dpd: 20 })] },
      { stage: 'end', from: { dpd: 40 }, steps: [sms('last', { dpd: 40 }), human('close', { dpd: 50 })] },
    ],
  }),
  strategyOf({
    strategy: 'marked',
    opens: 'second',
    lateEntry: { respite: { days: 6 }, upTo: 'press' },
    stages: [
      { stage: 'soft', from: { dpd: 1 }, steps: [sms('first', { dpd: 5 }), sms('second', { dpd: 2 })] },
      {
        stage: 'press',
        from: { dpd: 20 },
        steps: [call('press-call', { after: { days: 1 } }), sms('threat', { dpd: 27, final: true })],
      },
      {
        stage: 'door',
        from: { dpd: 45 },
        steps: [visit('door', { after: { days: 0 } }), sms('after-door', { dpd: 52 })],
      },
    ],
  }),
  strategyOf({
    strategy: 'banded',
    stages: [
      {
        stage: 'a',
        from: { dpd: 1 },
        steps: [
          sms('a1', { dpd: 1, risk: ['low'] }),
          call('a2', { dpd: 2, risk: ['medium', 'high'] }),
          sms('a3', { dpd: 6 }),
        ],
      },
      {
        stage: 'b',
        from: { dpd: 15, byRisk: { high: 8, medium: 12 } },
        steps: [call('b1', { after: { days: 0 }, every: { days: 3 }, max: 4 })],
      },
      {
        stage: 'c',
        from: { dpd: 60, byRisk: { high: 30 } },
        steps: [visit('c1', { after: { days: 2 }, risk: ['high'] }), sms('c2', { after: { days: 5 } })],
      },
    ],
  }),
  strategyOf({
    strategy: 'mandatory-chain',
    stages: [
      { stage: 'one', from: { dpd: 1 }, steps: [sms('must-1', { dpd: 3, mandatory: true })] },
      {
        stage: 'two',
        from: { dpd: 10 },
        steps: [sms('must-2', { dpd: 12, mandatory: true }), call('ring-2', { dpd: 14 })],
      },
      {
        stage: 'three',
        from: { dpd: 25 },
        requires: { step: 'must-2' },
        steps: [sms('must-3', { dpd: 26, mandatory: true }), visit('see', { dpd: 33 })],
      },
      { stage: 'four', from: { dpd: 50 }, requires: { step: 'must-3' }, steps: [sms('end', { dpd: 50 })] },
    ],
  }),
]
