import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../src/core/base/id.ts'
import type { PersonDecision } from '../../../src/core/model/decision.ts'
import { at, caseOf, dossierOf, strategyOf } from './build.ts'
import { always, defersTo, denies, type Law, planningOf } from './law.ts'
import { Life } from './life.ts'

const friendly = { step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' }
const call = { step: 'call', channel: 'call', script: 'call', dpd: 1, at: '11:00' }

function lifeUnder(steps: unknown[], law: Law): Life {
  const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps }] })
  const life = new Life(
    dossierOf({ cases: [caseOf(strategy)] }),
    planningOf([strategy], (...asked) => law(...asked)),
  )
  life.review(at('2026-03-02 00:05'))
  return life
}

function tasksOf(decisions: readonly PersonDecision[]): string[] {
  return decisions.flatMap(({ tasks }) => tasks.map(({ kind, reason }) => `${kind} ${reason}`))
}

describe('a mandatory step that is refused for long', () => {
  const denied = () => lifeUnder([{ ...friendly, mandatory: true }], () => denies('NO'))
  const days = (life: Life) =>
    life.decisions.flatMap(({ tasks }) => tasks.map(({ due }) => new Date(due).toISOString().slice(5, 10)))

  it('a step that a human lets wait is asked about again after seven more days; one that he calls not needed never is', () => {
    const life = denied()
    life.live(at('2026-03-02 10:00'), at('2026-03-09 12:00'))
    expect(days(life)).toEqual(['03-08'])
    life.resolve('friendly', 'wait', at('2026-03-09 12:00'))
    life.live(at('2026-03-09 12:01'), at('2026-03-20 12:00'))
    expect(days(life)).toEqual(['03-08', '03-16'])
    life.resolve('friendly', 'waived', at('2026-03-20 12:00'))
    life.live(at('2026-03-20 12:01'), at('2026-04-20 12:00'))
    expect(days(life)).toEqual(['03-08', '03-16'])
  })
})

