import { describe, expect, it } from 'vitest'
import { permit } from '../../../../src/core/compliance/permit.ts'
import type { Circumstances, Question, Status } from '../../../../src/core/model/question.ts'
import { at, file, lawOf, question, shown, status, type TestRule } from '../../../support/law.ts'

function hold(parameters: object, more: object = {}): TestRule {
  return { kind: 'hold', parameters: { stops: ['contact'], scope: 'account', ...parameters }, ...more }
}
const open = (name: string, more: object = {}) => hold({ while: name, lasts: { until: ['over'] }, ...more })

function answer(rule: TestRule, facts: Partial<Circumstances>, with_: Partial<Question> = {}) {
  return permit(question('2026-05-05T10:00', with_), file(facts), lawOf([rule]))
}

describe('a hold', () => {
  const dispute = status('dispute.open', '2026-05-01T10:00', { accounts: ['A1'] })

  it('the hold lasts from its start until an event ends it', () => {
    const rule = open('dispute.open')
    expect(answer(rule, { statuses: [dispute] })).toMatchObject({
      answer: 'deny',
      reasons: [{ liftsAt: null }],
    })
    const early = question('2026-05-01T09:59')
    expect(permit(early, file({ statuses: [dispute] }), lawOf([rule])).answer).toBe('permit')
    expect(answer(rule, { statuses: [{ ...dispute, lifted: at('2026-05-04T10:00') }] }).answer).toBe('permit')
    const over = [shown('over', { at: at('2026-05-04T10:00') })]
    expect(answer(rule, { statuses: [dispute], evidence: over }).answer).toBe('permit')
    const before = [shown('over', { at: at('2026-04-04T10:00') })]
    expect(answer(rule, { statuses: [dispute], evidence: before }).answer).toBe('deny')
  })

  it('the hold is not ended by an event that the rule does not name', () => {
    const lifted = { ...dispute, lifted: at('2026-05-04T10:00'), liftedBy: 'something' }
    expect(answer(open('dispute.open'), { statuses: [lifted] }).answer).toBe('deny')
    expect(answer(open('dispute.open'), { statuses: [{ ...lifted, liftedBy: 'over' }] }).answer).toBe(
      'permit',
    )
  })

  it('the hold is ended for a debt only by what is about that debt', () => {
    const both = { ...dispute, accounts: ['A1', 'A2'] }
    const evidence = [shown('over', { at: at('2026-05-04T10:00'), account: 'A1' })]
    const about = (...accounts: string[]) =>
      answer(open('dispute.open'), { statuses: [both], evidence }, { accounts }).answer
    expect([about('A1'), about('A2'), about('A1', 'A2'), about('A1', 'A3')]).toEqual([
      'permit',
      'deny',
      'deny',
      'permit',
    ])
    const person = open('dispute.open', { scope: 'person' })
    const whole = { statuses: [{ ...both, accounts: null }], evidence }
    expect(answer(person, whole, { accounts: ['A1'] }).answer).toBe('permit')
    expect(answer(person, whole, { accounts: ['A1', 'A2'] }).answer).toBe('deny')
  })

  it('a status beyond a limit still holds, but a human is asked where the rule says so', () => {
    const limited = (limit: object) =>
      open('breathing.standard', { limit, lasts: { until: ['breathing.cancelled'] } })
    const once = { max: 1, perMonths: 12, beyond: 'review' }
    const begun = (day: string, more: object = {}) => ({
      ...status('breathing.standard', `${day}T10:00`, { accounts: ['A1'] }),
      ...more,
    })
    const over = (day: string) => begun(day, { lifted: at('2026-01-01T00:00') })
    const effect = (limit: object, ...statuses: Status[]) => {
      const verdict = answer(limited(limit), { statuses })
      return verdict.answer === 'deny' ? [verdict.reasons[0]?.effect, verdict.review] : verdict.answer
    }
    expect(effect(once, begun('2026-05-01'))).toEqual(['block', false])
    expect(effect(once, over('2025-05-02'), begun('2026-05-01'))).toEqual(['review', true])
    expect(effect(once, over('2025-05-01'), begun('2026-05-01'))).toEqual(['block', false])
    expect(effect(once, over('2025-11-01'), { ...begun('2026-05-01'), accounts: ['A1', 'A2'] })).toEqual([
      'review',
      true,
    ])
    expect(effect(once, { ...over('2025-11-01'), accounts: ['A2'] }, begun('2026-05-01'))).toEqual([
      'block',
      false,
    ])
    expect(effect(once, begun('2026-05-01'), begun('2026-05-01', { at: at('2026-05-01T11:00') }))).toEqual([
      'block',
      false,
    ])
    expect(effect(once, over('2025-11-01'))).toBe('permit')
    expect(effect({ max: 1 }, over('2025-11-01'), begun('2026-05-01'))).toEqual(['block', false])
  })

  it('the hold ends by itself after the last day of the status', () => {
    const statuses = [{ ...dispute, until: '2026-05-07' }]
    expect(answer(open('dispute.open'), { statuses })).toMatchObject({
      answer: 'defer',
      to: at('2026-05-08T00:00'),
    })
  })

  it('the hold is about its account, and about a contact that touches it', () => {
    const rule = open('dispute.open')
    expect(answer(rule, { statuses: [dispute] }, { accounts: ['A2'] }).answer).toBe('permit')
    expect(answer(rule, { statuses: [dispute] }, { accounts: ['A1', 'A2'] }).answer).toBe('deny')
    const person = open('dispute.open', { scope: 'person' })
    expect(answer(person, { statuses: [dispute] }, { accounts: ['A2'] }).answer).toBe('deny')
  })

  it('the hold stops only the acts that it names', () => {
    const rule = open('status.time_barred', { stops: ['enforcement'] })
    const statuses = [status('status.time_barred', '2026-01-01T10:00')]
    expect(answer(rule, { statuses }).answer).toBe('permit')
    expect(answer(rule, { statuses }, { action: 'threat_sue' }).answer).toBe('deny')
    expect(answer(rule, { statuses }, { action: 'sue', channel: null }).answer).toBe('deny')
  })

  it('the hold lets through what it allows', () => {
    const rule = open('dispute.open', { allows: ['reply', 'notice_terminating'] })
    expect(answer(rule, { statuses: [dispute] }, { purpose: 'reply' }).answer).toBe('permit')
    expect(answer(rule, { statuses: [dispute] }, { tags: ['notice_terminating'] }).answer).toBe('permit')
  })

  it('a hold that is always there is a ban with exceptions', () => {
    const rule = hold({ while: 'always', lasts: { until: ['never'] } }, { unless: ['court_order'] })
    expect(answer(rule, {}).answer).toBe('deny')
    expect(answer(rule, { evidence: [shown('court_order')] }).answer).toBe('permit')
    expect(answer(rule, { evidence: [shown('court_order', { account: 'A2' })] }).answer).toBe('deny')
  })

  it('a status can be recorded as evidence, with the place as its value', () => {
    const rule = hold({ while: 'employer.prohibits', scope: 'place', lasts: { until: ['employer.allows'] } })
    const evidence = [shown('employer.prohibits', { value: 'work' })]
    expect(answer(rule, { evidence }, { place: 'work' }).answer).toBe('deny')
    expect(answer(rule, { evidence }, { place: 'home' }).answer).toBe('permit')
    const revoked = [...evidence, shown('employer.prohibits', { value: false, at: at('2026-03-01T10:00') })]
    expect(answer(rule, { evidence: revoked }, { place: 'work' }).answer).toBe('permit')
  })
})

