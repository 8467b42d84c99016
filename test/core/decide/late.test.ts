import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId } from '../../../src/core/base/id.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, strategyOf } from './build.ts'
import { always, defersTo, denies, type Law, planningOf, templateOf } from './law.ts'
import { Life } from './life.ts'

const sms = (step: string, dpd: number, more: Record<string, unknown> = {}) => ({
  step,
  channel: 'sms',
  template: step,
  dpd,
  at: '10:00',
  ...more,
})

/** The person has one account for each anchor; all cases were opened on 2 March. */
function lifeUnder(steps: unknown[], law: Law = () => always, anchors = ['2026-03-01']): Life {
  const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps }] })
  const accounts = anchors.map((anchor, index) =>
    accountOf({ id: (index + 1) as AccountId, externalId: `A${index + 1}`, anchor }),
  )
  const cases = accounts.map(({ id }) => caseOf(strategy, { id: id as never, account: id }))
  const life = new Life(dossierOf({ accounts, cases }), planningOf([strategy], law))
  life.review(at('2026-03-02 00:05'))
  return life
}

describe('late steps', () => {
  it('only the newest of a channel is taken; older ones are dropped as overtaken', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 3), sms('c', 5)])
    life.live(at('2026-03-07 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:00 A1 c#1'])
    expect(life.dropped()).toEqual(['2026-03-07T09:00 b overtaken', '2026-03-07T09:00 a overtaken'])
  })

  it('each channel has its own turn', () => {
    const life = lifeUnder([
      sms('a', 1),
      { step: 'call', channel: 'call', script: 'call', dpd: 2, at: '11:00' },
    ])
    life.live(at('2026-03-07 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:00 A1 a#1', '2026-03-07T09:00 A1 call#1'])
  })

  it('the mandatory step comes first; the newest of the others comes on the next local day', () => {
    const life = lifeUnder([sms('a', 1), sms('must', 2, { mandatory: true }), sms('c', 4)])
    life.live(at('2026-03-07 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:00 A1 must#1', '2026-03-08T10:00 A1 c#1'])
    expect(life.dropped()).toEqual(['2026-03-07T09:00 a overtaken'])
  })

  it('two mandatory ones take two days', () => {
    const life = lifeUnder([sms('must', 1, { mandatory: true }), sms('also', 2, { mandatory: true })])
    life.live(at('2026-03-07 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:00 A1 also#1', '2026-03-08T10:00 A1 must#1'])
  })

  it('a step of this very day is newer than any late one, even when its time is still to come', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 6)])
    life.live(at('2026-03-07 07:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T10:00 A1 b#1'])
    expect(life.dropped()).toEqual(['2026-03-07T10:00 a overtaken'])
  })

  it('a turn counts per person: the late step of one account gives way to the newer of another', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 9)], () => always, ['2026-02-23', '2026-03-01'])
    life.live(at('2026-03-06 09:00'), at('2026-03-07'))
    expect(life.sent).toEqual(['2026-03-06T09:00 A1 b#1'])
    expect(life.dropped()).toContain('2026-03-06T09:00 a overtaken')
  })

  it('the second of two equally late steps waits for the next local day', () => {
    const life = lifeUnder([sms('a', 1)], () => always, ['2026-03-01', '2026-03-01'])
    life.live(at('2026-03-06 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-06T09:00 A1 a#1', '2026-03-07T10:00 A2 a#1'])
    expect(life.dropped()).toEqual([])
  })

  it('a late step that was made today takes the turn of the day', () => {
    const life = lifeUnder([sms('a', 1)])
    const other = contactOf({
      case: 9 as CaseId,
      accounts: [9 as AccountId],
      step: 'x',
      dueOn: '2026-03-02',
      at: at('2026-03-06 08:00'),
    })
    life.change({ contacts: [other] })
    life.live(at('2026-03-06 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T10:00 A1 a#1'])
  })

  it('a repetition lets its turns before today go, and comes again', () => {
    const life = lifeUnder([sms('a', 1, { every: { days: 3 }, max: 5 }), sms('b', 5)])
    life.live(at('2026-03-07 09:00'), at('2026-03-12'))
    expect(life.sent).toEqual([
      '2026-03-07T09:00 A1 b#1',
      '2026-03-08T10:00 A1 a#1',
      '2026-03-11T10:00 A1 a#2',
    ])
    expect(life.dropped()).toEqual(['2026-03-07T09:00 a overtaken'])
  })
})

