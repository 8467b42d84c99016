import { describe, expect, it } from 'vitest'
import { type Binding, binds } from '../../../../src/core/compliance/pack/bind.ts'
import { CalendarSchema, dayKind } from '../../../../src/core/compliance/time/calendar.ts'
import { addMonths, addToDay, NEVER } from '../../../../src/core/compliance/time/duration.ts'
import { compileLaw, packsAsked, rulesFor } from '../../../../src/core/compliance/pack/law.ts'
import { PackSchema } from '../../../../src/core/compliance/pack/pack.ts'
import { lawOf, packOf, packText, shipped } from '../../../support/law.ts'

const ours = shipped()
const law = compileLaw(ours)
const window = { kind: 'window', parameters: { open: 'person_hours' } }
const CLOSED = { open: [{ days: 'daily', hours: null }] }

describe('binding', () => {
  const names = (binding: Partial<Binding>) =>
    packsAsked(law, { regions: ['US-NY'], actor: 'third_party', product: 'credit_card', ...binding }).map(
      (pack) => pack.pack,
    )

  it('a pack binds by residence, actor and product; what is not known binds as any', () => {
    const federal = ['us-fed-regf', 'us-fed-stay', 'us-fed-tcpa']
    const house = ['xx-hours', 'xx-house', 'xx-retention', 'xx-wishes']
    expect(names({})).toEqual([...federal, ...house])
    expect(names({ actor: 'first_party' })).toEqual(['us-fed-stay', 'us-fed-tcpa', ...house])
    expect(names({ actor: null })).toEqual([...federal, ...house])
    expect(names({ regions: ['US-MA'] })).toEqual([...federal, 'us-ma', ...house])
    expect(names({ regions: ['ES'] })).toEqual(['xx-fallback', ...house])
    expect(names({ regions: ['CN'], product: 'invoice' })).toEqual(['cn-law', ...house])
    expect(names({ regions: ['CN'] })).toContain('cn-card2011')
    expect(names({ regions: [] })).toHaveLength(39)
    expect(names({ regions: ['US-NY', 'RU'] })).toEqual(['ru-230', ...federal, ...house])
    const anywhereInUsa = names({ regions: ['US-*'] })
    expect(anywhereInUsa).toEqual(expect.arrayContaining([...federal, 'us-dc', 'us-ma', 'us-nyc', ...house]))
    expect(anywhereInUsa.filter((name) => !/^(us|xx)-/.test(name))).toEqual([])
  })

  it('a pack for residences without one of their own binds where none of the country or state binds the actor and product', () => {
    const isFallen = (binding: Partial<Binding>) => names(binding).includes('xx-fallback')
    expect(isFallen({ regions: ['ES'] })).toBe(true)
    expect(isFallen({ regions: ['MY', 'CN'] })).toBe(true)
    expect(isFallen({ regions: [] })).toBe(true)
    expect(isFallen({ regions: ['CN'], product: 'invoice' })).toBe(false)
    expect(isFallen({ regions: ['US-NY-NYC'] })).toBe(false)
    expect(isFallen({ regions: ['BR-*'] })).toBe(false)
    // The Union's law of transferred loans is no country's own.
    expect(isFallen({ regions: ['DE'], product: 'npl_transferred' })).toBe(true)
    // Italy's convention binds agencies only; it also binds an actor that nobody knows.
    expect(isFallen({ regions: ['IT'], actor: 'first_party' })).toBe(true)
    expect(isFallen({ regions: ['IT'] })).toBe(false)
    expect(isFallen({ regions: ['IT'], actor: null })).toBe(false)
    // The residence is somewhere in a country of which only one state has a pack.
    const state = packOf([window], { pack: 'xy-a', binds: { residence: ['XY-A'] } })
    const fallback = packOf([window], { pack: 'xx-rest', binds: { uncovered: true } })
    const of = (region: string) =>
      binds(fallback, { regions: [region], actor: null, product: null }, [state, fallback])
    expect([of('XY-A'), of('XY-A-B'), of('XY-B'), of('XY'), of('XY-*')]).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })

  it('a pack that a strategy names is asked where the debtor lives under it, and nowhere else', () => {
    const asked = (region: string) =>
      packsAsked(law, { regions: [region], actor: null, product: null, packs: ['xx-fallback'] }).map(
        ({ pack }) => pack,
      )
    expect(asked('GB-ENG')).not.toContain('xx-fallback')
    expect(asked('ES')).toContain('xx-fallback')
  })

  it('a rule is left out where it is disputed, unless another candidate residence does not dispute it', () => {
    const disputed = lawOf([{ kind: 'window', parameters: CLOSED, disputedIn: ['ES', 'PT'] }])
    const rules = (regions: string[], enable?: string[]) =>
      rulesFor(disputed, { regions, actor: null, product: null, channel: 'sms', ...(enable && { enable }) })
        .length
    expect([rules(['ES']), rules(['ES-CT', 'PT']), rules(['ES', 'DE']), rules(['DE']), rules([])]).toEqual([
      0, 0, 1, 1, 1,
    ])
    expect([rules(['E']), rules(['ES-*']), rules(['ES'], ['XX-T1'])]).toEqual([1, 0, 1])
  })

  it('a pack of an area binds a place inside it, and a pack of a place does not bind the area', () => {
    const inState = packOf([window], { binds: { residence: ['US-NY'] } })
    const of = (...regions: string[]) => binds(inState, { regions, actor: null, product: null }, [])
    expect([of('US-NY'), of('US-NY-NYC'), of('US'), of('US-N'), of()]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ])
    expect([of('US-*'), of('GB-*')]).toEqual([true, false])
    const union = packOf([window], { binds: { residence: ['EU'] } })
    const inUnion = (region: string) => binds(union, { regions: [region], actor: null, product: null }, [])
    expect(['DE', 'GR-A', 'GR-*', 'GB', 'GB-*', 'US'].map(inUnion)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('durations', () => {
  it('months never end early in a short month', () => {
    expect(addMonths('2026-11-30', 3)).toBe('2027-03-01')
    expect(addToDay('2024-02-29', { years: 3 }, null)).toBe('2027-03-01')
    expect(addMonths('2026-12-31', 2)).toBe('2027-03-01')
    expect(addMonths('2026-01-31', 12)).toBe('2027-01-31')
    expect(addMonths('2026-05-05', 0)).toBe('2026-05-05')
  })

  it('business days skip weekends and holidays', () => {
    const calendar = {
      calendar: 'x',
      years: [2026],
      holidays: ['2026-05-25'],
      workdays: ['2026-05-23'],
      source: 'x',
    }
    expect(addToDay('2026-05-22', { businessDays: 1 }, calendar)).toBe('2026-05-23')
    expect(addToDay('2026-05-22', { businessDays: 2 }, calendar)).toBe('2026-05-26')
    expect(addToDay('2026-12-30', { businessDays: 5 }, calendar)).toBe(NEVER)
  })

  it('a wait in business days takes the reading that waits longer on a day that nobody knows; a deadline takes the other', () => {
    const calendar = {
      calendar: 'x',
      years: [2026],
      holidays: [],
      workdays: [],
      unknown: ['2026-05-22'],
      source: 'x',
    }
    expect(addToDay('2026-05-21', { businessDays: 1 }, calendar)).toBe('2026-05-25')
    expect(addToDay('2026-05-21', { businessDays: 1 }, calendar, 'sooner')).toBe('2026-05-22')
    expect(addToDay('2026-12-30', { businessDays: 5 }, calendar, 'sooner')).toBe('2027-01-04')
  })
})

describe('calendars', () => {
  const federal = ours.calendars.find((one) => one.calendar === 'us-federal')

  it('the calendar of US federal holidays follows the statute for every year it knows', () => {
    const expected = [2025, 2026, 2027, 2028].flatMap(statutory)
    expect(federal?.holidays).toEqual(expected.filter((day) => day < '2029').sort())
  })

  it('a calendar tells holidays, workdays and days of rest', () => {
    const china = ours.calendars.find((one) => one.calendar === 'cn-statutory') ?? null
    expect(dayKind(china, '2026-02-17')).toBe('holiday')
    expect(dayKind(china, '2026-02-14')).toBe('workday')
    expect(dayKind(china, '2026-03-01')).toBe('restday')
    expect(dayKind(china, '2027-03-01')).toBe(null)
    expect(dayKind(null, '2027-12-25')).toBe('restday')
  })

  it('a calendar refuses a day outside its years, and a date that does not exist', () => {
    const calendar = { calendar: 'x', years: [2026], holidays: ['2027-01-01'], workdays: [], source: 'x' }
    expect(CalendarSchema.safeParse(calendar).success).toBe(false)
    expect(CalendarSchema.safeParse({ ...calendar, holidays: ['2026-02-30'] }).success).toBe(false)
    expect(CalendarSchema.safeParse({ ...calendar, holidays: ['2026-02-28'] }).success).toBe(true)
  })
})

describe('a pack', () => {
  const bare = (rules: unknown[]) => {
    return PackSchema.safeParse({ ...packText([window]), rules })
  }
  const [rule] = packOf([window]).rules

  it('a pack refuses unknown keys, kinds, channels and days', () => {
    expect(bare([rule]).success).toBe(true)
    expect(bare([{ ...rule, colour: 'red' }]).success).toBe(false)
    expect(bare([{ ...rule, kind: 'ban' }]).success).toBe(false)
    expect(bare([{ ...rule, appliesTo: { channels: ['fax'] } }]).success).toBe(false)
    expect(bare([{ ...rule, parameters: { open: [{ days: 'someday', hours: null }] } }]).success).toBe(false)
    expect(
      bare([{ ...rule, parameters: { open: [{ days: 'mon', hours: ['8:00', '9:00'] }] } }]).success,
    ).toBe(false)
  })

  it('a pack has each rule once, a source for what was read, and a calendar for workdays', () => {
    expect(bare([rule, rule]).success).toBe(false)
    expect(bare([{ ...rule, evidenceLevel: 'official' }]).success).toBe(false)
    const workdays = { open: [{ days: 'workday', hours: ['08:00', '20:00'] }] }
    expect(bare([{ ...rule, parameters: workdays }]).success).toBe(false)
  })
})

/** 5 U.S.C. 6103: fixed dates with the weekday they are observed on, and n-th weekdays. */
function statutory(year: number): string[] {
  const nth = (month: number, weekday: number, n: number) => {
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
    return iso(year, month, 1 + ((weekday - first + 7) % 7) + 7 * (n - 1))
  }
  const last = new Date(Date.UTC(year, 5, 0))
  const fixed = [
    [year, 1, 1],
    [year, 6, 19],
    [year, 7, 4],
    [year, 11, 11],
    [year, 12, 25],
    [year + 1, 1, 1],
  ] as const
  return [
    ...fixed.flatMap(([y, month, day]) => {
      const weekday = new Date(Date.UTC(y, month - 1, day)).getUTCDay()
      const observed =
        weekday === 6 ? [iso(y, month, day - 1)] : weekday === 0 ? [iso(y, month, day + 1)] : []
      return [
        ...(y === year ? [iso(y, month, day)] : []),
        ...observed.filter((one) => one.startsWith(String(year))),
      ]
    }),
    nth(1, 1, 3),
    nth(2, 1, 3),
    nth(9, 1, 1),
    nth(10, 1, 2),
    nth(11, 4, 4),
    iso(year, 5, last.getUTCDate() - ((last.getUTCDay() + 6) % 7)),
  ]
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}