describe('an opt-out', () => {
  const rule = open('optout', { scope: 'point' })
  const optout = (more: object) => [status('optout', '2026-05-01T10:00', more)]

  it('an opt-out of a number holds that number for whoever it is', () => {
    const statuses = optout({ point: 'N1', accounts: ['A9'] })
    expect(answer(rule, { statuses }).answer).toBe('deny')
    expect(answer(rule, { statuses }, { person: 'P2', accounts: ['A2'] }).answer).toBe('deny')
    expect(answer(rule, { statuses }, { point: 'N2' }).answer).toBe('permit')
  })

  it('an opt-out of one address holds the whole debtor where the law says so', () => {
    const whole = open('optout', { scope: 'person' })
    const statuses = optout({ point: 'N1' })
    expect(answer(whole, { statuses }, { point: 'N2', channel: 'sms' }).answer).toBe('deny')
    expect(answer(whole, { statuses }, { point: null, channel: 'visit' }).answer).toBe('deny')
  })

  it('an opt-out of a medium holds the medium', () => {
    const statuses = optout({ channel: 'sms' })
    expect(answer(rule, { statuses }, { channel: 'sms', point: 'N2' }).answer).toBe('deny')
    expect(answer(rule, { statuses }, { channel: 'call' }).answer).toBe('permit')
  })

  it('an opt-out of calls holds what is left in a voicemail box too', () => {
    const statuses = optout({ channel: 'call' })
    expect(answer(rule, { statuses }, { channel: 'voicedrop' }).answer).toBe('deny')
    expect(answer(rule, { statuses: optout({ channel: 'voicedrop' }) }).answer).toBe('permit')
  })

  it('an opt-out of everything holds everything', () => {
    expect(answer(rule, { statuses: optout({}) }, { point: 'N7' }).answer).toBe('deny')
  })
})

