import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId, ContactId, NumberId, PointId } from '../../../src/core/base/id.ts'
import { CONTACT_STATES } from '../../../src/core/model/contact-state.ts'
import { isAttempted, isDone, isUnderWay } from '../../../src/core/decide/step/attempt.ts'
import { untriedPoints, validPoints } from '../../../src/core/decide/step/points.ts'
import { EpisodeRows } from '../../../src/core/decide/step/rows.ts'
import type { DossierContact } from '../../../src/core/model/dossier.ts'
import { at, caseOf, contactOf, pointOf, strategyOf } from './build.ts'

const strategy = strategyOf({
  stages: [
    {
      stage: 'one',
      from: { dpd: 1 },
      steps: [{ step: 'hello', channel: 'sms', template: 'hello', dpd: 1, at: '10:00' }],
    },
  ],
})
const [step] = strategy.stages.flatMap(({ steps }) => steps)
if (!step) throw new Error('the strategy has a step')

describe('what counts as tried and as done', () => {
  const told = (given: Partial<DossierContact>, doneBy?: Parameters<typeof isDone>[1]) => {
    const row = contactOf(given)
    return [isUnderWay(row) && 'under way', isAttempted(row) && 'tried', isDone(row, doneBy) && 'done']
      .filter(Boolean)
      .join(', ')
  }

  it('a message is tried as soon as it was made, and done while it has not come back', () => {
    expect(Object.fromEntries(CONTACT_STATES.map((state) => [state, told({ state })]))).toEqual({
      planned: 'under way',
      queued: 'under way',
      sending: 'under way',
      sent: 'tried, done',
      delivered: 'tried, done',
      failed: 'tried',
      unknown: 'under way',
      cancelled: '',
      expired: '',
      denied: '',
    })
  })

  it('a call without a word of the agent is tried as a message is, but for one that failed', () => {
    const call = { channel: 'call', disposition: null } as const
    expect(Object.fromEntries(CONTACT_STATES.map((state) => [state, told({ ...call, state })]))).toEqual({
      planned: 'under way',
      queued: 'under way',
      sending: 'under way',
      sent: 'tried, done',
      delivered: 'tried, done',
      failed: '',
      unknown: 'under way',
      cancelled: '',
      expired: '',
      denied: '',
    })
  })

  it('a call is what the agent says; a step that names words is done by these alone', () => {
    const call = { channel: 'call', state: 'sent' } as const
    expect(told({ ...call, disposition: 'busy' })).toBe('')
    expect(told({ ...call, disposition: 'no_answer' })).toBe('tried, done')
    expect(told({ ...call, disposition: 'no_answer' }, ['rpc_promise'])).toBe('tried')
    expect(told({ ...call, disposition: null }, ['rpc_promise'])).toBe('tried')
    expect(told({ ...call, disposition: 'rpc_promise' }, ['rpc_promise'])).toBe('tried, done')
    // A message has no words of an agent.
    expect(told({ channel: 'sms', state: 'sent' }, ['rpc_promise'])).toBe('tried, done')
  })
})

describe('what was made of a step in an episode', () => {
  const own = caseOf(strategy)
  const row = (given: Partial<DossierContact>) => contactOf({ step: 'hello', ...given })
  const rowsOf = (...contacts: DossierContact[]) =>
    new EpisodeRows(own, '2026-03-01', contacts, ['America/New_York']).of('hello')
  const nothing = { rows: 0, taken: 0, lastTaken: null, made: [], missed: [], open: null }

  it('rows of another case, episode or step, or of none, are not its own', () => {
    const others = [
      row({ case: 2 as CaseId }),
      row({ case: null }),
      row({ episode: '2026-02-01' }),
      row({ episode: null }),
      row({ step: 'other' }),
      row({ step: null }),
    ]
    expect(rowsOf(...others)).toEqual(nothing)
  })

  it('a contact that was made is taken on its local day; the last of several counts', () => {
    const first = row({ at: at('2026-03-07 03:00') })
    const second = row({ id: 901 as ContactId, attempt: 2, at: at('2026-03-05 15:00') })
    expect(rowsOf(first, second)).toEqual({
      ...nothing,
      rows: 2,
      taken: 2,
      lastTaken: '2026-03-06',
      made: [first, second],
    })
    expect(rowsOf(second, first).lastTaken).toBe('2026-03-06')
  })

  it('without an instant, the day is that of its not-before, then that on which it was due', () => {
    const days = [
      row({ at: null, notBefore: at('2026-03-05 15:00'), dueOn: '2026-03-02' }),
      row({ at: null, notBefore: null, dueOn: '2026-03-02' }),
      row({ at: null, notBefore: null, dueOn: null }),
    ].map((one) => rowsOf(one).lastTaken)
    expect(days).toEqual(['2026-03-05', '2026-03-02', null])
  })

  it('the highest number of an attempt counts where rows are missing', () => {
    expect(rowsOf(row({ attempt: 4 })).rows).toBe(4)
    expect(rowsOf(row({ attempt: 4 }), row({ attempt: null })).rows).toBe(5)
    expect(rowsOf(row({ attempt: null })).rows).toBe(1)
  })

  it('what is on its way is open, and neither taken nor missed', () => {
    const open = row({ state: 'sending', at: at('2026-03-05 15:00') })
    expect(rowsOf(open)).toEqual({ ...nothing, rows: 1, open })
  })

  it('what did not get through is missed at its instant, in order', () => {
    const busy = (when: string) =>
      row({ channel: 'call', state: 'failed', disposition: 'busy', at: at(when), attempt: null })
    const unknown = row({ channel: 'call', state: 'failed', disposition: 'busy', at: null })
    expect(rowsOf(busy('2026-03-06 15:00'), busy('2026-03-05 15:00'), unknown)).toEqual({
      ...nothing,
      rows: 3,
      missed: [at('2026-03-05 15:00'), at('2026-03-06 15:00')],
    })
  })
})

describe('the numbers that a step is tried at', () => {
  const id = (number: number) => ({ id: number as PointId, number: number as NumberId })
  const points = [
    pointOf({ ...id(1), namedAt: at('2026-01-01') }),
    pointOf({ ...id(2), namedAt: at('2026-02-01') }),
    pointOf(id(3)),
    pointOf({ ...id(4), valid: false }),
    pointOf({ ...id(5), former: true }),
    pointOf({ ...id(6), role: 'third_party' as never }),
    pointOf({ ...id(7), kind: 'address' }),
  ]

  it('the valid numbers of the debtor’s own that the channel reaches count, and what the ledger named last comes first', () => {
    expect(validPoints(points, 'sms').map((point) => point.id)).toEqual([2, 1, 3])
    expect(validPoints(points, 'visit').map((point) => point.id)).toEqual([7])
    expect(validPoints(points, 'human')).toEqual([])
  })

  it('a number at which the step was tried in this episode is left out', () => {
    const tried = contactOf({
      step: 'hello',
      point: 2 as PointId,
      accounts: [1 as AccountId],
      at: at('2026-03-05 15:00'),
    })
    const rows = new EpisodeRows(caseOf(strategy), '2026-03-01', [tried], ['UTC'])
    expect(untriedPoints({ points, rows }, step).map((point) => point.id)).toEqual([1, 3])
  })
})
