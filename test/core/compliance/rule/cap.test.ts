import { describe, expect, it } from 'vitest'
import { permit } from '../../../../src/core/compliance/permit.ts'
import { at, file, lawOf, past, question, type TestRule } from '../../../support/law.ts'

function cap(parameters: object, more: object = {}): TestRule {
  return { kind: 'cap', parameters: { per: ['person'], counts: 'attempt', ...parameters }, ...more }
}

const days = (...list: string[]) => list.map((day) => past(`2026-04-${day}T10:00`))

const OTHER = {
  automation: 'human',
  line: 'mobile',
  actor: 'third_party',
  product: 'consumer_loan',
  action: 'contact',
} as const

describe('a cap over days', () => {
  const law = lawOf([cap({ max: 2, span: { days: 7 } })])

  it('the cap counts dates, today included, and opens when the oldest leaves', () => {
    const history = days('01', '03')
    expect(permit(question('2026-04-07T09:00'), file({ history }), law)).toMatchObject({
      answer: 'defer',
      to: at('2026-04-08T00:00'),
      reasons: [{ liftsAt: at('2026-04-08T00:00') }],
    })
    expect(permit(question('2026-04-08T00:00'), file({ history }), law).answer).toBe('permit')
  })

  it('the cap does not shorten by the hour that spring takes', () => {
    const history = [past('2026-03-03T10:00'), past('2026-03-04T10:00')]
    expect(permit(question('2026-03-09T09:30'), file({ history }), law)).toMatchObject({
      to: at('2026-03-10T00:00'),
    })
  })

  it('the cap keeps the window of a contact that is planned for later', () => {
    const history = days('08', '10').map((one) => ({ ...one, outcome: 'pending' as const }))
    expect(permit(question('2026-04-06T10:00'), file({ history }), law)).toMatchObject({
      answer: 'defer',
      to: at('2026-04-15T00:00'),
    })
    expect(permit(question('2026-04-03T10:00'), file({ history }), law).answer).toBe('permit')
  })

  it('the cap is not filled by a settled contact that is later than the one judged; from then on it is', () => {
    const history = days('08', '10')
    expect(permit(question('2026-04-06T10:00'), file({ history }), law).answer).toBe('permit')
    expect(permit(question('2026-04-08T09:59:59'), file({ history }), law).answer).toBe('permit')
    const [made] = days('06')
    const both = file({ history: made ? [made, ...history] : history })
    // The window holds two by then; on the 13th, when the first has left, that of the 10th has come.
    expect(permit(question('2026-04-08T10:00'), both, law)).toMatchObject({ to: at('2026-04-15T00:00') })
    expect(permit(question('2026-04-08T09:00'), both, law).answer).toBe('permit')
  })

  it('the cap counts only past contacts of the kind that it selects; what is not known of one counts', () => {
    const parameters = { max: 1, per: ['person'], counts: 'attempt', span: { days: 7 } }
    const only = { automation: ['bot'], lines: ['landline'], actors: ['first_party'], products: ['rent'] }
    const asked = (with_: object) =>
      permit(
        question('2026-04-08T10:00'),
        file({ history: [past('2026-04-07T10:00', { ...OTHER, ...with_ })] }),
        lawOf([{ kind: 'cap', parameters: { ...parameters, only: { ...only, actions: ['negotiate'] } } }]),
      ).answer
    const alike = {
      automation: 'bot',
      line: 'landline',
      actor: 'first_party',
      product: 'rent',
      action: 'negotiate',
    }
    expect(asked(alike)).toBe('defer')
    for (const key of Object.keys(alike)) {
      expect([key, asked({ ...alike, [key]: OTHER[key as keyof typeof OTHER] })]).toEqual([key, 'permit'])
      expect([key, asked({ ...alike, [key]: null })]).toEqual([key, 'defer'])
    }
  })

  it('the cap counts an attempt that is still open', () => {
    const answered = lawOf([cap({ max: 1, span: { days: 1 }, counts: 'conversation' })])
    const history = [past('2026-04-07T09:00', { outcome: 'pending' })]
    expect(permit(question('2026-04-07T10:00'), file({ history }), answered).answer).toBe('defer')
  })

  it('the cap counts by the dates of every candidate zone', () => {
    const two = file({ zones: ['America/New_York', 'Asia/Tokyo'], history: [past('2026-04-07T09:00')] })
    const once = lawOf([cap({ max: 1, span: { days: 1 } })])
    expect(permit(question('2026-04-07T10:00'), two, once)).toMatchObject({ to: at('2026-04-08T00:00') })
    expect(permit(question('2026-04-07T12:00'), two, once)).toMatchObject({ to: at('2026-04-08T00:00') })
  })
})