describe('a step that was refused', () => {
  it('a refused step is asked about each day at its own time, and when the case is looked at for another reason', () => {
    const asked: string[] = []
    const life = lifeUnder([friendly, call], (question) => {
      if (question.channel === 'sms') asked.push(new Date(question.at).toISOString().slice(5, 16))
      return question.channel === 'sms' ? denies('NO-CONSENT') : always
    })
    life.live(at('2026-03-02 10:00'), at('2026-03-04 23:00'))
    expect(asked).toEqual([
      '03-02T10:00',
      '03-02T11:00', // the call is planned
      '03-02T11:00', // the call is disposed of
      '03-03T10:00',
      '03-04T10:00',
    ])
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly NO-CONSENT'])
  })

  it('a refused step is made at once when a fact lifts the reason, but not pulled forward into the night', () => {
    let law: Law = () => denies('NO-CONSENT')
    const life = lifeUnder([friendly], (...question) => law(...question))
    life.review(at('2026-03-02 10:00'))
    law = ({ at: when }) => (when < at('2026-03-03 08:00') ? defersTo(at('2026-03-03 08:00')) : always)
    const night = life.review(at('2026-03-02 22:00'))
    expect(night.planned).toEqual([])
    expect(life.dossier.cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    law = () => always
    expect(life.review(at('2026-03-02 22:30')).planned).toHaveLength(1)
  })

  it('a step that is planned each day and denied at each send has a run of refusals too', () => {
    const life = lifeUnder([{ ...friendly, mandatory: true }], () => always)
    for (let day = 2; day <= 8; day++) {
      const ten = at(`2026-03-0${day} 10:00`)
      expect(life.review(ten).planned).toHaveLength(1)
      expect(tasksOf(life.decisions)).toEqual([])
      life.deny('friendly', ten)
      expect(life.review(ten + 1).planned).toEqual([])
    }
    expect(tasksOf(life.decisions)).toEqual(['mandatory_denied friendly: denied when it was to be made'])
  })

  it('a step that is denied at planning on one day and at the send on the next has one run', () => {
    let law: Law = () => always
    const life = lifeUnder([{ ...friendly, mandatory: true }], (...question) => law(...question))
    for (let day = 2; day <= 8; day++) {
      const ten = at(`2026-03-0${day} 10:00`)
      law = () => (day % 2 === 0 ? always : denies('NO'))
      life.review(ten)
      life.deny('friendly', ten)
      life.review(ten + 1)
    }
    expect(tasksOf(life.decisions)).toEqual(['mandatory_denied friendly: NO'])
  })
})

describe('a rule that wants a human to look', () => {
  const steps = [friendly, { ...friendly, step: 'second', template: 'second', dpd: 3 }]

  it('a rule gives one task per case and rule, and the step waits without being looked at each day', () => {
    const life = lifeUnder(steps, () => denies('ASK', true))
    life.live(at('2026-03-02 10:00'), at('2026-03-20'))
    expect(life.decisions.flatMap(({ tasks }) => tasks)).toEqual([
      {
        person: 1,
        account: 1,
        case: 1,
        kind: 'review',
        rule: 'ASK',
        reason: 'ASK: ASK',
        role: 'compliance',
        due: at('2026-03-03 10:00'),
      },
    ])
    expect(life.dropped()).toEqual(['2026-03-02T10:00 friendly ASK', '2026-03-04T10:00 second ASK'])
    expect(life.decisions.length).toBeLessThan(6)
  })

  it('a human refuses: that stands, nobody is asked again, and the usual run of days counts', () => {
    const life = lifeUnder([{ ...friendly, mandatory: true }], () => denies('ASK', true))
    life.review(at('2026-03-02 10:00'))
    life.answer('ASK', 'refuse', at('2026-03-02 15:00'))
    life.review(at('2026-03-02 15:00'))
    expect(life.dossier.cases[0]?.nextReviewAt).toBe(at('2026-03-03 10:00'))
    life.live(at('2026-03-03 10:00'), at('2026-03-20'))
    expect(tasksOf(life.decisions)).toEqual(['review ASK: ASK', 'mandatory_denied friendly: ASK'])
  })

  it('a step that a human allows is made at the answer; when the rule asks again, so does the engine', () => {
    let law: Law = () => denies('ASK', true)
    const life = lifeUnder(steps, (...question) => law(...question))
    life.review(at('2026-03-02 10:00'))
    life.answer('ASK', 'allow_once', at('2026-03-02 15:00'))
    law = () => always
    expect(life.review(at('2026-03-02 15:00')).planned).toHaveLength(1)
    law = () => denies('ASK', true)
    life.live(at('2026-03-03 00:00'), at('2026-03-05'))
    expect(tasksOf(life.decisions)).toEqual(['review ASK: ASK', 'review ASK: ASK'])
  })

  it('cases do not share their tasks', () => {
    const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [friendly] }] })
    const { accounts } = dossierOf({})
    const second = { ...accounts[0], id: 2, externalId: 'A2' } as (typeof accounts)[number]
    const cases = [caseOf(strategy), caseOf(strategy, { id: 2 as CaseId, account: second.id })]
    const life = new Life(
      dossierOf({ cases, accounts: [...accounts, second] }),
      planningOf([strategy], () => denies('ASK', true)),
    )
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    expect(tasksOf(life.decisions)).toEqual(['review ASK: ASK', 'review ASK: ASK'])
  })
})

describe('no lawful instant in sight', () => {
  const never: Law = () => ({ ...denies('NO-HOUR'), review: true })

  it('the engine asks a human once, and looks again when something changes or after a month', () => {
    const life = lifeUnder([friendly], never)
    life.live(at('2026-03-02 10:00'), at('2026-05-10'))
    expect(tasksOf(life.decisions)).toEqual(['empty_window friendly: no lawful instant in sight (NO-HOUR)'])
    expect(life.decisions.length).toBeLessThan(6)
  })

  it('a reason that lifts at a known time beyond the horizon is looked at then', () => {
    const late = at('2026-04-20 12:00')
    const life = lifeUnder([friendly], ({ at: when }) => {
      if (when >= late) return always
      const verdict = denies('FAR')
      if (verdict.answer !== 'deny') return verdict
      return { ...verdict, review: true, reasons: verdict.reasons.map((one) => ({ ...one, liftsAt: late })) }
    })
    life.live(at('2026-03-02 10:00'), at('2026-05-10'))
    expect(life.sent).toEqual(['2026-04-20T12:00 A1 friendly#1'])
    expect(tasksOf(life.decisions).map((told) => told.split(' ')[0])).toEqual([
      'empty_window',
      'ladder_ended',
    ])
  })

  it('a new zone that makes it lawful is felt at its next own time', () => {
    let law = never
    const life = lifeUnder([friendly], (...question) => law(...question))
    life.review(at('2026-03-02 10:00'))
    law = ({ at: when }) => (when < at('2026-03-03 08:00') ? defersTo(at('2026-03-03 08:00')) : always)
    life.live(at('2026-03-02 22:00'), at('2026-03-04'))
    expect(life.sent).toEqual(['2026-03-03T10:00 A1 friendly#1'])
  })
})
