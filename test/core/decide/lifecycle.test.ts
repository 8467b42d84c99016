import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import {
  accountOf,
  at,
  caseOf,
  contactOf,
  dossierOf,
  holdOf,
  moneyOf,
  promiseOf,
  strategyOf,
} from './build.ts'
import { planningOf, templateOf } from './law.ts'
import { Life } from './life.ts'

const stages = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [
      { step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' },
      { step: 'notice', channel: 'sms', template: 'notice', dpd: 3, at: '10:00' },
      { step: 'ask', channel: 'human', task: 'Decide', role: 'supervisor', dpd: 5, at: '09:00' },
    ],
  },
]

function start(given: Parameters<typeof accountOf>[0] = {}): Life {
  const strategy = strategyOf({ stages })
  return new Life(
    dossierOf({ accounts: [accountOf(given)], cases: [caseOf(strategy)] }),
    planningOf([strategy]),
  )
}
const first = (life: Life) => life.dossier.cases[0]

describe('the life of a case', () => {
  it('a case is cured when nothing is past due, and its account hears nothing more', () => {
    const life = start()
    life.live(at('2026-03-02 00:05'), at('2026-03-03'))
    life.change({ accounts: [accountOf({ pastDue: 0, anchor: null })] })
    const { facts, cases } = life.review(at('2026-03-03 14:00'))
    expect(cases).toMatchObject([
      { state: 'cured', nextReviewAt: null, closed: { on: '2026-03-03', reason: 'cured' } },
    ])
    expect(facts.map(({ type }) => type)).toEqual(['case.moved', 'case.closed'])
    expect(life.review(at('2026-03-04 10:00')).cases).toEqual([])
  })

  it('a case is cured below what the strategy opens for', () => {
    const life = start({ pastDue: 999 })
    expect(life.review(at('2026-03-02 00:05')).cases).toMatchObject([{ state: 'cured' }])
    expect(start({ pastDue: 1000 }).review(at('2026-03-02 00:05')).cases).toMatchObject([
      { state: 'working' },
    ])
  })

  it('a case takes back what waits when it is cured', () => {
    const life = start()
    life.review(at('2026-03-02 00:05'))
    life.change({
      accounts: [accountOf({ pastDue: 0 })],
      contacts: [
        contactOf({ state: 'planned', step: 'friendly', stage: 'one', notBefore: at('2026-03-06') }),
      ],
    })
    expect(life.review(at('2026-03-02 12:00')).cancelled).toEqual([{ contact: 900, reason: 'case_rests' }])
  })

  it.each([
    ['settled', 'settled', 'settled'],
    ['charged_off', 'charged_off', 'charged_off'],
    ['sold', 'closed', 'sold'],
    ['closed', 'closed', 'closed'],
  ])('an account that was %s closes its case as %s', (endedReason, state, reason) => {
    const { cases } = start({ collection: 'ended', endedReason }).review(at('2026-03-02 00:05'))
    expect(cases).toMatchObject([{ state, closed: { on: '2026-03-02', reason } }])
  })

  it('a placed account is open and quiet, and works again when it is recalled', () => {
    const life = start({ collection: 'ended', endedReason: 'placed' })
    life.live(at('2026-03-02 00:05'), at('2026-03-04 09:00'))
    expect(first(life)).toMatchObject({ state: 'placed', open: true })
    expect(life.sent).toEqual([])
    life.change({ accounts: [accountOf()] })
    life.live(at('2026-03-04 09:00'), at('2026-03-05'))
    expect(life.sent).toEqual(['2026-03-04T10:00 A1 notice#1'])
  })

  it('a dispute before the first review starts it in held', () => {
    const life = start()
    life.change({ holds: [holdOf({ from: at('2026-02-20') })] })
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.stages()).toEqual(['2026-03-02T00:05 held'])
    expect(life.sent).toEqual([])
  })

  it('a held case goes back to where it was when the hold is lifted', () => {
    const life = start()
    life.live(at('2026-03-02 00:05'), at('2026-03-02 12:00'))
    life.change({ holds: [holdOf({ from: at('2026-03-02 12:00') })] })
    life.review(at('2026-03-02 12:00'))
    expect(first(life)).toMatchObject({ state: 'held', stage: 'one' })
    life.change({ holds: [holdOf({ from: at('2026-03-02 12:00'), lifted: at('2026-03-03 08:00') })] })
    life.live(at('2026-03-03 08:00'), at('2026-03-05'))
    expect(life.sent).toEqual(['2026-03-02T10:00 A1 friendly#1', '2026-03-04T10:00 A1 notice#1'])
  })

  it('a promise waits for its date and grace; broken, the case works again', () => {
    const life = start()
    life.change({ promises: [promiseOf({ madeAt: at('2026-03-02 09:00'), by: '2026-03-05', graceDays: 2 })] })
    life.live(at('2026-03-02 09:00'), at('2026-03-20'))
    expect(life.stages()).toEqual(['2026-03-02T09:00 promised', '2026-03-08T00:00 working/one'])
  })

  it('a kept promise ends when the money is there, and the day stays quiet', () => {
    const life = start()
    life.change({ promises: [promiseOf({ madeAt: at('2026-03-02 09:00'), by: '2026-03-10' })] })
    life.review(at('2026-03-02 09:00'))
    life.change({ accounts: [accountOf({ pastDue: 5_000, received: [moneyOf('2026-03-04', 5_000)] })] })
    life.live(at('2026-03-04 08:00'), at('2026-03-20'))
    expect(first(life)?.state).toBe('working')
    expect(life.sent).toEqual([])
    expect(life.dropped()).toContain('2026-03-04T08:00 notice passed')
  })

  it('several open promises are promises: one that is missed leaves the other', () => {
    const life = start()
    life.change({
      promises: [
        promiseOf({ madeAt: at('2026-03-02 09:00'), by: '2026-03-05' }),
        promiseOf({ madeAt: at('2026-03-02 09:00'), by: '2026-03-09' }),
      ],
    })
    life.live(at('2026-03-02 09:00'), at('2026-03-20'))
    expect(life.stages()).toEqual(['2026-03-02T09:00 promised', '2026-03-10T00:00 working/one'])
  })

  it('after a cease, only notices that the law still allows are planned', () => {
    const strategy = strategyOf({ stages })
    const texts = [
      templateOf({ template: 'friendly' }),
      templateOf({ template: 'notice', purpose: 'legal_notice' }),
    ]
    const life = new Life(
      dossierOf({
        cases: [caseOf(strategy)],
        holds: [holdOf({ kind: 'cease', account: null, from: at('2026-03-01') })],
      }),
      planningOf([strategy], undefined, texts),
    )
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    expect(first(life)).toMatchObject({ state: 'no_contact' })
    expect(life.sent).toEqual(['2026-03-04T10:00 A1 notice#1'])
  })

  it('a step for a human opens one task in an episode', () => {
    const life = start()
    life.live(at('2026-03-02 00:05'), at('2026-03-25'))
    const tasks = life.decisions.flatMap((one) => one.tasks)
    expect(tasks).toMatchObject([
      { kind: 'last_step', reason: 'Decide', role: 'supervisor', due: at('2026-03-06 09:00') },
    ])
  })

  it('an open case always has a next review', () => {
    const life = start()
    life.live(at('2026-03-02 00:05'), at('2026-06-30'))
    expect(first(life)?.nextReviewAt).toBeGreaterThan(at('2026-06-30'))
  })
})

