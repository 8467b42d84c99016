import { describe, expect, it } from 'vitest'
import { permit } from '../../../../src/core/compliance/permit.ts'
import { at, file, lawOf, past, question, shown, type TestRule } from '../../../support/law.ts'

function gap(parameters: object): TestRule {
  return { kind: 'gap', parameters: { per: ['person'], ...parameters } }
}
const spoken = (local: string) => past(local, { outcome: 'conversation' })

describe('a gap of days', () => {
  const history = [spoken('2026-08-13T10:00')]
  const asked = question('2026-08-19T10:00')

  it("the gap counts the event's date as day 1, or the next", () => {
    const rule = { after: { event: 'conversation' }, atLeast: { days: 7 } }
    expect(permit(asked, file({ history }), lawOf([gap(rule)]))).toMatchObject({ to: at('2026-08-20T00:00') })
    const next = lawOf([gap({ ...rule, dayOne: 'next' })])
    expect(permit(asked, file({ history }), next)).toMatchObject({ to: at('2026-08-21T00:00') })
  })

  it('the gap starts with a conversation that the debtor began, and with one that may be going on', () => {
    const law = lawOf([gap({ after: { event: 'conversation' }, atLeast: { days: 7 } })])
    const inbound = [past('2026-08-13T10:00', { direction: 'in', outcome: 'conversation' })]
    expect(permit(asked, file({ history: inbound }), law).answer).toBe('defer')
    const open = [past('2026-08-13T10:00', { outcome: 'pending' })]
    expect(permit(asked, file({ history: open }), law).answer).toBe('defer')
    expect(permit(asked, file({ history: [past('2026-08-13T10:00')] }), law).answer).toBe('permit')
  })

  it('the gap looks at the latest event of its channels and scopes', () => {
    const law = lawOf([
      gap({ after: { event: 'conversation', channels: ['call'] }, atLeast: { days: 7 }, per: ['account'] }),
    ])
    const two = [spoken('2026-08-15T10:00'), spoken('2026-08-13T10:00')]
    expect(permit(asked, file({ history: two }), law)).toMatchObject({ to: at('2026-08-22T00:00') })
    expect(permit({ ...asked, accounts: ['A2'] }, file({ history: two }), law).answer).toBe('permit')
    const visit = [past('2026-08-15T10:00', { channel: 'visit', outcome: 'met' })]
    expect(permit(asked, file({ history: visit }), law).answer).toBe('permit')
  })
})

describe('other gaps', () => {
  it('a gap looks back only', () => {
    const law = lawOf([gap({ after: { event: 'conversation' }, atLeast: { days: 7 } })])
    const later = [past('2026-08-13T12:00', { outcome: 'pending' })]
    expect(permit(question('2026-08-13T10:00'), file({ history: later }), law).answer).toBe('permit')
    expect(permit(question('2026-08-13T12:00'), file({ history: later }), law).answer).toBe('defer')
  })

  it('a gap in hours is elapsed time from our own attempts', () => {
    const law = lawOf([gap({ after: { event: 'attempt' }, atLeast: { hours: 2 }, per: ['point'] })])
    const history = [past('2026-08-13T10:00', { outcome: 'not_connected' })]
    expect(permit(question('2026-08-13T11:59'), file({ history }), law)).toMatchObject({
      to: at('2026-08-13T12:00'),
    })
    expect(permit(question('2026-08-13T12:00'), file({ history }), law).answer).toBe('permit')
    const inbound = [past('2026-08-13T10:00', { direction: 'in', outcome: 'conversation' })]
    expect(permit(question('2026-08-13T11:00'), file({ history: inbound }), law).answer).toBe('permit')
  })

  it('a gap can start with dated evidence', () => {
    const law = lawOf([
      gap({ after: { event: 'due' }, atLeast: { days: 10 }, dayOne: 'next', per: ['account'] }),
    ])
    const evidence = [shown('due', { at: at('2026-05-01T00:00'), account: 'A1' })]
    expect(permit(question('2026-05-11T10:00'), file({ evidence }), law)).toMatchObject({
      to: at('2026-05-12T00:00'),
    })
    expect(permit(question('2026-05-11T10:00', { accounts: ['A2'] }), file({ evidence }), law).answer).toBe(
      'permit',
    )
  })

  it('a gap can count business days by the calendar', () => {
    const calendar = {
      calendar: 'test',
      years: [2026],
      holidays: ['2026-05-25'],
      workdays: [],
      source: 'test',
    }
    const law = lawOf(
      [gap({ after: { event: 'attempt' }, atLeast: { businessDays: 2 } })],
      { clock: { zone: 'debtor', calendar: 'test' } },
      [calendar],
    )
    const history = [past('2026-05-22T10:00')]
    expect(permit(question('2026-05-25T10:00'), file({ history }), law)).toMatchObject({
      to: at('2026-05-27T00:00'),
    })
  })
})
