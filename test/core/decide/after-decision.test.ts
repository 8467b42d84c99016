import { expect, it } from 'vitest'
import { kindOf } from '../../../src/core/model/contact-kind.ts'
import { afterDecision } from '../../../src/core/decide/rehearse/after-decision.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import { accountOf, at, caseOf, dossierOf, strategyOf } from './build.ts'
import { planningOf } from './law.ts'

it('a contact that is planned says who speaks, to what line and for whom, so that caps that name them count it', () => {
  const friendly = { step: 'friendly', channel: 'sms', template: 'friendly', at: '10:00', dpd: 1 }
  const strategy = strategyOf({ stages: [{ stage: 'remind', from: { dpd: 1 }, steps: [friendly] }] })
  const account = accountOf({ anchor: '2026-03-01', product: 'credit_card', actor: 'third_party' })
  const dossier = dossierOf({ accounts: [account], cases: [caseOf(strategy)], contacts: [] })
  const planning = planningOf([strategy])
  const texts = planning.templates.map((text) => ({ ...text, automation: 'prerecorded' as const }))
  const now = at('2026-03-02 10:00')
  const decision = planPerson(dossier, { ...planning, templates: texts }, now)
  const rows = afterDecision(dossier, decision, now).contacts.filter(({ step }) => step === 'friendly')
  expect(rows.map(kindOf)).toEqual([
    {
      automation: 'prerecorded',
      line: 'mobile',
      actor: 'third_party',
      product: 'credit_card',
      action: 'contact',
    },
  ])
})