describe('two accounts of one person', () => {
  it('two accounts are reviewed together, and what is planned for one counts for the other', () => {
    const strategy = strategyOf({ stages })
    const accounts = [accountOf(), accountOf({ id: 2 as AccountId, externalId: 'A2', anchor: '2026-03-01' })]
    const cases = [caseOf(strategy), caseOf(strategy, { id: 2 as never, account: 2 as AccountId })]
    const counts: number[] = []
    const law = (_: unknown, history: readonly unknown[]) => {
      counts.push(history.length)
      return { answer: 'permit' as const, until: 8e15, duties: [], warnings: [] }
    }
    const life = new Life(dossierOf({ accounts, cases }), planningOf([strategy], law))
    life.live(at('2026-03-02 00:05'), at('2026-03-02 10:00'))
    expect(life.sent).toEqual(['2026-03-02T10:00 A1 friendly#1', '2026-03-02T10:00 A2 friendly#1'])
    // The letters of before count too.
    expect(counts).toEqual([2, 3])
  })

  it('the order of contacts is: mandatory, days past due, account, step', () => {
    const strategy = strategyOf({
      stages: [
        {
          stage: 'one',
          from: { dpd: 1 },
          steps: [
            { step: 'plain', channel: 'sms', template: 'plain', after: { days: 0 }, at: '10:00' },
            {
              step: 'must',
              channel: 'sms',
              template: 'must',
              after: { days: 0 },
              at: '10:00',
              mandatory: true,
            },
          ],
        },
      ],
    })
    const accounts = [
      accountOf({ id: 1 as AccountId, externalId: 'B', anchor: '2026-03-01' }),
      accountOf({ id: 2 as AccountId, externalId: 'A', anchor: '2026-03-01' }),
      accountOf({ id: 3 as AccountId, externalId: 'C', anchor: '2026-02-27' }),
    ]
    const cases = accounts.map(({ id }) => caseOf(strategy, { id: id as never, account: id }))
    const life = new Life(dossierOf({ accounts, cases }), planningOf([strategy]))
    life.review(at('2026-03-02 00:05'))
    const { planned } = life.review(at('2026-03-02 10:00'))
    expect(planned.map((one) => `${one.account} ${one.step}`)).toEqual([
      '3 must',
      '2 must',
      '1 must',
      '3 plain',
      '2 plain',
      '1 plain',
    ])
    const made = life.dossier.contacts.filter((one) => one.case !== null)
    expect(new Set(made.map(({ id }) => id)).size).toBe(6)
  })

  it('a case remembers the episode it is in, however many came after it', () => {
    const strategy = strategyOf({ stages })
    const later = Array.from({ length: 30 }, (_, index) => `2026-04-${String(index + 1).padStart(2, '0')}`)
    const nothing = { entries: {}, dropped: {}, denied: {} }
    const episodes = Object.fromEntries(later.map((day) => [day, nothing]))
    const theCase = caseOf(strategy, { snapshot: { episodes, lastAnchor: '2026-04-30' } })
    const life = new Life(dossierOf({ cases: [theCase] }), planningOf([strategy]))
    life.review(at('2026-05-02 00:05'))
    expect(first(life)?.snapshot.episodes['2026-03-01']?.entries).toEqual({ one: '2026-05-02' })
    expect(Object.keys(first(life)?.snapshot.episodes ?? {})).toHaveLength(24)
  })
})
