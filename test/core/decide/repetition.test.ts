import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId, ContactId } from '../../../src/core/base/id.ts'
import type { DossierContact } from '../../../src/core/model/dossier.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, promiseOf, strategyOf, toldBefore } from './build.ts'
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

describe('a repetition', () => {
  const call = (more: Record<string, unknown>) => ({
    step: 'call',
    channel: 'call',
    script: 'call',
    at: '11:00',
    after: { days: 0 },
    every: { days: 2 },
    max: 3,
    ...more,
  })

  it('a repetition counts from the day of the last attempt taken, up to max', () => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({})] }])
    life.live(at('2026-03-02 00:05'), at('2026-03-30'))
    expect(life.sent).toEqual([
      '2026-03-02T11:00 A1 call#1',
      '2026-03-04T11:00 A1 call#2',
      '2026-03-06T11:00 A1 call#3',
    ])
  })

  it('a busy line is not an attempt taken: the step is due again after a pause, under the next number', () => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({ max: 1 })] }])
    life.live(at('2026-03-02 00:05'), at('2026-03-02 10:00'))
    life.change({ contacts: [busyAt('11:00'), ...toldBefore(life.dossier.accounts)] })
    const soon = life.review(at('2026-03-02 11:30'))
    expect(soon.planned).toEqual([])
    expect(soon.cases[0]?.nextReviewAt).toBe(at('2026-03-02 11:45'))
    expect(life.review(at('2026-03-02 11:45')).planned).toMatchObject([{ step: 'call', attempt: 2 }])
  })

  it('a line that is busy all day is called twice again, and then at its own time on the next day', () => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({ max: 1 })] }])
    life.live(at('2026-03-02 00:05'), at('2026-03-02 10:00'))
    life.change({
      contacts: ['11:00', '11:45', '12:30'].map(busyAt).concat(toldBefore(life.dossier.accounts)),
    })
    const last = life.review(at('2026-03-02 12:31'))
    expect(last.planned).toEqual([])
    life.live(at('2026-03-02 12:32'), at('2026-03-04'))
    expect(life.sent).toEqual(['2026-03-03T11:00 A1 call#4'])
  })

  it('a busy line is called again as its strategy says', () => {
    const retry = { after: { minutes: 20 }, max: 1 }
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({ max: 1, retry })] }])
    life.live(at('2026-03-02 00:05'), at('2026-03-02 10:00'))
    life.change({ contacts: [busyAt('11:00'), ...toldBefore(life.dossier.accounts)] })
    expect(life.review(at('2026-03-02 11:20')).planned).toHaveLength(1)
    life.change({ contacts: ['11:00', '11:20'].map(busyAt).concat(toldBefore(life.dossier.accounts)) })
    expect(life.review(at('2026-03-02 13:00')).cases[0]?.nextReviewAt).toBe(at('2026-03-03 11:00'))
  })

  it('an attempt of unknown fate blocks the next', () => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({})] }])
    life.review(at('2026-03-02 00:05'))
    life.change({
      contacts: [contactOf({ channel: 'call', step: 'call', state: 'unknown', at: at('2026-03-02 11:00') })],
    })
    expect(life.review(at('2026-03-09 12:00')).planned).toEqual([])
  })

  it.each([
    ['promise' as const, ['2026-03-06T11:00 A1 call#2']],
    ['refused' as const, []],
  ])('a step with until %s stops while it is true since entry', (stopper, then) => {
    const life = lifeUnder([{ stage: 'one', from: { dpd: 1 }, steps: [call({ until: [stopper], max: 2 })] }])
    life.live(at('2026-03-02 00:05'), at('2026-03-02 11:00'))
    expect(life.sent.splice(0)).toEqual(['2026-03-02T11:00 A1 call#1'])
    const refusal = contactOf({
      channel: 'visit',
      step: 'other',
      disposition: 'met_refused',
      at: at('2026-03-02 12:00'),
    })
    if (stopper === 'refused') life.change({ contacts: [...life.dossier.contacts, refusal] })
    else life.change({ promises: [promiseOf({ madeAt: at('2026-03-03 09:00'), by: '2026-03-05' })] })
    life.live(at('2026-03-03 09:00'), at('2026-03-12'))
    expect(life.sent).toEqual(then)
  })

  it('a refusal before entry does not stop it', () => {
    const life = lifeUnder([
      { stage: 'one', from: { dpd: 1 }, steps: [call({ until: ['refused'], max: 1 })] },
    ])
    life.change({
      contacts: [
        contactOf({
          channel: 'visit',
          step: 'other',
          disposition: 'met_refused',
          at: at('2026-03-01 12:00'),
        }),
      ],
    })
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    expect(life.sent).toEqual(['2026-03-02T11:00 A1 call#1'])
  })

  it('a step with unless reached waits until nobody was spoken to in the last n local dates, on any account', () => {
    const life = lifeUnder([
      {
        stage: 'one',
        from: { dpd: 1 },
        steps: [call({ every: undefined, max: 1, unless: { reached: { days: 3 } } })],
      },
    ])
    const other = contactOf({
      case: 5 as CaseId,
      accounts: [5 as AccountId],
      channel: 'call',
      step: 'x',
      disposition: 'rpc_callback',
      at: at('2026-03-01 15:00'),
    })
    life.change({ contacts: [other] })
    life.live(at('2026-03-02 00:05'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-04T11:00 A1 call#1'])
  })

  it('a step is for the risk bands and amounts that it names', () => {
    const stages = [
      {
        stage: 'one',
        from: { dpd: 1 },
        steps: [sms('high', { dpd: 1, risk: ['high'] }), sms('big', { dpd: 2, pastDue: '100.00' })],
      },
    ]
    const small = lifeUnder(stages, { score: 0.5, pastDue: 9_999 })
    small.live(at('2026-03-02 00:05'), at('2026-03-10'))
    expect(small.sent).toEqual(['2026-03-02T10:00 A1 high#1'])
    const big = lifeUnder(stages, { score: 0.49, pastDue: 10_000 })
    big.live(at('2026-03-02 00:05'), at('2026-03-10'))
    expect(big.sent).toEqual(['2026-03-03T10:00 A1 big#1'])
  })
})

function busyAt(time: string): DossierContact {
  return contactOf({
    id: Number(time.replace(':', '')) as ContactId,
    channel: 'call',
    step: 'call',
    stage: 'one',
    state: 'failed',
    disposition: 'busy',
    outcome: 'not_connected',
    at: at(`2026-03-02 ${time}`),
  })
}
