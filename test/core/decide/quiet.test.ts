import { describe, expect, it } from 'vitest'
import type { AccountId, NumberId, PointId } from '../../../src/core/base/id.ts'
import { lastDayOf } from '../../../src/core/base/time.ts'
import { awayOf, dataHolds, idleDays, outageOf } from '../../../src/core/decide/pause/idle.ts'
import type { QuietPromise } from '../../../src/core/decide/pause/quiet.ts'
import {
  nextQuietEdge,
  openAt,
  passesAt,
  type QuietSpan,
  quietSpans,
} from '../../../src/core/decide/pause/quiet.ts'
import { at, caseOf, holdOf, promiseOf, strategyOf } from './build.ts'

const ZONES = ['America/New_York', 'UTC']
const ACCOUNT = 1 as AccountId
const from = at('2026-03-05 12:00')

describe('the times in which a case is quiet', () => {
  const spansOf = (holds: Parameters<typeof holdOf>[0][], promises: QuietPromise[] = []) =>
    quietSpans(
      ACCOUNT,
      holds.map((hold) => holdOf({ from, ...hold })),
      promises,
      ZONES,
    )

  it('a hold is quiet to its last local day, or to its lifting, whichever comes first', () => {
    const spans = spansOf([
      {},
      { until: '2026-03-09' },
      { until: '2026-03-09', lifted: at('2026-03-07 10:00') },
      { until: '2026-03-09', lifted: at('2026-03-12 10:00') },
      { lifted: at('2026-03-07 10:00') },
    ])
    // The tenth begins in New York, five hours after it begins in London: then it has begun everywhere.
    const over = at('2026-03-10 04:00')
    const tos = [Infinity, over, at('2026-03-07 10:00'), over, at('2026-03-07 10:00')]
    expect(spans).toEqual(tos.map((to) => ({ kind: 'hold', from, to })))
  })

  it('a hold is quiet where it is of the person or of the account, and of no single number or channel', () => {
    const spans = spansOf([
      { account: null },
      { account: 2 as AccountId },
      { kind: 'optout', account: null },
      { account: null, point: 1 as PointId },
      { account: null, channel: 'sms' },
      { account: null, number: 1 as NumberId },
    ])
    expect(spans).toEqual([
      { kind: 'hold', from, to: Infinity },
      { kind: 'hold', from, to: Infinity },
    ])
  })

  it('a cease is told apart, and so is a hold of the engine’s own', () => {
    const spans = spansOf([
      { kind: 'cease' },
      { kind: 'hold', reason: 'feed_stale' },
      { kind: 'hold', reason: 'data_refused' },
      { kind: 'hold', reason: 'hardship' },
    ])
    expect(spans).toEqual([
      { kind: 'cease', from, to: Infinity },
      { kind: 'hold', from, to: Infinity, ours: true },
      { kind: 'hold', from, to: Infinity, ours: true },
      { kind: 'hold', from, to: Infinity },
    ])
  })

  it('a promise is quiet to the end of the day on which it is kept, or of its grace; a cancelled one never was', () => {
    const promise = promiseOf({ madeAt: from })
    const state = (given: Partial<QuietPromise>): QuietPromise => ({
      promise,
      status: 'open',
      lastDay: '2026-03-20',
      keptOn: null,
      supersededAt: null,
      ...given,
    })
    const spans = spansOf(
      [],
      [
        state({}),
        state({ status: 'broken' }),
        state({ status: 'kept', keptOn: '2026-03-07' }),
        state({ status: 'cancelled', keptOn: '2026-03-07' }),
        state({ status: 'asked' }),
        state({ status: 'superseded', supersededAt: at('2026-03-09 12:00') }),
      ],
    )
    expect(spans).toEqual([
      { kind: 'promise', from, to: at('2026-03-21 04:00') },
      { kind: 'promise', from, to: at('2026-03-21 04:00') },
      { kind: 'promise', from, to: at('2026-03-08 05:00') },
      { kind: 'promise', from, to: at('2026-03-09 12:00') },
    ])
  })

  it('a span has begun at its first instant, and is over at its last', () => {
    const to = at('2026-03-09 12:00')
    const span = (kind: QuietSpan['kind'], ours?: true): QuietSpan => ({
      kind,
      from,
      to,
      ...(ours && { ours }),
    })
    const all = [span('hold'), span('hold', true), span('cease'), span('promise')]
    const table = [from - 1, from, to - 1, to].map((now) => [
      (['hold', 'cease', 'promise'] as const).map((kind) => openAt(all, now, kind)),
      all.map((one) => passesAt([one], now)),
      passesAt(all, now),
      nextQuietEdge(all, now),
    ])
    const none = [false, false, false, false]
    expect(table).toEqual([
      [[0, 0, 0], none, false, from],
      [[2, 1, 1], [true, false, false, true], true, to],
      [[2, 1, 1], [true, false, false, true], true, to],
      [[0, 0, 0], none, false, Infinity],
    ])
  })

  it('the next edge is the earliest of any span, whether it begins or ends', () => {
    const spans: QuietSpan[] = [
      { kind: 'hold', from: 10, to: 90 },
      { kind: 'hold', from: 40, to: 60 },
      { kind: 'cease', from: 5, to: Infinity },
    ]
    expect([0, 5, 10, 40, 60, 90].map((now) => nextQuietEdge(spans, now))).toEqual([
      5,
      10,
      40,
      60,
      90,
      Infinity,
    ])
  })
})

