import { describe, expect, it } from 'vitest'
import type { Channel } from '../../../../src/core/channel/channel.ts'
import { permit } from '../../../../src/core/compliance/permit.ts'
import { at, file, lawOf, NEW_YORK, question, type TestRule } from '../../../support/law.ts'

const daily: TestRule = {
  kind: 'window',
  parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }] },
}
const law = lawOf([daily])

describe('a window', () => {
  it('a window includes its start and excludes its end, to the second', () => {
    const answer = (local: string) => permit(question(local), file(), law).answer
    expect(answer('2026-05-05T07:59:59')).toBe('defer')
    expect(answer('2026-05-05T08:00:00')).toBe('permit')
    expect(answer('2026-05-05T20:59:59')).toBe('permit')
    expect(answer('2026-05-05T21:00:00')).toBe('defer')
  })

  it('a window says until when it stays open, and when it opens next', () => {
    expect(permit(question('2026-05-05T10:00'), file(), law)).toMatchObject({ until: at('2026-05-05T21:00') })
    expect(permit(question('2026-05-05T22:30'), file(), law)).toMatchObject({
      answer: 'defer',
      to: at('2026-05-06T08:00'),
      until: at('2026-05-06T21:00'),
      reasons: [{ rule: 'XX-T1', liftsAt: at('2026-05-06T08:00') }],
    })
  })

  it('a window follows the wall clock over the change to summer time', () => {
    const verdict = permit(question('2026-03-07T22:00'), file(), law)
    expect(verdict).toMatchObject({ to: Date.parse('2026-03-08T12:00:00Z') })
  })

  it('a window must be open in every place the debtor may be in', () => {
    const two = file({ zones: [NEW_YORK, 'America/Los_Angeles'] })
    expect(permit(question('2026-05-05T10:59'), two, law)).toMatchObject({
      to: at('2026-05-05T11:00'),
      until: at('2026-05-05T21:00'),
    })
  })

  it('a window that no two candidate zones share is for a human, not for a later try', () => {
    const evening = lawOf([
      { kind: 'window', parameters: { open: [{ days: 'daily', hours: ['08:00', '12:00'] }] } },
    ])
    const apart = file({ zones: ['America/Los_Angeles', 'Asia/Tokyo'] })
    expect(permit(question('2026-05-05T10:00'), apart, evening)).toMatchObject({
      answer: 'deny',
      review: true,
    })
  })

  it('a window that no two rules share is for a human too', () => {
    const hours = (from: string, to: string): TestRule => {
      return { kind: 'window', parameters: { open: [{ days: 'daily', hours: [from, to] }] } }
    }
    const never = lawOf([hours('08:00', '12:00'), hours('13:00', '17:00')])
    expect(permit(question('2026-05-05T10:00'), file(), never)).toMatchObject({
      answer: 'deny',
      review: true,
    })
  })

  it('a window holds the whole contact where it says so', () => {
    const whole = lawOf([{ ...daily, parameters: { ...(daily.parameters as object), wholeContact: true } }])
    const visit = (local: string) =>
      permit(question(local, { channel: 'visit', durationMinutes: 30 }), file(), whole)
    const lastInstant = at('2026-05-05T20:30')
    expect(visit('2026-05-05T20:29')).toMatchObject({ answer: 'permit', until: lastInstant + 1 })
    expect(visit('2026-05-05T20:30')).toMatchObject({ answer: 'permit', until: lastInstant + 1 })
    expect(visit('2026-05-05T20:30:01')).toMatchObject({ answer: 'defer', to: at('2026-05-06T08:00') })
  })

  it('a window holds a call of planned length whole, and a message only as it starts', () => {
    const whole = lawOf([{ ...daily, parameters: { ...(daily.parameters as object), wholeContact: true } }])
    const answer = (channel: Channel) =>
      permit(question('2026-05-05T20:45', { channel, durationMinutes: 30 }), file(), whole).answer
    expect((['call', 'voicedrop', 'visit'] as const).map(answer)).toEqual(['defer', 'defer', 'defer'])
    const messages = ['sms', 'im', 'email', 'push', 'social', 'letter'] as const
    expect(messages.map(answer)).toEqual(messages.map(() => 'permit'))
  })

  it('a window over midnight belongs to the date it starts on', () => {
    const late = lawOf([
      { kind: 'window', parameters: { open: [{ days: 'fri', hours: ['22:00', '02:00'] }] } },
    ])
    const answer = (local: string) => permit(question(local), file(), late).answer
    expect(answer('2026-05-08T23:00')).toBe('permit')
    expect(answer('2026-05-09T01:59')).toBe('permit')
    expect(answer('2026-05-09T02:00')).toBe('defer')
    expect(answer('2026-05-08T01:00')).toBe('defer')
    expect(permit(question('2026-05-08T23:00'), file(), late)).toMatchObject({
      until: at('2026-05-09T02:00'),
    })
  })

  it('a window of a pack with its own zone asks that zone only', () => {
    const china = lawOf([daily], { clock: { zone: 'Asia/Shanghai' } })
    expect(permit(question(at('2026-05-05T09:00', 'Asia/Shanghai')), file(), china).answer).toBe('permit')
    expect(permit(question('2026-05-05T10:00'), file(), china).answer).toBe('defer')
  })
})

