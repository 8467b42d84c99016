import { expect, test } from 'vitest'
import type { Automation } from '../../../src/core/base/list.ts'
import { compileLaw } from '../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../src/core/compliance/permit.ts'
import { checkSchedules } from '../../../src/core/config/check/check.ts'
import type { Template } from '../../../src/core/model/template.ts'
import { askLaw } from '../../../src/core/deliver/ask-law.ts'
import { askRedeem } from '../../../src/core/deliver/ask.ts'
import { shipped } from '../../support/law.ts'
import { account, dossier, point } from '../../support/small-dossier.ts'
import { claimedCall } from '../../channels/claimed.ts'
import { at, caseOf, dossierOf, pointOf, strategyOf } from '../decide/build.ts'
import { planningOf, templateOf } from '../decide/law.ts'
import { Life } from '../decide/life.ts'

const law = compileLaw(shipped())
const friendly = { step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' }
const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [friendly] }] })

function plannedAs(automation: Automation | undefined): string[] {
  const points = [pointOf({})]
  const planning = planningOf([strategy], undefined, [templateOf({ ...(automation && { automation }) })])
  const rules: string[] = []
  planning.ask = (question, file) => {
    const verdict = permit(question, { ...file, regions: ['US-TX'], zones: ['America/Chicago'] }, law)
    if (verdict.answer !== 'permit') rules.push(...verdict.reasons.map(({ rule }) => rule))
    return verdict
  }
  const life = new Life(dossierOf({ cases: [caseOf(strategy)], points }), planning)
  life.review(at('2026-03-02 00:05'))
  life.review(at('2026-03-02 18:00'))
  return rules
}

test('a text that no hand has touched needs the consent to robots’ texts; one that says nothing does not', () => {
  expect(plannedAs('bot')).toContain('US-T-01')
  expect(plannedAs('human')).not.toContain('US-T-01')
  expect(plannedAs(undefined)).not.toContain('US-T-01')
})

test('the send asks for the same consent', () => {
  const asked: (string | undefined)[] = []
  const known = dossier({ person: { ...dossier().person, regions: ['US-TX'] } })
  const row = {
    ...claimedCall('call', '').row,
    channel: 'sms' as const,
    template: 'friendly',
    accounts: [account.id],
    point: point.id,
  }
  for (const automation of ['bot', undefined] as const) {
    const ask = askRedeem({
      permit: (question) => {
        const verdict = askLaw(law)(question)
        const rules = verdict.answer === 'permit' ? [] : verdict.reasons.map(({ rule }) => rule)
        asked.push(rules.find((rule) => rule === 'US-T-01'))
        return verdict
      },
      strategies: new Map(),
      templates: [templateOf({ ...(automation && { automation }) })],
      moment: 'redeem',
    })
    ask({ contact: row, case: caseOf(strategy), dossier: known, at: at('2026-03-02 18:00') })
  }
  expect(asked).toEqual(['US-T-01', undefined])
})

test('one language cannot leave out what the other says', () => {
  const placed = (value: Template) => ({ file: `templates/${value.locale}/friendly.yaml`, value })
  const templates = [
    placed(templateOf({ automation: 'bot' })),
    placed(templateOf({ locale: 'zh-CN' })),
    placed(templateOf({ locale: 'es', automation: 'bot' })),
  ]
  const nothing = { strategies: [], packs: [], calendars: [], wording: [], replies: [], ticks: null }
  const found = checkSchedules({ ...nothing, templates }).filter(({ code }) => code === 'template_automation')
  expect(found).toMatchObject([{ file: 'templates/zh-CN/friendly.yaml', suggestion: 'automation: bot' }])
})
