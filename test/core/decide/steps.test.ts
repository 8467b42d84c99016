import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { accountOf, at, caseOf, dossierOf, holdOf, strategyOf } from './build.ts'
import { planningOf } from './law.ts'
import { Life } from './life.ts'

const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})

/** The due date is 1 March: 1 day past due is 2 March. */
function lifeUnder(stages: unknown[], given: Parameters<typeof accountOf>[0] = {}): Life {
  const strategy = strategyOf({ stages })
  return new Life(
    dossierOf({ accounts: [accountOf(given)], cases: [caseOf(strategy)] }),
    planningOf([strategy]),
  )
}

describe('the day of a step', () => {
  it('the day of a step by days past due is the due date plus that many days, at its time', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 }), sms('second', { dpd: 3 })] },
    ])
    life.live(at('2026-03-02 00:05'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-02T10:00 A1 friendly#1', '2026-03-04T10:00 A1 second#1'])
  })

  it('the day of a step by entry is the local date of the review that put the case into the stage, plus that many days', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [] },
      { stage: 'two', from: { dpd: 4 }, steps: [sms('hello', { after: { days: 2 } })] },
    ])
    life.live(at('2026-03-02 00:05'), at('2026-03-10'))
    expect(life.stages()).toEqual(['2026-03-02T00:05 working/one', '2026-03-05T00:00 working/two'])
    expect(life.sent).toEqual(['2026-03-07T10:00 A1 hello#1'])
  })

  it('a step of a stage that was entered later than its time on that day is due the next day', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [sms('hello', { after: { days: 0 } })] },
    ])
    life.live(at('2026-03-02 10:01'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-03T10:00 A1 hello#1'])
  })

  it('a step of a stage that was entered at its very time is due on that day', () => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [sms('hello', { dpd: 1 })] }])
    life.live(at('2026-03-02 10:00'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-02T10:00 A1 hello#1'])
  })

  it('a day before entry is passed, and told once', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 }), sms('second', { dpd: 9 })] },
    ])
    life.live(at('2026-03-06 00:05'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-10T10:00 A1 second#1'])
    expect(life.dropped()).toEqual(['2026-03-06T00:05 friendly passed'])
  })

  it('a mandatory step whose day lies before entry is taken late', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [sms('warning', { dpd: 1, mandatory: true })] },
    ])
    life.live(at('2026-03-06 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-06T09:00 A1 warning#1'])
  })

  it('the instant of a step is its time of day in the last of all candidate zones', () => {
    const strategy = strategyOf({
      stages: [{ stage: 'one', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 })] }],
    })
    const dossier = dossierOf({ cases: [caseOf(strategy)] })
    dossier.person.zones = ['America/New_York', 'America/Los_Angeles']
    const life = new Life(dossier, planningOf([strategy]))
    life.live(at('2026-03-02 08:05'), at('2026-03-03'))
    expect(life.sent).toEqual(['2026-03-02T18:00 A1 friendly#1'])
  })

  it('days past due are those of the zone that gets there last', () => {
    const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
    const dossier = dossierOf({ cases: [caseOf(strategy)] })
    dossier.person.zones = ['Asia/Shanghai', 'America/Los_Angeles']
    const life = new Life(dossier, planningOf([strategy]))
    life.review(at('2026-03-02 07:59'))
    expect(life.dossier.cases[0]).toMatchObject({ state: 'working', stage: null })
    life.review(at('2026-03-02 08:00'))
    expect(life.dossier.cases[0]).toMatchObject({ state: 'working', stage: 'one' })
  })
})

describe('a step inside a hold', () => {
  const stages = [
    {
      stage: 'one',
      from: { dpd: 1 },
      steps: [sms('second', { dpd: 3 }), sms('third', { dpd: 5 }), sms('must', { dpd: 4, mandatory: true })],
    },
  ]

  it('a step inside a hold is passed unless it is mandatory', () => {
    const life = lifeUnder(stages)
    life.change({ holds: [holdOf({ from: at('2026-03-03 12:00'), lifted: at('2026-03-05 12:00') })] })
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-05T12:00 A1 must#1', '2026-03-06T10:00 A1 third#1'])
    expect(life.dropped()).toEqual(['2026-03-05T12:00 second passed'])
  })

  it('a hold with a last day ends with that day, by itself', () => {
    const life = lifeUnder(stages)
    life.change({
      holds: [
        holdOf({ kind: 'hold', reason: 'hardship', from: at('2026-03-02 06:00'), until: '2026-03-05' }),
      ],
    })
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.stages()).toEqual([
      '2026-03-02T00:05 working/one',
      '2026-03-02T06:00 held/one',
      '2026-03-06T00:00 working/one',
    ])
    expect(life.sent).toEqual(['2026-03-06T00:00 A1 must#1', '2026-03-06T10:00 A1 third#1'])
  })

  it('a hold of another account of the person does not count', () => {
    const life = lifeUnder(stages)
    life.change({ holds: [holdOf({ account: 9 as AccountId, from: at('2026-03-01') })] })
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    expect(life.sent).toEqual(['2026-03-04T10:00 A1 second#1'])
  })
})
