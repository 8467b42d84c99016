import type { DossierContact } from '../../../src/core/model/dossier.ts'
import { accountOf, caseOf, dossierOf, strategyOf } from './build.ts'
import { type Law, planningOf } from './law.ts'
import { Life } from './life.ts'

export const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})
export const call = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'call',
  script: step,
  at: '11:00',
  ...more,
})
export const visit = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'visit',
  at: '14:00',
  ...more,
})

export const stages = [
  { stage: 'reminder', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 }), sms('second', { dpd: 5 })] },
  {
    stage: 'calls',
    from: { dpd: 10 },
    steps: [call('call', { after: { days: 0 } }), sms('warn', { dpd: 15 })],
  },
  {
    stage: 'field',
    from: { dpd: 30 },
    steps: [visit('visit', { after: { days: 0 } }), sms('after', { dpd: 36 })],
  },
  {
    stage: 'final',
    from: { dpd: 60 },
    steps: [sms('last-notice', { after: { days: 0 } }), call('last-call', { dpd: 65 })],
  },
]

interface Given {
  stages?: unknown[]
  more?: Record<string, unknown>
  law?: Law
  contacts?: DossierContact[]
  anchor?: string
}

/** One account due 1 March, whom nobody has told of the debt. */
export function untold({
  stages: given = stages,
  more = {},
  law,
  contacts = [],
  anchor = '2026-03-01',
}: Given = {}): Life {
  const strategy = strategyOf({ stages: given, ...more })
  const dossier = dossierOf({ accounts: [accountOf({ anchor })], cases: [caseOf(strategy)] })
  return new Life({ ...dossier, contacts }, planningOf([strategy], law))
}

export const laddersOf = (life: Life): unknown[] =>
  life.decisions
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'case.lag_fixed')
    .map(({ body }) => [body['stage'], body['on'], body['lag']])
