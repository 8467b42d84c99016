import { describe, expect, it } from 'vitest'
import { permit } from '../../../../src/core/compliance/permit.ts'
import type { Allowance, Circumstances, Question } from '../../../../src/core/model/question.ts'
import { at, file, lawOf, past, question, type TestRule } from '../../../support/law.ts'

const consent: TestRule = {
  kind: 'require',
  rule: 'XX-ASK',
  effect: 'review',
  appliesTo: { channels: ['sms'] },
  parameters: { any: [{ evidence: 'consent.sms' }] },
}
const hours: TestRule = {
  kind: 'window',
  rule: 'XX-HOURS',
  parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }] },
}
const given: Allowance = { rule: 'XX-ASK', account: 'A1', at: at('2026-05-04T15:00'), task: 7 }

function asked(known: Partial<Circumstances>, with_: Partial<Question> = {}, rules = [consent]) {
  const sms = { channel: 'sms' as const, at: at('2026-05-05T10:00'), ...with_ }
  return permit(question(sms.at, sms), file(known), lawOf(rules))
}

describe('what a human let pass once', () => {
  it('the contact is made, and the decision says who let it pass', () => {
    expect(asked({})).toMatchObject({ answer: 'deny', review: true })
    expect(asked({ allowed: [given] })).toMatchObject({
      answer: 'permit',
      warnings: [{ rule: 'XX-ASK', effect: 'review', text: expect.stringContaining('task 7') }],
    })
  })

  it('the allowance is used up by the next contact that the rule is about', () => {
    const sent = past('2026-05-04T16:00', { channel: 'sms', outcome: 'sent' })
    expect(asked({ allowed: [given], history: [sent] }).answer).toBe('deny')
    expect(asked({ allowed: [given], history: [{ ...sent, outcome: 'pending' }] }).answer).toBe('deny')
    const others = [
      { ...sent, channel: 'call' as const },
      { ...sent, accounts: ['A2'] },
      { ...sent, person: 'P2' },
      { ...sent, direction: 'in' as const },
      { ...sent, at: at('2026-05-04T14:59') },
    ]
    for (const history of others)
      expect(asked({ allowed: [given], history: [history] }).answer).toBe('permit')
    const again = { ...given, at: at('2026-05-04T17:00'), task: 8 }
    expect(asked({ allowed: [given, again], history: [sent] }).answer).toBe('permit')
  })

  it('the allowance is about one account, one rule, and seven days', () => {
    expect(asked({ allowed: [given] }, { accounts: ['A2'] }).answer).toBe('deny')
    expect(asked({ allowed: [given] }, { accounts: ['A1', 'A2'] }).answer).toBe('deny')
    expect(asked({ allowed: [{ ...given, rule: 'XX-OTHER' }] }).answer).toBe('deny')
    expect(asked({ allowed: [given] }, { at: at('2026-05-11T14:59') }).answer).toBe('permit')
    expect(asked({ allowed: [given] }, { at: at('2026-05-11T15:00') }).answer).toBe('deny')
    expect(asked({ allowed: [given] }, { at: at('2026-05-04T14:59') }).answer).toBe('deny')
  })

  it('the allowance also lifts a rule that could not be judged, if that asks for a review', () => {
    const unknown = { pack: 'xx-test', clock: { zone: 'debtor', calendar: 'nowhere' } }
    const workdays: TestRule = {
      kind: 'window',
      rule: 'XX-ASK',
      effect: 'review',
      parameters: { open: [{ days: 'workday', hours: ['08:00', '21:00'] }] },
    }
    const sms = question('2026-05-05T10:00', { channel: 'sms' })
    const under = (effect: string) => lawOf([{ ...workdays, effect }], unknown)
    expect(permit(sms, file(), under('review'))).toMatchObject({ answer: 'deny', review: true })
    expect(permit(sms, file({ allowed: [given] }), under('review')).answer).toBe('permit')
    expect(permit(sms, file({ allowed: [given] }), under('block')).answer).toBe('deny')
    const closed = [{ days: 'hol', hours: null }]
    const person = { ...given, rule: 'person_hours' }
    const nowhere = lawOf([consent], { ...unknown, binds: { residence: ['US'] } })
    const asksFor = (allowed: Allowance[]) =>
      permit({ ...sms, channel: 'call' }, file({ closed, allowed }), nowhere)
    expect(asksFor([])).toMatchObject({
      answer: 'deny',
      reasons: [{ rule: 'person_hours', effect: 'review' }],
    })
    expect(asksFor([person]).answer).toBe('permit')
  })

  it('the allowance loosens no other rule, and no rule that blocks', () => {
    const rules = [consent, hours]
    expect(asked({ allowed: [given] }, { at: at('2026-05-05T07:00') }, rules)).toMatchObject({
      answer: 'defer',
      to: at('2026-05-05T08:00'),
      reasons: [{ rule: 'XX-HOURS' }],
    })
    const blocks = { ...consent, effect: 'block' }
    expect(asked({ allowed: [given] }, {}, [blocks]).answer).toBe('deny')
    const named = { ...given, rule: 'XX-HOURS' }
    expect(asked({ allowed: [named] }, { at: at('2026-05-05T07:00') }, [hours]).answer).toBe('defer')
  })
})
