import { describe, expect, it } from 'vitest'
import { planStates } from '../../../src/core/agreement/plan-state.ts'
import type { AccountId } from '../../../src/core/base/id.ts'
import type { DossierPlan } from '../../../src/core/model/plan.ts'
import type { PlanType } from '../../../src/core/model/plan-type.ts'
import type { Receipt } from '../../../src/core/model/receipt.ts'
import { accountOf, at, moneyOf, planOf } from '../decide/build.ts'

const TYPE: PlanType = { grace: { days: 2 }, covers: 0, broken: { missed: 2, days: 40 } }

function statesOn(day: string, plans: DossierPlan[], money: Receipt[] = [], type = TYPE) {
  const accounts = [accountOf({ received: money })]
  const file = { plans, accounts, zones: ['UTC'], now: at(`${day} 12:00`), types: { standard: type } }
  return planStates(file)
}

function statusOn(day: string, money: Receipt[] = [], given: Partial<DossierPlan> = {}, type = TYPE) {
  return statesOn(day, [planOf(given)], money, type)[0]?.status
}

describe('what became of a plan', () => {
  it('it is agreed until a rate comes or falls due', () => {
    expect(statusOn('2026-03-09')).toBe('agreed')
    expect(statusOn('2026-03-10')).toBe('active')
    expect(statusOn('2026-03-01', [moneyOf('2026-03-01', 5_000)])).toBe('active')
  })

  it('a rate is in time until its grace ends, and then the plan is in arrears', () => {
    expect(statusOn('2026-03-12')).toBe('active')
    expect(statusOn('2026-03-13')).toBe('in_arrears')
  })

  it('a rate that comes late catches up', () => {
    const late = [moneyOf('2026-03-20', 5_000)]
    expect(statusOn('2026-03-19', late)).toBe('in_arrears')
    expect(statusOn('2026-03-20', late)).toBe('active')
  })

  it('two rates that are missed at once break it, and no money mends that', () => {
    expect(statusOn('2026-04-12')).toBe('in_arrears')
    expect(statusOn('2026-04-13')).toBe('broken')
    expect(statusOn('2026-05-01', [moneyOf('2026-04-20', 15_000)])).toBe('broken')
  })

  it('one that stays away for long breaks it too', () => {
    const type = { ...TYPE, broken: { days: 10 } }
    expect(statusOn('2026-03-21', [], {}, type)).toBe('in_arrears')
    expect(statusOn('2026-03-22', [], {}, type)).toBe('broken')
  })

  it('all rates complete it, whenever they come', () => {
    expect(statusOn('2026-03-02', [moneyOf('2026-03-02', 15_000)])).toBe('completed')
  })

  it('money fills the rates in their order', () => {
    const [state] = statesOn('2026-03-05', [planOf()], [moneyOf('2026-03-02', 7_500)])
    expect(state?.rates.map(({ paid, keptOn }) => [paid, keptOn])).toEqual([
      [5_000, '2026-03-02'],
      [2_500, null],
      [0, null],
    ])
  })

  it('money that was known when it was agreed is none of it', () => {
    const [state] = statesOn('2026-03-05', [planOf()], [moneyOf('2026-02-20', 5_000)])
    expect(state?.paid).toBe(0)
  })

  it('a rate counts as kept within the tolerance', () => {
    const type = { ...TYPE, tolerance: 0.1 }
    expect(statusOn('2026-03-13', [moneyOf('2026-03-10', 4_500)], {}, type)).toBe('active')
    expect(statusOn('2026-03-13', [moneyOf('2026-03-10', 4_499)], {}, type)).toBe('in_arrears')
  })

  it('what the lender proposes waits, and what the debtor proposes within the limits stands', () => {
    const proposed = { agreedAt: null, proposedAt: at('2026-02-25') }
    expect(statusOn('2026-03-01', [], proposed)).toBe('proposed')
    expect(statusOn('2026-03-12', [], proposed)).toBe('expired')
    expect(statusOn('2026-03-01', [], { ...proposed, by: 'debtor' })).toBe('agreed')
    expect(statusOn('2026-03-01', [], { ...proposed, refusedAt: at('2026-02-26') })).toBe('refused')
  })

  it('the one that takes its place ends it, unless it was broken before', () => {
    const rates = [{ on: '2026-04-25', amount: 15_000 }]
    const next = (on: string) => planOf({ externalId: 'L2', agreedAt: at(on), replaces: 'L1', rates })
    const both = (on: string) => statesOn('2026-05-01', [planOf(), next(on)]).map(({ status }) => status)
    expect(both('2026-03-20')).toEqual(['renegotiated', 'in_arrears'])
    expect(both('2026-04-20')).toEqual(['broken', 'in_arrears'])
  })

  it('a second plan of the same account is beyond the limits', () => {
    const states = statesOn('2026-03-01', [
      planOf(),
      planOf({ externalId: 'L2', agreedAt: at('2026-02-26') }),
    ])
    expect(states.map(({ status, beyond }) => [status, beyond])).toEqual([
      ['agreed', []],
      ['asked', ['only one plan at a time']],
    ])
  })

  it('a plan that is cancelled is not broken afterwards', () => {
    expect(statusOn('2026-06-01', [], { cancelledAt: at('2026-03-20') })).toBe('cancelled')
    expect(statusOn('2026-06-01', [], { cancelledAt: at('2026-04-20') })).toBe('broken')
  })

  it('the ladder rests until it is over, but for the days on which a rate is missed and no step is named', () => {
    const money = [moneyOf('2026-03-20', 5_000)]
    const restsUnder = (type: PlanType) =>
      statesOn('2026-03-21', [planOf()], money, type)[0]?.rests.map(({ from, to }) => [
        new Date(from).toISOString().slice(0, 10),
        new Date(to).toISOString().slice(0, 10),
      ])
    expect(restsUnder(TYPE)).toEqual([
      ['2026-02-25', '2026-03-13'],
      ['2026-03-20', '2026-04-13'],
    ])
    expect(restsUnder({ ...TYPE, onMissed: 'missed-call' })).toEqual([['2026-02-25', '2026-05-13']])
  })

  it('the limits are those of the file, and of what was past due', () => {
    const billed = [{ account: 1 as AccountId, externalId: 'O1', dueOn: '2026-01-01', amount: 20_000 }]
    const judged = (type: PlanType, given: Partial<DossierPlan> = {}) =>
      planStates({
        plans: [planOf(given)],
        accounts: [accountOf({})],
        billed,
        settled: [],
        zones: ['UTC'],
        now: at('2026-03-01'),
        types: { standard: type },
      })[0]?.beyond
    expect(judged({ covers: 0.75 })).toEqual([])
    expect(judged({})).toEqual(['200.00 in all, which is what is past due'])
    expect(judged({ covers: 0, first: { days: 7 } })).toEqual(['the first rate by 2026-03-04 at the latest'])
    expect(judged({ covers: 0, longest: { months: 1 } })).toEqual([
      'the last rate by 2026-03-25 at the latest',
    ])
    expect(judged({ covers: 0, least: '60.00' })).toEqual(['rates of 60.00 at least'])
    expect(judged({ covers: 0, every: ['week'] })).toEqual(['rates every week'])
    expect(judged({ covers: 0 }, { kind: 'other' })).toEqual(['of one of these types: standard'])
  })
})
