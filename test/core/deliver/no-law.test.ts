import { expect, test } from 'vitest'
import { permitUnder } from '../../../src/core/deliver/ask-law.ts'
import { account, dossier, point } from '../../support/small-dossier.ts'
import { shipped } from '../../support/law.ts'
import { claimedCall } from '../../channels/claimed.ts'
import { at, caseOf, strategyOf } from '../decide/build.ts'

const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
/** The whole law is read once, since it takes its time. */
const files = shipped()
const law = { strategies: [], templates: [], wording: [], replies: [], ticks: { ticks: [], rates: {} } }
const accepted = { region: 'DE', acceptedOn: '2026-02-01', reason: 'counsel has looked' }

/** What the last check before a send says of somebody who lives there. */
function rulesAt(region: string, more: object = {}, applies: object = {}): string[] {
  const verdict = permitUnder({ ...law, ...files, ...more })({
    contact: { ...claimedCall('call', '').row, channel: 'sms', accounts: [account.id], point: point.id },
    case: caseOf(strategy),
    dossier: dossier({ person: { ...dossier().person, regions: [region] } }),
    at: at('2026-03-02 18:00'),
    moment: 'redeem',
    tokens: null,
    agent: null,
    packs: [],
    strategy: { ...strategy, applies },
  })
  return verdict.answer === 'deny' ? verdict.reasons.map(({ rule }) => rule) : []
}

test('the last check before a send asks whether law is on file at all', () => {
  expect(rulesAt('DE')).toEqual(['no_law_on_file'])
  expect(rulesAt('US-TX')).not.toContain('no_law_on_file')
  expect(rulesAt('DE', { residences: { residences: [accepted] } })).not.toContain('no_law_on_file')
  expect(rulesAt('DE', {}, { region: ['DE'] })).not.toContain('no_law_on_file')
})
