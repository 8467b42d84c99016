import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { account, call, kept, personalBy, planOn, planUnder, text } from './records.ts'

const half = kept(['message'], { max: { months: 6 } })
const year = kept(['message'], { min: { years: 1 } })
const destroyed = '2026-09-01'

describe('a maximum', () => {
  it('a maximum alone ends the record on its day', () => {
    expect(planUnder([half], '2026-08-31').texts).toEqual([])
    expect(planUnder([half], destroyed).texts).toHaveLength(1)
  })

  it('a maximum below the longest minimum is a conflict at once, and nothing is erased for it', () => {
    const plan = planUnder([half, year], '2026-03-02')
    expect(plan.texts).toEqual([])
    expect(plan.conflicts).toEqual([
      {
        person: 1,
        kind: 'message',
        destroy: { rule: 'XX-T1', pack: 'xx-test', on: destroyed },
        keep: { rule: 'XX-T2', pack: 'xx-test', through: '2027-03-01' },
      },
    ])
    expect(planUnder([half, year], '2036-03-02')).toMatchObject({ texts: [], conflicts: [{ person: 1 }] })
  })

  it('a maximum that comes while a minimum has not begun is one too, and not before', () => {
    const rules = [half, kept(['message'], { min: { days: 1 }, from: 'last_activity' })]
    const accounts = [account(1, { lastActivity: null })]
    expect(planUnder(rules, '2026-08-31', { accounts }).conflicts).toEqual([])
    const plan = planUnder(rules, destroyed, { accounts })
    expect(plan.conflicts).toMatchObject([{ destroy: { on: destroyed }, keep: { through: null } }])
    expect(plan.texts).toEqual([])
  })

  it('a maximum of the same length as the minimum is none: the record goes the day after', () => {
    const rules = [half, kept(['message'], { min: { months: 6 } })]
    expect(planUnder(rules, destroyed)).toMatchObject({ texts: [], conflicts: [] })
    expect(planUnder(rules, '2026-09-02')).toMatchObject({ texts: [{ sealed: 1 }], conflicts: [] })
  })

  it('a law’s maximum goes before the time that the house would keep; the house’s own does not', () => {
    const years = kept(['message'], { min: { years: 6 } })
    expect(planUnder([half], '2026-08-31', { house: [years] }).texts).toEqual([])
    expect(planUnder([half], destroyed, { house: [years] })).toMatchObject({
      texts: [{ sealed: 1 }],
      conflicts: [],
    })
    const other = kept(['complaint'], { min: { years: 1 } })
    expect(planUnder([other], destroyed, { house: [half, years] })).toMatchObject({
      texts: [],
      conflicts: [{ person: 1 }],
    })
  })

  it('a maximum that is disputed orders nothing: the Greek six months', () => {
    const greece = { regions: ['GR'], zones: ['Europe/Athens'], records: [call('2026-03-01T12:00:00Z')] }
    expect(planOn('2027-03-01', greece)).toMatchObject({ conflicts: [], texts: [] })
  })

  it('a maximum acts on what it is surely about, while it is in force', () => {
    const voice = { ...half, appliesTo: { channels: ['voice'] } }
    expect(planUnder([voice], destroyed, { records: [text({ channel: null })] }).texts).toEqual([])
    expect(planUnder([voice], destroyed, { records: [text({ channel: 'call' })] }).texts).toHaveLength(1)
    expect(planUnder([{ ...half, inForceUntil: '2026-08-31' }], destroyed).texts).toEqual([])
    expect(planUnder([{ ...half, inForceFrom: '2026-09-02' }], destroyed).texts).toEqual([])
  })

  it('each conflict is told once for each kind and pair of rules, the earliest first', () => {
    const records = [text({ sealed: 1, at: Date.parse('2026-05-01T12:00:00Z') }), text({ sealed: 2 })]
    expect(planUnder([half, year], '2026-06-01', { records }).conflicts).toMatchObject([
      { destroy: { on: destroyed } },
    ])
  })
})

describe('who somebody is', () => {
  it('the name stays while an account is open, and three years after by the house', () => {
    expect(personalBy(planOn('2036-01-01', { accounts: [account(1, { closedAt: null })] }))).toBe(
      'XX-08 still_open',
    )
    expect(personalBy(planOn('2026-10-01', { records: [] }))).toBe('XX-08 2029-04-01')
    expect(planOn('2029-04-01', { records: [] }).forget).toBe(false)
    expect(planOn('2029-04-02', { records: [] }).forget).toBe(true)
  })

  it('the name stays as long as any record that must be found under it', () => {
    const log = { regions: ['CN'], zones: ['Asia/Shanghai'], records: [call('2026-03-01T02:00:00Z')] }
    const early = [account(1, { lastActivity: Date.parse('2022-01-01T12:00:00Z'), closedAt: 0 })]
    expect(planOn('2031-03-01', { ...log, accounts: early }).forget).toBe(false)
    expect(planOn('2031-03-02', { ...log, accounts: early }).forget).toBe(true)
  })

  it('China: no number in the law, so the longest that binds is the ceiling, from the end of collection', () => {
    const china = { regions: ['CN'], zones: ['Asia/Shanghai'], records: [] }
    expect(personalBy(planOn('2026-10-01', china))).toBe('CN-L-05 2031-04-01')
  })

  it('the name stays beside a text that no rule gives up', () => {
    const rules = [kept(['personal_data'], { min: { days: 0 }, from: 'close' })]
    expect(planUnder(rules, '2036-01-01').forget).toBe(false)
    expect(planUnder(rules, '2036-01-01', { records: [] }).forget).toBe(true)
  })

  it('a person whom nobody knows any more has nothing to forget', () => {
    expect(planOn('2039-04-02', { records: [], known: false }).forget).toBe(false)
  })

  it('a maximum below what the records need is a conflict', () => {
    const rules = [kept(['personal_data'], { max: { years: 1 }, from: 'close' }), year]
    const now = planUnder(rules, '2026-06-01', { accounts: [account(1, { closedAt: 0 })] })
    expect(now).toMatchObject({ forget: false, conflicts: [{ kind: 'personal_data' }] })
  })
})

describe('the next review', () => {
  it('the next review is the first day on which something is over, and a month from now at the latest', () => {
    expect(planOn('2026-10-01').lookOn).toBe('2026-10-31')
    expect(planOn('2029-02-20').lookOn).toBe('2029-03-02')
    expect(planUnder([half], '2026-08-20').lookOn).toBe(destroyed)
  })

  it('the next review comes again where a human has to decide', () => {
    expect(planUnder([half, year], destroyed).lookOn).toBe('2026-10-01')
  })
})

describe('several accounts', () => {
  it('the activity on one does not keep what is about another', () => {
    const accounts = [account(1), account(2, { lastActivity: null, closedAt: null })]
    const plan = (ids: number[]) =>
      planOn('2029-03-02', { accounts, records: [text({ accounts: ids as AccountId[] })] })
    expect(plan([1]).texts).toHaveLength(1)
    expect([plan([2]).texts, plan([1, 2]).texts, plan([]).texts]).toEqual([[], [], []])
    expect(plan([1]).forget).toBe(false)
  })
})