describe('a newer step that is itself refused', () => {
  const refusedBy =
    (step: string): Law =>
    (question) =>
      question.tokens?.includes(step) ? denies('NO') : always
  const carrying = (step: string, dpd: number) =>
    templateOf({ template: step, carries: [step], channel: 'sms', text: String(dpd) })

  it('a refused newer step lets the older one have the day, and only what got its contact overtakes', () => {
    const strategy = strategyOf({
      stages: [{ stage: 'one', from: { dpd: 1 }, steps: [sms('a', 1), sms('b', 3), sms('c', 5)] }],
    })
    const texts = [carrying('a', 1), carrying('b', 3), carrying('c', 5)]
    const life = new Life(
      dossierOf({ cases: [caseOf(strategy)] }),
      planningOf([strategy], refusedBy('c'), texts),
    )
    life.review(at('2026-03-02 00:05'))
    life.live(at('2026-03-07 09:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:00 A1 b#1'])
    expect(life.dropped()).toEqual(['2026-03-07T09:00 c NO', '2026-03-07T09:00 a overtaken'])
  })

  it('a refused step of this very day lets the older one have the day too', () => {
    const strategy = strategyOf({
      stages: [{ stage: 'one', from: { dpd: 1 }, steps: [sms('a', 1), sms('b', 6)] }],
    })
    const texts = [carrying('a', 1), carrying('b', 6)]
    const life = new Life(
      dossierOf({ cases: [caseOf(strategy)] }),
      planningOf([strategy], refusedBy('b'), texts),
    )
    life.review(at('2026-03-02 00:05'))
    life.live(at('2026-03-07 07:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T10:00 A1 a#1'])
  })

  it('a newer step is denied when it was to be sent: the one it overtook comes back', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 5)])
    const { planned } = life.review(at('2026-03-07 09:00'))
    expect(planned.map(({ step }) => step)).toEqual(['b'])
    life.deny('b', at('2026-03-07 09:00'))
    expect(life.review(at('2026-03-07 09:01')).planned.map(({ step }) => step)).toEqual(['a'])
    life.live(at('2026-03-08 10:00'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-07T09:01 A1 a#1', '2026-03-08T10:00 A1 b#1'])
  })

  it('an overtaken step is not brought back again when the newer one was made in the end', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 5)], (question) =>
      question.at < at('2026-03-08') ? always : denies('NO'),
    )
    life.review(at('2026-03-07 09:00'))
    life.deny('b', at('2026-03-07 09:00'))
    life.change({
      contacts: [contactOf({ step: 'b', state: 'sent', at: at('2026-03-07 18:00'), dueOn: '2026-03-06' })],
    })
    expect(life.review(at('2026-03-07 18:01')).planned).toEqual([])
  })
})

describe('a repetition that let its late turn go', () => {
  it.each([
    ['11:00', '2026-03-08T11:00'],
    ['08:00', '2026-03-08T09:01'],
  ])('a repetition that let its late turn go takes the turn of today, at %s', (time, sent) => {
    const life = lifeUnder([sms('a', 1, { every: { days: 3 }, max: 5, at: time }), sms('b', 5)])
    life.live(at('2026-03-08 09:00'), at('2026-03-08 23:00'))
    expect(life.sent).toEqual(['2026-03-08T09:00 A1 b#1', `${sent} A1 a#1`])
  })
})

describe('a step that waits for its lawful hour', () => {
  const monday: Law = ({ at: when }) =>
    when < at('2026-03-09 08:00') ? defersTo(at('2026-03-09 08:00')) : always

  it('a step that waits is cancelled as overtaken when a newer step takes its place', () => {
    const life = lifeUnder([sms('a', 1), sms('b', 5)], monday)
    life.live(at('2026-03-02 10:00'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-09T08:00 A1 b#1'])
    expect(life.dropped()).toEqual(['2026-03-06T10:00 a overtaken'])
  })

  it('a step that waits stays when the newer step is refused', () => {
    const law: Law = (question, history) =>
      question.at < at('2026-03-06') ? monday(question, history) : denies('NO')
    const life = lifeUnder([sms('a', 1), sms('b', 5)], law)
    life.live(at('2026-03-02 10:00'), at('2026-03-09 12:00'))
    expect(life.sent).toEqual(['2026-03-09T08:00 A1 a#1'])
  })

  it('a mandatory one stays', () => {
    const life = lifeUnder([sms('a', 1, { mandatory: true }), sms('b', 5)], monday)
    life.live(at('2026-03-02 10:00'), at('2026-03-10'))
    expect(life.sent).toEqual(['2026-03-09T08:00 A1 a#1', '2026-03-09T08:00 A1 b#1'])
  })

  it('a step that waits does not count when the law is asked about the newer step', () => {
    const seen: number[] = []
    const law: Law = (question, history) => {
      seen.push(history.length)
      return monday(question, history)
    }
    const life = lifeUnder([sms('a', 1), sms('b', 5)], law)
    life.live(at('2026-03-02 10:00'), at('2026-03-06 10:00'))
    // the letter of before
    expect(seen).toEqual([1, 1])
  })
})
