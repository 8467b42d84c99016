import { describe, expect, test } from 'vitest'
import type { AccountId, NumberId, PointId } from '../../../src/core/base/id.ts'
import type { Schedules } from '../../../src/core/config/schedules.ts'
import type { ContactQuestion } from '../../../src/core/deliver/ask.ts'
import { permitUnder } from '../../../src/core/deliver/ask-law.ts'
import { claimedCall } from '../../channels/claimed.ts'
import { packOf, type TestRule } from '../../support/law.ts'
import { account, contact, dossier, point } from '../../support/small-dossier.ts'
import { at, caseOf, strategyOf } from '../decide/build.ts'

const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
/** A pack has at least one rule. */
const HARMLESS = {
  rule: 'XX-NO',
  kind: 'cap',
  parameters: { max: 1000, per: ['point'], span: { days: 1 }, counts: 'attempt' },
}
const accepted = { region: 'US', acceptedOn: '2026-02-01', reason: 'counsel has looked' }

function schedulesOf(rules: TestRule[], more: Partial<Schedules> = {}): Schedules {
  const rest = { strategies: [], templates: [], wording: [], replies: [], calendars: [] }
  return {
    ...rest,
    ticks: { ticks: [], rates: {} },
    packs: [packOf([HARMLESS, ...rules])],
    residences: { residences: [accepted] },
    ...more,
  } as Schedules
}

function questionOf(change: Partial<ContactQuestion> = {}, row: object = {}): ContactQuestion {
  return {
    contact: {
      ...claimedCall('call', '').row,
      channel: 'sms',
      accounts: [account.id],
      point: point.id,
      ...row,
    },
    case: caseOf(strategy),
    dossier: dossier(),
    at: at('2026-05-05 16:00'),
    moment: 'redeem',
    tokens: null,
    agent: null,
    packs: [],
    ...change,
  }
}

function rulesOf(schedules: Schedules, question: ContactQuestion): string[] {
  const verdict = permitUnder(schedules)(question)
  return verdict.answer === 'permit' ? [] : verdict.reasons.map(({ rule }) => rule)
}

describe('somebody who lives where no law is on file', () => {
  const lawless = schedulesOf([], { residences: { residences: [] } })

  test('somebody who lives where no law is on file is sent nothing: the denial says why, and asks nobody', () => {
    expect(permitUnder(lawless)(questionOf())).toEqual({
      answer: 'deny',
      reasons: [expect.objectContaining({ rule: 'no_law_on_file', effect: 'ground', liftsAt: null })],
      review: false,
      duties: [],
      warnings: [],
    })
  })

  test('somebody who lives where no law is on file may be written to where the version of the case, or the active one, names the place', () => {
    const named = { ...strategy, applies: { region: ['US'] } }
    expect(rulesOf(lawless, questionOf({ strategy: named }))).toEqual([])
    expect(rulesOf({ ...lawless, strategies: [named] }, questionOf())).toEqual([])
    expect(rulesOf({ ...lawless, strategies: [named] }, questionOf({ strategy }))).toEqual([])
    const other = { ...named, strategy: 'other' }
    expect(rulesOf({ ...lawless, strategies: [other] }, questionOf())).toEqual(['no_law_on_file'])
  })

  test('somebody who lives where no law is on file is judged by the account that the contact is about', () => {
    const invoices = { residences: [{ ...accepted, product: ['invoice' as const] }] }
    const invoice = { ...account, id: 22 as AccountId, product: 'invoice' as const }
    const both = dossier({ accounts: [account, invoice] })
    const about = (id: AccountId) => questionOf({ dossier: both }, { accounts: [id] })
    const schedules = { ...lawless, residences: invoices }
    expect(rulesOf(schedules, about(invoice.id))).toEqual([])
    expect(rulesOf(schedules, about(account.id))).toEqual(['no_law_on_file'])
  })

  test('a contact about no account that is left is one of a closed case', () => {
    expect(rulesOf(lawless, questionOf({ dossier: dossier({ accounts: [] }) }))).toEqual(['case_closed'])
  })
})

describe('the last check before a send', () => {
  const capOf = (per: string) =>
    schedulesOf([{ kind: 'cap', parameters: { max: 1, per: [per], span: { days: 7 }, counts: 'attempt' } }])
  const before = contact({ at: at('2026-05-04 16:00'), channel: 'sms', outcome: 'sent' })

  test('the last check before a send counts what went before to the same number, and not what went to another', () => {
    const second = { ...point, id: 12 as PointId, number: 112 as NumberId }
    const seen = dossier({ points: [point, second], contacts: [before] })
    expect(rulesOf(capOf('point'), questionOf({ dossier: seen }))).toEqual(['XX-T2'])
    expect(rulesOf(capOf('point'), questionOf({ dossier: seen }, { point: second.id }))).toEqual([])
  })

  test('the last check before a send counts days past due from the oldest unpaid date on, or as the contact has it where nothing is unpaid', () => {
    const late = schedulesOf([
      {
        kind: 'window',
        appliesTo: { dpd: { min: 31 } },
        parameters: { open: [{ days: 'daily', hours: ['01:00', '02:00'] }] },
      },
    ])
    const judged = (anchor: string | null, row: object) =>
      rulesOf(late, questionOf({ dossier: dossier({ accounts: [{ ...account, anchor }] }) }, row))
    expect(judged('2026-04-30', {})).toEqual([])
    expect(judged('2026-04-04', {})).toEqual(['XX-T2'])
    expect(judged(null, { episode: '2026-04-04', dpd: 0 })).toEqual(['XX-T2'])
    expect(judged(null, { episode: null, dpd: 31 })).toEqual(['XX-T2'])
    expect(judged(null, { episode: null, dpd: 30 })).toEqual([])
  })

  test('the last check before a send takes what was shown of the agent who speaks, and of nobody else', () => {
    const trained = schedulesOf([{ kind: 'require', parameters: { all: [{ evidence: 'agent.trained' }] } }])
    const shown = {
      key: 'agent.trained',
      value: true,
      at: at('2026-05-01'),
      until: null,
      account: null,
      point: null,
      agent: 'ann',
    }
    const by = (evidence: (typeof shown)[]) =>
      rulesOf(trained, questionOf({ moment: 'claim', agent: { name: 'ann', evidence } }))
    expect(by([shown])).toEqual([])
    expect(by([{ ...shown, until: at('2026-05-02') as never }])).toEqual(['XX-T2'])
    expect(by([{ ...shown, at: at('2026-05-06') }])).toEqual(['XX-T2'])
    expect(by([])).toEqual(['XX-T2'])
  })

  test('holds to the packs that the strategy adds', () => {
    const shut = packOf(
      [
        {
          kind: 'window',
          parameters: { open: [{ days: 'daily', hours: ['01:00', '02:00'] }] },
          rule: 'XX-SHUT',
        },
      ],
      {
        pack: 'xx-added',
        binds: { product: ['mortgage'] },
      },
    )
    const schedules = schedulesOf([])
    const added = { ...schedules, packs: [...schedules.packs, shut] }
    expect(rulesOf(added, questionOf())).toEqual([])
    expect(rulesOf(added, questionOf({ packs: ['xx-added'] }))).toEqual(['XX-SHUT'])
  })
})
