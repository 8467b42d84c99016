import { describe, expect, it } from 'vitest'
import { judgeAt } from '../../../src/core/compliance/judgement.ts'
import { compileLaw } from '../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../src/core/compliance/permit.ts'
import type { Circumstances, Question } from '../../../src/core/model/question.ts'
import { at, file, past, question, shipped, status } from '../../support/law.ts'

const law = compileLaw(shipped())
const refused = (asked: Question, known: Circumstances) =>
  judgeAt(asked, known, law).refusals.map(({ rule }) => rule)

describe('the law of the day of the contact, whatever day it is asked', () => {
  const inCity = file({ regions: ['US-NY-NYC'] })
  const text = { channel: 'sms', actor: 'first_party' } as const

  it('a text that was scheduled on 31 August and leaves on 1 September goes under the new rule', () => {
    expect(refused(question('2026-08-31T20:59', text), inCity)).toEqual([])
    expect(refused(question('2026-09-01T08:00', text), inCity)).toEqual(['NY-C-02'])
  })

  it('what has to wait over the change is not promised for the morning after', () => {
    const evening = permit(question('2026-08-31T21:30', text), inCity, law)
    expect(evening).toMatchObject({ answer: 'deny' })
    const rules = evening.answer === 'deny' ? evening.reasons.map(({ rule }) => rule) : []
    expect(rules).toEqual(expect.arrayContaining(['XX-06', 'NY-C-02']))
    const dayBefore = permit(question('2026-08-30T21:30', text), inCity, law)
    expect(dayBefore).toMatchObject({ answer: 'defer', to: at('2026-08-31T08:00') })
  })

  it('contacts made before a cap began count under it', () => {
    const calls = ['27', '29', '31'].map((day) => past(`2026-08-${day}T10:00`))
    const called = file({ regions: ['US-NY-NYC'], history: calls })
    const call = { actor: 'first_party' } as const
    expect(refused(question('2026-08-31T14:00', call), called)).not.toContain('NY-C-01')
    expect(refused(question('2026-09-01T14:00', call), called)).toEqual(['NY-C-01'])
    expect(permit(question('2026-09-01T14:00', call), called, law)).toMatchObject({
      answer: 'defer',
      to: at('2026-09-03T08:00'),
    })
  })

  it('a robot stops on every number of who revoked on one from 31 January 2027 on', () => {
    const revoked = file({
      regions: ['US-TX'],
      statuses: [status('optout', '2026-12-01T10:00', { point: 'N2' })],
    })
    const robot = { ...text, automation: 'bot', line: 'landline' } as const
    expect(refused(question('2027-01-30T12:00', robot), revoked)).toEqual([])
    expect(refused(question('2027-01-31T12:00', robot), revoked)).toEqual(['US-T-03'])
    const there = { ...robot, point: 'N2' }
    expect(refused(question('2025-04-10T12:00', there), revoked)).not.toContain('US-T-02')
    expect(refused(question('2026-12-02T12:00', there), revoked)).toContain('US-T-02')
  })

  it('a rule that has ended acts on the days before, and on its last', () => {
    const korea = file({ regions: ['KR'], zones: ['Asia/Seoul'] })
    const twice = (day: string) => ({
      ...korea,
      history: ['10:00', '14:00'].map((time) => past(at(`${day}T${time}`, 'Asia/Seoul'))),
    })
    const third = (day: string) =>
      refused(question(at(`${day}T16:00`, 'Asia/Seoul'), { product: 'non_financial' }), twice(day))
    expect(third('2025-11-28')).toContain('KR-08')
    expect(third('2025-11-29')).not.toContain('KR-08')
    expect(third('2024-11-28')).not.toContain('KR-08')
  })

  it('the day begins with the first of the zones in which the person may be', () => {
    const unsure = file({ regions: ['US-NY-NYC'], zones: ['America/New_York', 'America/Los_Angeles'] })
    const midnight = Date.parse('2026-09-01T04:00:00Z')
    expect(refused(question(midnight - 1, text), unsure)).not.toContain('NY-C-02')
    expect(refused(question(midnight, text), unsure)).toContain('NY-C-02')
  })
})