describe('a cap of the calendar', () => {
  it('the cap opens on the first day of the next week, as weeks begin there', () => {
    const monday = lawOf([cap({ max: 1, span: { calendar: 'week' } })])
    const sunday = lawOf([cap({ max: 1, span: { calendar: 'week' } })], {
      clock: { zone: 'debtor', weekStart: 'sun' },
    })
    const history = [past('2026-12-31T10:00')]
    const asked = question('2027-01-01T10:00')
    expect(permit(asked, file({ history }), monday)).toMatchObject({ to: at('2027-01-04T00:00') })
    expect(permit(asked, file({ history }), sunday)).toMatchObject({ to: at('2027-01-03T00:00') })
  })

  it('the cap goes by calendar months', () => {
    const law = lawOf([cap({ max: 2, span: { calendar: 'month' } })])
    const history = [past('2026-01-31T10:00'), past('2026-02-01T10:00'), past('2026-02-28T10:00')]
    expect(permit(question('2026-02-28T11:00'), file({ history }), law)).toMatchObject({
      to: at('2026-03-01T00:00'),
    })
    expect(permit(question('2026-01-31T11:00'), file({ history }), law).answer).toBe('permit')
  })
})

describe('a cap of a day on which the clock is put forward or back', () => {
  const law = lawOf([cap({ max: 1, span: { days: 1 } })])

  it.each([
    ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['America/New_York', '2026-11-01T03:59:59Z', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    // Santiago has no midnight on the day in September, and in April the last hour of Saturday comes twice.
    ['America/Santiago', '2026-09-06T03:59:59Z', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    ['America/Santiago', '2026-04-04T02:59:59Z', '2026-04-04T03:00:00Z', '2026-04-05T04:00:00Z'],
  ])('the day of %s after %s is one, however long it is', (zone, eve, begins, ends) => {
    const asked = question(Date.parse(ends) - 1000)
    const about = (contact: string) => file({ zones: [zone], history: [past(Date.parse(contact))] })
    expect(permit(asked, about(eve), law).answer).toBe('permit')
    expect(permit(asked, about(begins), law)).toMatchObject({ answer: 'defer', to: Date.parse(ends) })
    expect(permit(question(Date.parse(ends)), about(begins), law).answer).toBe('permit')
  })
})

describe('a cap over hours', () => {
  it('the hours are elapsed time', () => {
    const law = lawOf([cap({ max: 1, span: { hours: 24 } })])
    const history = [past('2026-03-07T10:00')]
    expect(permit(question('2026-03-08T10:00'), file({ history }), law)).toMatchObject({
      to: Date.parse('2026-03-08T15:00:00Z'),
    })
  })
})

describe('a cap for life', () => {
  it('the cap never opens', () => {
    const law = lawOf([cap({ max: 1, span: { lifetime: true } })])
    const verdict = permit(question('2026-04-07T09:00'), file({ history: [past('2019-04-01T10:00')] }), law)
    expect(verdict).toMatchObject({ answer: 'deny', review: false, reasons: [{ liftsAt: null }] })
  })
})

describe('what a cap counts', () => {
  const answer = (rule: TestRule, history: ReturnType<typeof past>[], asked = question('2026-04-07T20:00')) =>
    permit(asked, file({ history }), lawOf([rule])).answer

  it('a cap counts only contacts that got so far', () => {
    const connected = cap({ max: 1, span: { days: 1 }, counts: 'connected' })
    expect(answer(connected, [past('2026-04-07T09:00', { outcome: 'not_connected' })])).toBe('permit')
    expect(answer(connected, [past('2026-04-07T09:00', { outcome: 'no_answer' })])).toBe('defer')
    const answered = cap({ max: 1, span: { days: 1 }, counts: 'answered' })
    expect(answer(answered, [past('2026-04-07T09:00', { outcome: 'no_answer' })])).toBe('permit')
    expect(answer(answered, [past('2026-04-07T09:00', { outcome: 'voicemail' })])).toBe('defer')
  })

  it('a cap counts only what was not answered', () => {
    const unanswered = cap({ max: 1, span: { days: 1 }, onlyUnanswered: true })
    expect(answer(unanswered, [past('2026-04-07T09:00', { outcome: 'conversation' })])).toBe('permit')
    expect(answer(unanswered, [past('2026-04-07T09:00')])).toBe('defer')
    expect(answer(unanswered, [past('2026-04-07T09:00', { outcome: 'pending' })])).toBe('defer')
  })

  it('a cap counts nothing that came in', () => {
    const any = cap({ max: 1, span: { days: 1 } })
    expect(answer(any, [past('2026-04-07T09:00', { direction: 'in', outcome: 'conversation' })])).toBe(
      'permit',
    )
  })

  it('a cap counts only its own channels, purposes and tags', () => {
    const voice = cap(
      { max: 1, span: { days: 1 }, not: ['legal_notice'] },
      { appliesTo: { channels: ['voice'] } },
    )
    expect(answer(voice, [past('2026-04-07T09:00', { channel: 'sms' })])).toBe('permit')
    expect(answer(voice, [past('2026-04-07T09:00', { purpose: 'legal_notice' })])).toBe('permit')
    expect(answer(voice, [past('2026-04-07T09:00', { tags: ['legal_notice'] })])).toBe('permit')
    const notice = question('2026-04-07T20:00', { purpose: 'legal_notice' })
    expect(answer(voice, [past('2026-04-07T09:00')], notice)).toBe('permit')
  })

  it('a cap counts only contacts of the same scopes', () => {
    const other = { person: 'P2', accounts: ['A2'], bookedTo: 'A2', creditor: 'CR2' }
    const history = [past('2026-04-07T09:00', other)]
    expect(answer(cap({ max: 1, span: { days: 1 } }), history)).toBe('permit')
    expect(answer(cap({ max: 1, span: { days: 1 }, per: ['point'] }), history)).toBe('defer')
    expect(answer(cap({ max: 1, span: { days: 1 }, per: ['point', 'creditor'] }), history)).toBe('permit')
    expect(answer(cap({ max: 1, span: { days: 1 }, per: ['collector'] }), history)).toBe('defer')
  })

  it('a cap counts all contacts of a person where the household is not known', () => {
    const household = cap({ max: 1, span: { days: 1 }, per: ['household'] })
    expect(answer(household, [past('2026-04-07T09:00', { household: 'H1' })])).toBe('defer')
    expect(answer(household, [past('2026-04-07T09:00', { household: 'H1', person: 'P2' })])).toBe('permit')
  })

  it('a cap counts each debt of an unanswered call once, by how it is booked', () => {
    const split = cap({ max: 1, span: { days: 7 }, per: ['account'], split: 'one' })
    const call = { accounts: ['A1', 'A2'], bookedTo: 'A2' }
    expect(answer(split, [past('2026-04-07T09:00', call)])).toBe('permit')
    expect(answer(split, [past('2026-04-07T09:00', { ...call, outcome: 'conversation' })])).toBe('defer')
    expect(answer(split, [past('2026-04-07T09:00', { ...call, channel: 'sms', outcome: 'sent' })])).toBe(
      'defer',
    )
    const both = question('2026-04-07T20:00', { accounts: ['A1', 'A2'] })
    expect(answer(split, [past('2026-04-07T09:00', call)], both)).toBe('defer')
  })

  it('a cap can count channels instead of contacts', () => {
    const one = cap({ max: 1, span: { days: 7 }, distinct: 'channel' })
    const history = [past('2026-04-06T09:00'), past('2026-04-07T09:00')]
    expect(answer(one, history)).toBe('permit')
    expect(answer(one, history, question('2026-04-07T20:00', { channel: 'sms' }))).toBe('defer')
  })
})
