import { describe, expect, it } from 'vitest'
import { permit } from '../../../../src/core/compliance/permit.ts'
import type { Evidence, Question } from '../../../../src/core/model/question.ts'
import { at, file, lawOf, past, question, shown, type TestRule } from '../../../support/law.ts'

const requires = (parameters: object, more: object = {}): TestRule => ({
  kind: 'require',
  parameters,
  ...more,
})
const needs = (evidence: string, more: object = {}) => requires({ all: [{ evidence, ...more }] })

function answer(rule: TestRule, evidence: Evidence[], with_: Partial<Question> = {}) {
  return permit(question('2026-05-05T10:00', with_), file({ evidence }), lawOf([rule]))
}

describe('required evidence', () => {
  it('the evidence is recorded, or is a tag of the contact', () => {
    expect(answer(needs('court_order'), [])).toMatchObject({ answer: 'deny', reasons: [{ rule: 'XX-T1' }] })
    expect(answer(needs('court_order'), [shown('court_order')]).answer).toBe('permit')
    expect(answer(needs('court_order'), [], { tags: ['court_order'] }).answer).toBe('permit')
  })

  it('the evidence is of this account, this number, and of now', () => {
    const rule = needs('consent.sms')
    expect(answer(rule, [shown('consent.sms', { account: 'A1' })]).answer).toBe('permit')
    expect(answer(rule, [shown('consent.sms', { account: 'A2' })]).answer).toBe('deny')
    expect(answer(rule, [shown('consent.sms', { point: 'N2' })]).answer).toBe('deny')
    expect(answer(rule, [shown('consent.sms', { at: at('2026-05-06T10:00') })]).answer).toBe('deny')
    expect(answer(rule, [shown('consent.sms', { until: at('2026-05-05T10:00') })]).answer).toBe('deny')
    const both = { accounts: ['A1', 'A2'] }
    expect(answer(rule, [shown('consent.sms', { account: 'A1' })], both).answer).toBe('deny')
    const each = [shown('consent.sms', { account: 'A1' }), shown('consent.sms', { account: 'A2' })]
    expect(answer(rule, each, both).answer).toBe('permit')
  })

  it('a consent ends with its revocation and begins again with a new one', () => {
    const revoked = [shown('consent.sms'), shown('consent.sms', { value: false, at: at('2026-02-01T10:00') })]
    expect(answer(needs('consent.sms'), revoked).answer).toBe('deny')
    const again = [...revoked, shown('consent.sms', { at: at('2026-03-01T10:00') })]
    expect(answer(needs('consent.sms'), again).answer).toBe('permit')
  })

  it('the evidence can have to be young, by dates', () => {
    const rule = needs('consent.sms', { maxAge: { days: 60 } })
    expect(answer(rule, [shown('consent.sms', { at: at('2026-03-06T23:00') })]).answer).toBe('permit')
    expect(answer(rule, [shown('consent.sms', { at: at('2026-03-05T23:00') })]).answer).toBe('deny')
    const yearly = needs('bot.approved', { maxAge: { years: 1 } })
    expect(answer(yearly, [shown('bot.approved', { at: at('2025-05-05T09:00') })]).answer).toBe('permit')
    expect(answer(yearly, [shown('bot.approved', { at: at('2025-05-04T09:00') })]).answer).toBe('deny')
  })

  it('the evidence can have to be old, by dates', () => {
    const rule = needs('notice.deliverable', { minAge: { days: 14 } })
    expect(answer(rule, [shown('notice.deliverable', { at: at('2026-04-21T18:00') })]).answer).toBe('permit')
    const young = shown('notice.deliverable', { at: at('2026-04-22T08:00') })
    expect(answer(rule, [young])).toMatchObject({ answer: 'defer', to: at('2026-05-06T00:00') })
    expect(answer(rule, [{ ...young, until: at('2026-05-05T23:00') }])).toMatchObject({
      answer: 'deny',
      reasons: [{ missing: ['notice.deliverable'], liftsAt: null }],
    })
  })

  it('the contact waits for the first of several that is old enough, and for the last where all are needed', () => {
    const notice = { evidence: 'notice.deliverable', minAge: { days: 14 } }
    const told = { evidence: 'visit.notice', minAge: { days: 1 } }
    const recorded = [
      shown('notice.deliverable', { at: at('2026-04-28T08:00') }),
      shown('visit.notice', { at: at('2026-05-05T08:00') }),
    ]
    expect(answer(requires({ any: [notice, told] }), recorded)).toMatchObject({ to: at('2026-05-06T00:00') })
    expect(answer(requires({ all: [notice, told] }), recorded)).toMatchObject({ to: at('2026-05-12T00:00') })
    expect(answer(requires({ all: [notice, told] }), recorded.slice(1)).answer).toBe('deny')
  })

  it('the evidence can be a number, or a channel', () => {
    const two = needs('visit.staff', { min: 2 })
    expect(answer(two, [shown('visit.staff', { value: 2 })]).answer).toBe('permit')
    expect(answer(two, [shown('visit.staff', { value: 1 })]).answer).toBe('deny')
    const channel = needs('consent.channel', { per: 'channel' })
    expect(answer(channel, [shown('consent.channel', { value: 'call' })]).answer).toBe('permit')
    expect(answer(channel, [shown('consent.channel', { value: 'sms' })]).answer).toBe('deny')
  })

  it('the evidence is one of several, or all of them', () => {
    const any = requires({ any: [{ evidence: 'consent.sms' }, { evidence: 'court_order' }] })
    expect(answer(any, [shown('court_order')]).answer).toBe('permit')
    expect(answer(any, []).answer).toBe('deny')
    const all = requires({ all: [{ evidence: 'consent.sms' }, { evidence: 'court_order' }] })
    expect(answer(all, [shown('court_order')]).answer).toBe('deny')
  })
})