describe('a hold for a time', () => {
  const breathing = hold({
    while: 'breathing.standard',
    lasts: { for: { days: 60 }, from: 'breathing.start', until: ['breathing.cancelled'] },
  })
  const statuses = [status('breathing.standard', '2026-03-01T00:00', { accounts: ['A1'] })]

  it('the hold counts its first date as day 1', () => {
    const evidence = [shown('breathing.start', { at: at('2026-03-10T12:00') })]
    expect(answer(breathing, { statuses, evidence })).toMatchObject({
      answer: 'defer',
      to: at('2026-05-09T00:00'),
    })
  })

  it('the hold keeps its last day too, where the next date is day 1; a day that does not exist gives the one after', () => {
    const freeFrom = (from: string, length: object) => {
      const rule = hold({ while: 'counted', lasts: { for: length, dayOne: 'next' } })
      const asked = question(`${from}T10:00`)
      const statuses = [status('counted', `${from}T09:00`)]
      return permit(asked, file({ statuses }), lawOf([rule]), { horizonDays: 300 })
    }
    expect(freeFrom('2026-03-01', { months: 6 })).toMatchObject({ to: at('2026-09-02T00:00') })
    expect(freeFrom('2026-08-31', { months: 6 })).toMatchObject({ to: at('2027-03-02T00:00') })
    expect(freeFrom('2026-08-30', { months: 6 })).toMatchObject({ to: at('2027-03-02T00:00') })
    expect(freeFrom('2026-03-01', { days: 10 })).toMatchObject({ to: at('2026-03-12T00:00') })
    // Friday: Monday is business day 1.
    expect(freeFrom('2026-05-08', { businessDays: 1 })).toMatchObject({ to: at('2026-05-12T00:00') })
    expect(freeFrom('2026-03-01', { hours: 24 })).toMatchObject({ to: at('2026-03-02T09:00') })
  })

  it('the hold is open-ended until the event that starts its time', () => {
    expect(answer(breathing, { statuses })).toMatchObject({ answer: 'deny' })
    const cancelled = [shown('breathing.cancelled', { at: at('2026-04-01T00:00') })]
    expect(answer(breathing, { statuses, evidence: cancelled }).answer).toBe('permit')
  })

  it('the hold can become permanent, or longer once', () => {
    const oral = hold({
      while: 'work.refused_oral',
      lasts: {
        for: { days: 10 },
        extension: { if: 'work.refused_written', within: { days: 7 }, until: ['work.refusal_withdrawn'] },
      },
    })
    const told = [status('work.refused_oral', '2026-05-01T10:00')]
    expect(answer(oral, { statuses: told })).toMatchObject({ to: at('2026-05-11T00:00') })
    const written = [shown('work.refused_written', { at: at('2026-05-04T10:00') })]
    expect(answer(oral, { statuses: told, evidence: written }).answer).toBe('deny')
    const late = [shown('work.refused_written', { at: at('2026-05-20T10:00') })]
    const asked = question('2026-06-05T10:00')
    expect(permit(asked, file({ statuses: told, evidence: late }), lawOf([oral])).answer).toBe('permit')

    const longer = hold({
      while: 'status.x',
      lasts: { for: { months: 1 }, extension: { times: 1, by: { months: 1 } } },
    })
    const ill = [status('status.x', '2026-04-10T10:00')]
    expect(answer(longer, { statuses: ill })).toMatchObject({ to: at('2026-05-10T00:00') })
    const extended = [shown('status.x.extended', { at: at('2026-05-01T10:00') })]
    expect(
      permit(question('2026-05-20T10:00'), file({ statuses: ill, evidence: extended }), lawOf([longer])),
    ).toMatchObject({ to: at('2026-06-10T00:00') })
  })
})