describe('days in which nobody could act', () => {
  it.each([
    ['none', [], 0],
    ['one span', [['2026-03-05', '2026-03-09']], 4],
    ['a span that began before the day from which is counted', [['2026-02-20', '2026-03-04']], 3],
    ['a span that ended before', [['2026-02-20', '2026-02-25']], 0],
    ['a span that ended on the very day', [['2026-02-20', '2026-03-01']], 0],
    ['a span of one day, which is over the same day', [['2026-03-05', '2026-03-05']], 0],
    [
      'two apart, told the wrong way round',
      [
        ['2026-03-10', '2026-03-12'],
        ['2026-03-05', '2026-03-09'],
      ],
      6,
    ],
    [
      'two that overlap',
      [
        ['2026-03-05', '2026-03-09'],
        ['2026-03-07', '2026-03-12'],
      ],
      7,
    ],
    [
      'one inside the other',
      [
        ['2026-03-05', '2026-03-12'],
        ['2026-03-07', '2026-03-09'],
      ],
      7,
    ],
    [
      'two that touch',
      [
        ['2026-03-05', '2026-03-09'],
        ['2026-03-09', '2026-03-10'],
      ],
      5,
    ],
  ] as const)('%s: each day is counted once', (_, spans, days) => {
    const idle = spans.map(([first, last]) => ({ from: first, to: last }))
    expect(idleDays({ idle }, '2026-03-01')).toBe(days)
    expect(idleDays({ idle: [...idle].reverse() }, '2026-03-01')).toBe(days)
  })

  it('a hold for want of data counts once it is over, on its account or on all', () => {
    const now = at('2026-03-09 12:00')
    const held = (given: Parameters<typeof holdOf>[0]) =>
      dataHolds(
        {
          holds: [
            holdOf({ kind: 'hold', reason: 'data_refused', from, lifted: at('2026-03-08 02:00'), ...given }),
          ],
          account: ACCOUNT,
          zones: ZONES,
        },
        now,
      )
    // The hold ends at two in London, which is the seventh in New York.
    const span = [{ from: '2026-03-05', to: '2026-03-07' }]
    expect(held({})).toEqual(span)
    expect(held({ reason: 'feed_stale' })).toEqual(span)
    expect(held({ account: null })).toEqual(span)
    expect(held({ lifted: now })).toEqual([{ from: '2026-03-05', to: '2026-03-09' }])
    expect(held({ lifted: now + 1 })).toEqual([])
    expect(held({ lifted: null })).toEqual([])
    expect(held({ account: 2 as AccountId })).toEqual([])
    expect(held({ reason: 'hardship' })).toEqual([])
    expect(held({ reason: null })).toEqual([])
  })

  it('a review that was due for more than a day is an outage, but for a case that was never reviewed', () => {
    const now = at('2026-03-09 12:00')
    const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
    const outage = (given: Parameters<typeof caseOf>[1]) =>
      outageOf({
        case: caseOf(strategy, { state: 'working', ...given }),
        zones: ZONES,
        now,
        today: lastDayOf(ZONES, now),
      })
    expect(outage({ nextReviewAt: at('2026-03-08 11:59') })).toEqual({ from: '2026-03-08', to: '2026-03-09' })
    expect(outage({ nextReviewAt: at('2026-03-07 02:00') })).toEqual({ from: '2026-03-06', to: '2026-03-09' })
    expect(outage({ nextReviewAt: at('2026-03-08 12:00') })).toBeNull()
    expect(outage({ nextReviewAt: null })).toBeNull()
    expect(outage({ nextReviewAt: at('2026-03-01'), state: 'opened' })).toBeNull()
  })

  it('an episode that the case left is away from that day to today', () => {
    const memory = { entries: {}, dropped: {}, denied: {} }
    const away = (leftOn?: string) =>
      awayOf({ memory: { ...memory, ...(leftOn && { leftOn }) }, today: '2026-03-09' })
    expect(away('2026-03-08')).toEqual({ from: '2026-03-08', to: '2026-03-09' })
    expect([away('2026-03-09'), away('2026-03-10'), away()]).toEqual([null, null, null])
  })
})