describe('what an agent shows at claim', () => {
  const rule = needs('agent.trained')

  it('such evidence is a duty before, and refuses at claim when it is missing', () => {
    for (const moment of ['plan', 'redeem'] as const) {
      expect(answer(rule, [], { moment })).toMatchObject({
        answer: 'permit',
        duties: [{ rule: 'XX-T1', key: 'agent.trained' }],
      })
    }
    expect(answer(rule, [], { moment: 'claim' }).answer).toBe('deny')
    expect(answer(rule, [shown('agent.trained')], { moment: 'claim' })).toMatchObject({
      answer: 'permit',
      duties: [],
    })
  })

  it('such evidence cannot be put off where nobody claims', () => {
    expect(answer(rule, [], { moment: 'plan', channel: 'sms' }).answer).toBe('deny')
  })

  it('such evidence does not hide what is missing now', () => {
    const both = requires({ all: [{ evidence: 'agent.trained' }, { evidence: 'court_order' }] })
    expect(answer(both, [], { moment: 'plan' })).toMatchObject({
      answer: 'deny',
      duties: [{ key: 'agent.trained' }],
      reasons: [{ rule: 'XX-T1' }],
    })
  })
})

describe('what history gives', () => {
  const asks = (
    evidence: string,
    history: ReturnType<typeof past>[],
    with_: Partial<Question> = {},
    more = {},
  ) => permit(question('2026-05-05T10:00', with_), file({ history }), lawOf([needs(evidence, more)])).answer

  it('history says whether this is the first communication', () => {
    const key = 'first_communication_pending'
    expect(asks(key, [past('2026-05-01T10:00')])).toBe('permit')
    expect(asks(key, [past('2026-05-01T10:00', { channel: 'sms', outcome: 'delivered' })])).toBe('deny')
    expect(asks(key, [past('2026-05-01T10:00', { outcome: 'conversation', accounts: ['A2'] })])).toBe(
      'permit',
    )
    expect(asks(key, [past('2026-05-01T10:00', { outcome: 'conversation', collector: 'CO2' })])).toBe(
      'permit',
    )
    const neighbour = past('2026-05-01T10:00', { outcome: 'third', role: 'third', purpose: 'locate' })
    expect(asks(key, [neighbour])).toBe('permit')
    expect(asks(key, [neighbour], { role: 'household' })).toBe('deny')
    expect(asks(key, [past('2026-05-01T10:00', { outcome: 'conversation', role: 'spouse' })])).toBe('deny')
  })

  it('history says whether the debtor was spoken to, which an open call does not show', () => {
    expect(asks('debtor.spoken', [past('2026-05-01T10:00', { outcome: 'conversation' })])).toBe('permit')
    expect(asks('debtor.spoken', [past('2026-05-01T10:00', { outcome: 'pending' })])).toBe('deny')
    expect(
      asks('debtor.spoken', [past('2026-05-01T10:00', { outcome: 'conversation', role: 'third' })]),
    ).toBe('deny')
    expect(asks('debtor.spoken', [past('2026-05-01T10:00', { channel: 'visit', outcome: 'met' })])).toBe(
      'permit',
    )
    expect(asks('debtor.spoken', [past('2026-05-01T10:00', { channel: 'sms', outcome: 'replied' })])).toBe(
      'deny',
    )
  })

  it('history gives failed contacts in a row', () => {
    const failed = [past('2026-05-01T10:00'), past('2026-05-02T10:00'), past('2026-05-03T10:00')]
    const key = 'debtor.failed_contacts_in_row'
    expect(asks(key, failed, {}, { min: 3 })).toBe('permit')
    expect(asks(key, failed.slice(1), {}, { min: 3 })).toBe('deny')
    const reached = [...failed, past('2026-05-02T12:00', { outcome: 'conversation' })]
    expect(asks(key, reached, {}, { min: 3 })).toBe('deny')
    const open = [...failed, past('2026-05-04T12:00', { outcome: 'pending' })]
    expect(asks(key, open, {}, { min: 3 })).toBe('deny')
  })

  it('history gives one reply to what the debtor wrote, on the same medium', () => {
    const key = 'debtor_initiated_same_medium_once'
    const wrote = past('2026-05-05T09:00', { channel: 'sms', direction: 'in', outcome: 'replied' })
    const reply = { channel: 'sms', purpose: 'reply' } as const
    expect(asks(key, [wrote], reply)).toBe('permit')
    expect(asks(key, [wrote], { ...reply, channel: 'call' })).toBe('deny')
    expect(asks(key, [wrote], { ...reply, purpose: 'collect' })).toBe('deny')
    const answered = past('2026-05-05T09:30', { channel: 'sms', outcome: 'sent', purpose: 'reply' })
    expect(asks(key, [wrote, answered], reply)).toBe('deny')
  })

  it('history gives consent to one more call, until the next conversation and for a week', () => {
    const rule = needs('consented_7d')
    const given = (local: string) => [shown('consented_7d', { at: at(local) })]
    expect(answer(rule, given('2026-04-29T10:00')).answer).toBe('permit')
    expect(answer(rule, given('2026-04-28T10:00')).answer).toBe('deny')
    const history = [past('2026-05-04T10:00', { outcome: 'conversation' })]
    const spoken = file({ evidence: given('2026-05-03T10:00'), history })
    expect(permit(question('2026-05-05T10:00'), spoken, lawOf([rule])).answer).toBe('deny')
  })
})
