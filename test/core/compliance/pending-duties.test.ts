import { describe, expect, it } from 'vitest'
import { compileLaw } from '../../../src/core/compliance/pack/law.ts'
import type { Circumstances, Question } from '../../../src/core/model/question.ts'
import { type DatedDuty, pendingDutiesOf } from '../../../src/core/compliance/pending-duties.ts'
import { at, file, lawOf, past, question, shipped, shown, status, type TestRule } from '../../support/law.ts'

const ours = shipped()
const law = compileLaw(ours)

interface Asked extends Partial<Question> {
  regions: string[]
  openedOn?: string
}

function dutiesOf(
  { regions, openedOn = '2026-05-01', ...with_ }: Asked,
  known: Partial<Circumstances>,
  under = law,
) {
  const asked = question('2026-05-20T10:00', { channel: null, moment: 'plan', ...with_ })
  const legal = file({ regions, ...known })
  return pendingDutiesOf({ question: asked, regions, file: () => legal, packs: [], openedOn }, under)
}

const named = (duties: readonly DatedDuty[], rule: string) => duties.filter((one) => one.rule === rule)

describe('a duty with a date', () => {
  it('Regulation F: the validation notice, five days from the first communication', () => {
    const us = { regions: ['US-NY'] }
    expect(dutiesOf(us, {}).duties).toEqual([])
    const rang = past('2026-05-06T10:00')
    expect(dutiesOf(us, { history: [rang] }).duties).toEqual([])
    const spoke = past('2026-05-08T23:30', { outcome: 'conversation' })
    const texted = past('2026-05-11T10:00', { channel: 'sms', outcome: 'sent' })
    const { duties } = dutiesOf(us, { history: [rang, texted, spoke] })
    expect(duties).toMatchObject([
      { rule: 'US-F-19', cite: '12 CFR 1006.34(a)(1)', due: at('2026-05-13T23:59:59'), done: false },
    ])
    expect(duties[0]?.text).toContain('validation.sent_or_due_within_5d')
    const sent = [shown('validation.sent_or_due_within_5d', { account: 'A1', at: at('2026-05-02T10:00') })]
    expect(dutiesOf(us, { history: [spoke], evidence: sent }).duties).toMatchObject([{ done: true }])
    const other = [shown('validation.sent_or_due_within_5d', { account: 'A2' })]
    expect(dutiesOf(us, { history: [spoke], evidence: other }).duties).toMatchObject([{ done: false }])
    expect(dutiesOf({ ...us, actor: 'first_party' }, { history: [spoke] }).duties).toEqual([])
  })

  it('D.C.: the copy of a plan, seven days from it; an older copy is of an older plan', () => {
    const dc = { regions: ['US-DC'] }
    const promise = (day: string, until: string) => ({
      ...status('promise.open', `${day}T10:00`, { accounts: ['A1'] }),
      until,
    })
    const statuses = [promise('2026-05-18', '2026-05-30'), promise('2026-05-18', '2026-06-30')]
    expect(named(dutiesOf(dc, { statuses: statuses.slice(1) }).duties, 'DC-11')).toEqual([])
    expect(named(dutiesOf(dc, { statuses }).duties, 'DC-11')).toMatchObject([
      { due: at('2026-05-25T23:59:59'), done: false },
    ])
    const copy = (day: string) => [shown('task.plan_copy_due_7d', { at: at(`${day}T12:00`) })]
    expect(named(dutiesOf(dc, { statuses, evidence: copy('2026-04-02') }).duties, 'DC-11')).toMatchObject([
      { done: false },
    ])
    expect(named(dutiesOf(dc, { statuses, evidence: copy('2026-05-19') }).duties, 'DC-11')).toMatchObject([
      { done: true },
    ])
  })

  it('D.C.: the copy of a plan or settlement that was agreed in one', () => {
    const agreed = (name: string) => ({
      ...status(name, '2026-05-18T10:00', { accounts: ['A1'] }),
      until: '2026-06-30',
    })
    const statuses = [agreed('promise.open'), agreed('plan.open')]
    expect(named(dutiesOf({ regions: ['US-DC'] }, { statuses }).duties, 'DC-11')).toMatchObject([
      { due: at('2026-05-25T23:59:59'), done: false },
    ])
  })

  it('Korea: the answer to a request for an adjustment, ten working days from it', () => {
    const asked = { regions: ['KR'] }
    const evidence = [
      shown('adjustment.requested', { at: at('2026-05-04T10:00', 'Asia/Seoul'), account: 'A1' }),
    ]
    const { duties } = dutiesOf(asked, { evidence })
    // 5 May is Children's Day: the tenth working day after 4 May is 19 May.
    expect(named(duties, 'KR-05')).toMatchObject([
      { due: at('2026-05-19T23:59:59', 'Asia/Seoul'), done: false },
    ])
    const decided = [...evidence, shown('adjustment.decided', { at: at('2026-05-12T10:00', 'Asia/Seoul') })]
    expect(named(dutiesOf(asked, { evidence: decided }).duties, 'KR-05')).toEqual([])
  })

  it('a notice before the first collection: from the opening of the case', () => {
    const bought = { regions: ['DE'], product: 'npl_transferred' as const, openedOn: '2026-05-02' }
    expect(named(dutiesOf(bought, { zones: ['Europe/Berlin'] }).duties, 'EU-01')).toMatchObject([
      { due: at('2026-05-02T23:59:59', 'Europe/Berlin'), done: false },
    ])
  })

  it('a duty whose days no calendar knows counts each of them', () => {
    const rule: TestRule = {
      kind: 'hold',
      parameters: {
        while: 'adjustment.requested',
        scope: 'account',
        lasts: { until: ['adjustment.decided'] },
      },
      duty: { starts: 'status', within: { businessDays: 10 }, doneBy: 'adjustment.decided' },
    }
    const unknown = lawOf([rule], { clock: { zone: 'debtor', calendar: 'nowhere' } })
    const evidence = [shown('adjustment.requested', { at: at('2026-05-04T10:00') })]
    expect(dutiesOf({ regions: [] }, { evidence }, unknown).duties).toMatchObject([
      { due: at('2026-05-14T23:59:59') },
    ])
  })
})

describe('what a human is asked though nobody is contacted', () => {
  const spaces = (earlier: string) => [
    {
      ...status('breathing.standard', `${earlier}T10:00`, { accounts: ['A1'] }),
      lifted: at('2026-01-01T00:00'),
    },
    status('breathing.standard', '2026-05-01T10:00', { accounts: ['A1'] }),
  ]

  it('England: a second breathing space within twelve months', () => {
    const england = { regions: ['GB-ENG'] }
    expect(dutiesOf(england, { statuses: spaces('2025-04-01') }).reviews).toEqual([])
    expect(dutiesOf(england, { statuses: spaces('2025-09-01') }).reviews).toMatchObject([
      { rule: 'GB-B-01', effect: 'review', cite: 'SI 2020/1311' },
    ])
    expect(dutiesOf({ regions: ['FR'] }, { statuses: spaces('2025-09-01') }).reviews).toEqual([])
  })
})
