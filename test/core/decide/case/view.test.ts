import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId, ContactId, PersonId } from '../../../../src/core/base/id.ts'
import type { DossierContact, DossierTask } from '../../../../src/core/model/dossier.ts'
import { at, holdOf } from '../build.ts'
import { sent, spoke, viewIn } from '../step/view.ts'

describe('what a review sees of a case', () => {
  const second = { id: 911 as ContactId }
  const other = { person: 2 as PersonId }

  it.each<[string, DossierContact[], string | null]>([
    ['nobody was spoken to', [sent('hello', '2026-03-06 10:00')], null],
    ['the debtor was spoken to', [spoke('2026-03-06 10:00')], '2026-03-06'],
    [
      'the debtor was spoken to about another account',
      [spoke('2026-03-06 10:00', { accounts: [2 as AccountId], case: null })],
      '2026-03-06',
    ],
    ['the last word counts', [spoke('2026-03-05 10:00'), spoke('2026-03-07 10:00', second)], '2026-03-07'],
    [
      'the last word counts, whatever was recorded later',
      [spoke('2026-03-07 10:00'), spoke('2026-03-05 10:00', second)],
      '2026-03-07',
    ],
    ['somebody of the household was spoken to', [spoke('2026-03-06 10:00', other)], null],
    ['nobody answered', [spoke('2026-03-06 10:00', { disposition: 'no_answer' })], null],
    ['the time of the call is not known', [spoke('2026-03-06 10:00', { at: null })], null],
  ])('%s', (_, contacts, then) => expect(viewIn({ contacts }).reachedOn).toBe(then))

  it('what was asked about another case is not seen', () => {
    const asked = [1, 2].map((id) => ({ task: id, case: id as CaseId })) as DossierTask[]
    expect(viewIn({ more: { asked } }).asked.map(({ task }) => task)).toEqual([1])
    expect(viewIn({}).asked).toEqual([])
  })

  it('all idle time is seen: what is remembered, and what waited for data', () => {
    const holds = [
      holdOf({
        kind: 'hold',
        reason: 'feed_stale',
        from: at('2026-03-05 10:00'),
        lifted: at('2026-03-07 10:00'),
      }),
    ]
    const idle = [{ from: '2026-03-03', to: '2026-03-04' }]
    expect(viewIn({ memory: { idle }, more: { holds } }).idle).toEqual([
      ...idle,
      { from: '2026-03-05', to: '2026-03-07' },
    ])
  })

  it('a case without a debt keeps the anchor that it had last', () => {
    const { anchor, dpd } = viewIn({ account: { anchor: null, pastDue: 0 } })
    expect([anchor, dpd]).toEqual(['2026-03-01', 9])
  })

  it.each([
    ['an hour after it expired', ['expired'], { until: at('2026-03-09 11:00') }],
    ['to the next day after it was denied', ['denied'], { deniedOn: '2026-03-09' }],
    ['to the next day, though it expired before', ['expired', 'denied'], { deniedOn: '2026-03-09' }],
    ['to the next day, though it expired since', ['denied', 'expired'], { deniedOn: '2026-03-09' }],
    ['an hour after it expired last', ['expired', 'expired'], { until: at('2026-03-09 12:00') }],
  ])('a step rests %s', (_, states, then) => {
    const denied = states.map((state, index) => ({
      case: 1 as CaseId,
      episode: '2026-03-01',
      step: 'hello',
      state: state as 'denied',
      changedAt: at(`2026-03-09 1${index}:00`),
    }))
    const seen = (all: typeof denied) => Object.fromEntries(viewIn({ more: { denied: all } }).resting)
    expect(seen(denied)).toEqual({ hello: then })
    expect(seen([...denied].reverse())).toEqual({ hello: then })
  })
})
