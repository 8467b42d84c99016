import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../../src/core/compliance/time/calendar.ts'
import { compileLaw } from '../../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../../src/core/compliance/permit.ts'
import { at, file, packOf, question } from '../../../support/law.ts'

/** The person's own closed hours, where days are named that only a calendar knows. */

const here: Calendar = {
  calendar: 'us-federal',
  years: [2026],
  holidays: ['2026-05-25'],
  workdays: ['2026-05-30'],
  source: 'a test',
}
const elsewhere: Calendar = { ...here, calendar: 'cn-statutory', holidays: ['2026-05-05'], workdays: [] }
const cap = { kind: 'cap', parameters: { max: 99, per: ['person'], counts: 'attempt', span: { days: 1 } } }
const home = { calendar: 'us-federal', zone: 'debtor' }

/** A pack that binds nobody who is asked about, one of another country, and one that binds everybody. */
const packs = [
  packOf([cap], { pack: 'us-test', binds: { residence: ['US'], product: ['mortgage'] }, clock: home }),
  packOf([cap], {
    pack: 'cn-test',
    binds: { residence: ['CN'] },
    clock: { ...home, calendar: 'cn-statutory' },
  }),
  packOf([cap]),
]
const law = compileLaw({ packs, calendars: [here, elsewhere] })

function refused(local: string, days: string, with_: Parameters<typeof file>[0] = {}): string[] {
  const known = file({ closed: [{ days, hours: null }], ...with_ })
  const verdict = permit(question(local), known, law)
  return verdict.answer === 'permit' ? [] : verdict.reasons.map(({ rule }) => rule)
}

describe('closed hours of a person that name', () => {
  it('holidays: by the calendar of the residence, whoever its packs bind', () => {
    expect(refused('2026-05-25T10:00', 'hol')).toEqual(['person_hours'])
    expect(refused('2026-05-26T10:00', 'hol')).toEqual([])
    expect(refused('2026-05-05T10:00', 'hol')).toEqual([])
  })

  it('workdays and rest days: a make-up Saturday is a workday', () => {
    expect(refused('2026-05-30T10:00', 'workday')).toEqual(['person_hours'])
    expect(refused('2026-05-30T10:00', 'restday')).toEqual([])
    expect(refused('2026-05-31T10:00', 'restday')).toEqual(['person_hours'])
    expect(refused('2026-05-25T10:00', 'restday')).toEqual(['person_hours'])
  })

  it('holidays, and two residences: closed where either has one', () => {
    const both = { regions: ['US-NY', 'CN'] }
    expect(refused('2026-05-05T10:00', 'hol', both)).toEqual(['person_hours'])
    expect(refused('2026-05-25T10:00', 'hol', both)).toEqual(['person_hours'])
    expect(refused('2026-05-26T10:00', 'hol', both)).toEqual([])
  })

  it('holidays, and the residence is not known: closed where any country has one', () => {
    expect(refused('2026-05-05T10:00', 'hol', { regions: [] })).toEqual(['person_hours'])
  })

  it('holidays of a country or a year that no calendar knows: never, and a human is asked', () => {
    for (const known of [{ regions: ['ES'] }, {}]) {
      const local = 'regions' in known ? '2026-05-26T10:00' : '2027-05-26T10:00'
      const closed = [{ days: 'hol', hours: null }]
      const verdict = permit(question(local), file({ closed, ...known }), law)
      expect(verdict).toMatchObject({ answer: 'deny', review: true })
      expect(verdict.answer === 'deny' && verdict.reasons[0]).toMatchObject({
        rule: 'person_hours',
        effect: 'review',
        text: expect.stringContaining('calendar') as string,
      })
    }
    expect(refused('2027-05-26T10:00', 'mon')).toEqual([])
  })

  it('holidays, where a pack asks for the hours of the person and has no calendar', () => {
    const asking = packOf([{ kind: 'window', parameters: { open: 'person_hours' } }])
    const verdict = permit(
      question('2026-05-25T10:00'),
      file({ closed: [{ days: 'hol', hours: null }] }),
      compileLaw({ packs: [...packs.slice(0, 2), asking], calendars: [here] }),
    )
    expect(verdict).toMatchObject({ answer: 'defer', to: at('2026-05-26T00:00') })
  })

  it('Mondays and holidays: what is closed on Mondays stays closed on a Monday that is one', () => {
    const closed: { days: string; hours: [string, string] }[] = [
      { days: 'mon', hours: ['09:00', '17:00'] },
      { days: 'hol', hours: ['18:00', '19:00'] },
    ]
    const answers = ['10:00', '17:30', '18:30', '19:00'].map(
      (time) => permit(question(`2026-05-25T${time}`), file({ closed }), law).answer,
    )
    expect(answers).toEqual(['defer', 'permit', 'defer', 'permit'])
  })
})
