import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { account, call, kept, keptBy, personalBy, planOn, planUnder, text } from './records.ts'

describe('how long a record is kept', () => {
  it('Regulation F: three years after the last activity, not after the message', () => {
    const accounts = [account(1, { lastActivity: Date.parse('2026-09-15T12:00:00Z') })]
    expect(keptBy(planOn('2026-10-01', { accounts }))).toBe('US-F-26 2029-09-15')
  })

  it('the time has not begun while a case is open', () => {
    const plan = planOn('2046-10-01', { accounts: [account(1, { lastActivity: null })] })
    expect(keptBy(plan)).toBe('US-F-26 still_open')
    expect(plan).toMatchObject({ texts: [], forget: false })
  })

  it('a text goes on the day after the last one of its time, and not before', () => {
    expect(planOn('2029-03-01').texts).toEqual([])
    expect(planOn('2029-03-02').texts).toEqual([{ sealed: 1, kind: 'message' }])
  })

  it('the day is the last one wherever the person may be', () => {
    const late = { at: Date.parse('2026-03-01T23:30:00Z'), accounts: [] }
    const zones = ['Pacific/Honolulu', 'Asia/Tokyo']
    const accounts = [account(1, { lastActivity: late.at })]
    expect(keptBy(planOn('2026-10-01', { zones, accounts, records: [text(late)] }))).toBe(
      'US-F-26 2029-03-02',
    )
    expect(planOn('2029-03-03', { zones, accounts, records: [text(late)] }).texts).toHaveLength(1)
  })

  it('29 February and three years is 1 March, so that no duty ends early', () => {
    const at = Date.parse('2024-02-29T12:00:00Z')
    const records = [text({ at })]
    expect(keptBy(planOn('2026-10-01', { accounts: [account(1, { lastActivity: at })], records }))).toBe(
      'US-F-26 2027-03-01',
    )
  })

  it('the longest of all that bind counts: China keeps a log five years from the contact, a recording too', () => {
    const given = {
      regions: ['CN'],
      zones: ['Asia/Shanghai'],
      records: [call('2026-03-01T02:00:00Z'), call('2026-03-01T02:00:00Z', { kinds: ['recording'] })],
    }
    const plan = planOn('2026-10-01', given)
    expect(plan.records.map((_, index) => keptBy(plan, index).slice(-10))).toEqual([
      '2031-03-01',
      '2031-03-01',
    ])
  })

  it('the strictest of two accounts that a record is about', () => {
    const rules = [
      kept(['message'], { min: { years: 1 } }, { appliesTo: { products: ['credit_card'] } }),
      kept(['message'], { min: { years: 2 } }, { appliesTo: { products: ['mortgage'] } }),
    ]
    const accounts = [account(1, { product: 'credit_card' }), account(2, { product: 'mortgage' })]
    const of = (...ids: number[]) =>
      keptBy(planUnder(rules, '2026-10-01', { accounts, records: [text({ accounts: ids as AccountId[] })] }))
    expect([of(1), of(2), of(1, 2), of()]).toEqual([
      'XX-T1 2027-03-01',
      'XX-T2 2028-03-01',
      'XX-T2 2028-03-01',
      'XX-T2 2028-03-01',
    ])
  })

  it('a rule on calls leaves messages alone; where the channel is not known it keeps', () => {
    const rules = [kept(['message'], { min: { years: 2 } }, { appliesTo: { channels: ['voice'] } })]
    expect(keptBy(planUnder(rules, '2026-10-01'))).toBe('no rule')
    const records = [text({ channel: null })]
    expect(keptBy(planUnder(rules, '2026-10-01', { records }))).toBe('XX-T1 2028-03-01')
  })

  it('unknown residence, actor and product bind every law', () => {
    const unknown = { regions: [], accounts: [account(1, { actor: null, product: null })] }
    expect(keptBy(planOn('2026-10-01', unknown))).toBe('AU-09 2031-03-01')
    expect(keptBy(planOn('2026-10-01', { ...unknown, regions: ['US', 'GB'] }))).toBe('US-F-26 2029-03-01')
  })

  it('drafts and disputed rules do not act', () => {
    const rule = (state: string) => [kept(['message'], { min: { years: 9 } }, { state })]
    for (const state of ['draft', 'disputed', 'superseded'])
      expect(keptBy(planUnder(rule(state), '2026-10-01'))).toBe('no rule')
    expect(keptBy(planUnder(rule('active'), '2026-10-01'))).toBe('XX-T1 2035-03-01')
  })

  it('a rule acts for records that lived while it was in force', () => {
    const rule = (dates: object) => [kept(['message'], { min: { years: 2 } }, dates)]
    expect(keptBy(planUnder(rule({ inForceUntil: '2026-02-28' }), '2026-10-01'))).toBe('no rule')
    expect(keptBy(planUnder(rule({ inForceUntil: '2026-03-01' }), '2026-10-01'))).toBe('XX-T1 2028-03-01')
    expect(keptBy(planUnder(rule({ inForceFrom: '2026-10-01' }), '2026-10-01'))).toBe('XX-T1 2028-03-01')
    expect(keptBy(planUnder(rule({ inForceFrom: '2026-10-02' }), '2026-10-01'))).toBe('no rule')
  })

  it('a notice is a message too: the longer of both', () => {
    const rules = [kept(['message'], { min: { years: 1 } }), kept(['notice'], { min: { years: 4 } })]
    const records = [text({ kinds: ['message', 'notice'] })]
    expect(keptBy(planUnder(rules, '2026-10-01', { records }))).toBe('XX-T2 2030-03-01')
  })
})

describe('a rule without a period', () => {
  it('a rule without a period takes the longest of the laws beside it', () => {
    const rules = [kept(['recording'], { make: true }), kept(['contact_log'], { min: { years: 5 } })]
    const records = [call('2026-03-01T12:00:00Z', { kinds: ['recording'] })]
    expect(keptBy(planUnder(rules, '2026-10-01', { records }))).toBe('XX-T1 2031-03-01')
  })

  it('a rule with no law beside it keeps, and the house names the time', () => {
    const rules = [kept(['message'], { make: true })]
    expect(keptBy(planUnder(rules, '2046-10-01'))).toBe('XX-T1 no_period')
    const au = { regions: ['AU'], zones: ['Australia/Sydney'] }
    expect(keptBy(planOn('2026-10-01', au))).toBe('XX-07 2032-03-01')
  })
})

describe('where no law binds', () => {
  it("the house's own time counts; it fills in only where no law names one", () => {
    const spain = { regions: ['ES'], zones: ['Europe/Madrid'] }
    expect(keptBy(planOn('2026-10-01', spain))).toBe('XX-07 2032-03-01')
    expect(keptBy(planOn('2026-10-01'))).toBe('US-F-26 2029-03-01')
  })

  it('a record stays for ever where the house says nothing either', () => {
    const plan = planUnder([kept(['visit_av'], { min: { years: 1 } })], '2126-10-01')
    expect(plan).toMatchObject({ texts: [], forget: false, conflicts: [] })
    expect([keptBy(plan), personalBy(plan)]).toEqual(['no rule', 'no rule'])
  })
})