describe('days of a window', () => {
  const calendar = {
    calendar: 'test',
    years: [2026],
    holidays: ['2026-05-11'],
    workdays: ['2026-05-16'],
    source: 'test',
  }
  const lawWith = (open: unknown[]) => lawOf([{ kind: 'window', parameters: { open } }], CLOCK, [calendar])
  const CLOCK = { clock: { zone: 'debtor', calendar: 'test' } }
  const answer = (open: unknown[], local: string) => permit(question(local), file(), lawWith(open)).answer

  it('a holiday beats everything where it is named', () => {
    const open = [
      { days: 'daily', hours: ['08:00', '20:00'] },
      { days: 'hol', hours: null },
    ]
    expect(answer(open, '2026-05-11T10:00')).toBe('defer')
    expect(answer(open, '2026-05-12T10:00')).toBe('permit')
  })

  it('a holiday is a day of rest, a worked Saturday is not', () => {
    const open = [{ days: 'workday', hours: ['08:00', '20:00'] }]
    expect(answer(open, '2026-05-11T10:00')).toBe('defer')
    expect(answer(open, '2026-05-16T10:00')).toBe('permit')
    expect(answer(open, '2026-05-17T10:00')).toBe('defer')
    const rest = [{ days: 'restday', hours: ['08:00', '20:00'] }]
    expect(answer(rest, '2026-05-11T10:00')).toBe('permit')
    expect(answer(rest, '2026-05-16T10:00')).toBe('defer')
  })

  it('the names of weekdays do not look at worked Saturdays', () => {
    expect(answer([{ days: 'mon-fri', hours: ['08:00', '20:00'] }], '2026-05-16T10:00')).toBe('defer')
  })

  it('the hours in a year that the calendar does not know are those that every reading opens, and that is noted', () => {
    const law = lawWith([
      { days: 'workday', hours: ['08:00', '20:00'] },
      { days: 'restday', hours: ['09:00', '18:00'] },
    ])
    const noted = [{ rule: 'calendar_unknown', effect: 'warn' }]
    const opens = { answer: 'defer', to: at('2027-05-11T09:00'), until: at('2027-05-11T18:00') }
    expect(permit(question('2027-05-11T08:59'), file(), law)).toMatchObject(opens)
    expect(permit(question('2027-05-11T09:00'), file(), law)).toMatchObject({
      answer: 'permit',
      until: at('2027-05-11T18:00'),
      warnings: noted,
    })
    expect(permit(question('2026-05-12T08:00'), file(), law)).toMatchObject({ warnings: [] })
  })

  it('such a year has no hours where a holiday or a rest day has none, and a human is asked', () => {
    for (const open of [
      [{ days: 'workday', hours: ['08:00', '20:00'] }],
      [
        { days: 'daily', hours: ['08:00', '20:00'] },
        { days: 'hol', hours: null },
      ],
    ]) {
      const verdict = permit(question('2027-05-11T10:00'), file(), lawWith(open))
      expect(verdict).toMatchObject({ answer: 'deny', review: true, reasons: [{ liftsAt: null }] })
    }
  })

  it('the hours of a day in doubt of a known year are judged alike', () => {
    const doubt = { ...calendar, unknown: ['2026-05-12'] }
    const open = [
      { days: 'workday', hours: ['08:00', '20:00'] },
      { days: 'restday', hours: ['09:00', '18:00'] },
    ]
    const law = lawOf([{ kind: 'window', parameters: { open } }], CLOCK, [doubt])
    expect(permit(question('2026-05-12T19:00'), file(), law)).toMatchObject({ answer: 'defer' })
    expect(permit(question('2026-05-13T19:00'), file(), law)).toMatchObject({ answer: 'permit' })
  })

  it('the first day that the calendar knows depends on the day before only where a slot passes midnight', () => {
    expect(answer([{ days: 'workday', hours: ['08:00', '20:00'] }], '2026-01-01T10:00')).toBe('permit')
    expect(answer([{ days: 'workday', hours: ['20:00', '02:00'] }], '2026-01-01T21:00')).toBe('permit')
    expect(answer([{ days: 'workday', hours: ['20:00', '02:00'] }], '2026-01-01T01:00')).toBe('defer')
  })

  it('the hours of a calendar that is not there are those of every reading', () => {
    const law = lawOf(
      [{ kind: 'window', parameters: { open: [{ days: 'workday', hours: ['08:00', '20:00'] }] } }],
      CLOCK,
    )
    expect(permit(question('2026-05-12T10:00'), file(), law).answer).toBe('deny')
  })
})

describe("the person's own closed hours", () => {
  const closed = [{ days: 'mon-fri', hours: ['09:00', '17:00'] as [string, string] }]

  it('the hours bind with no pack that names them', () => {
    expect(permit(question('2026-05-05T10:00'), file({ closed }), law)).toMatchObject({
      answer: 'defer',
      to: at('2026-05-05T17:00'),
      reasons: [{ rule: 'person_hours', pack: null }],
    })
    expect(permit(question('2026-05-05T08:30'), file({ closed }), law)).toMatchObject({
      answer: 'permit',
      until: at('2026-05-05T09:00'),
    })
  })

  it('the hours are said by the rule of a pack where there is one, and its exceptions hold', () => {
    const named = lawOf([{ kind: 'window', parameters: { open: 'person_hours' }, unless: ['consent.time'] }])
    const verdict = permit(question('2026-05-05T10:00'), file({ closed }), named)
    expect(verdict).toMatchObject({ answer: 'defer', reasons: [{ rule: 'XX-T1' }] })
    const agreed = question('2026-05-05T10:00', { tags: ['consent.time'] })
    expect(permit(agreed, file({ closed }), named).answer).toBe('permit')
  })

  it('the hours hold for the whole contact, also where the rule of a pack says them', () => {
    const named = lawOf([{ kind: 'window', parameters: { open: 'person_hours' } }])
    const visit = (durationMinutes: number) =>
      permit(question('2026-05-05T08:30', { channel: 'visit', durationMinutes }), file({ closed }), named)
    expect(visit(60)).toMatchObject({ answer: 'defer', to: at('2026-05-05T17:00') })
    expect(visit(31)).toMatchObject({ answer: 'defer', to: at('2026-05-05T17:00') })
    expect(visit(30)).toMatchObject({ answer: 'permit', until: at('2026-05-05T08:30') + 1 })
    expect(visit(29)).toMatchObject({ answer: 'permit', until: at('2026-05-05T08:31') + 1 })
  })

  it('the hours can close whole days', () => {
    const sundays = [{ days: 'sun', hours: null }]
    expect(permit(question('2026-05-10T10:00'), file({ closed: sundays }), law)).toMatchObject({
      to: at('2026-05-11T08:00'),
    })
  })

  it('closed hours that leave no hour open are for a human', () => {
    const always = [{ days: 'daily', hours: null }]
    expect(permit(question('2026-05-10T10:00'), file({ closed: always }), law)).toMatchObject({
      answer: 'deny',
      review: true,
    })
  })
})
