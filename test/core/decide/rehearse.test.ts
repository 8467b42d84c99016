import { describe, expect, it } from 'vitest'
import type { ContactId } from '../../../src/core/base/id.ts'
import { afterDecision } from '../../../src/core/decide/rehearse/after-decision.ts'
import { entryDays, entryLine } from '../../../src/core/decide/rehearse/entry-days.ts'
import { rehearse } from '../../../src/core/decide/rehearse/rehearse.ts'
import type { NewHumanTask, PersonDecision } from '../../../src/core/model/decision.ts'
import type { DossierTask } from '../../../src/core/model/dossier.ts'
import { at, caseOf, contactOf, dossierOf, strategyOf } from './build.ts'
import { call, sms, visit } from './untold.ts'

const post = { step: 'post', channel: 'human', task: 'Post a letter', at: '09:00' }
const stages = [
  { stage: 'one', from: { dpd: 1 }, steps: [sms('hello', { dpd: 1 }), { ...post, dpd: 3, mandatory: true }] },
  {
    stage: 'two',
    from: { dpd: 10, byRisk: { high: 6 } },
    steps: [
      call('ring', { after: { days: 0 }, every: { days: 2 }, max: 3 }),
      sms('rich', { dpd: 12, risk: ['high'] }),
    ],
  },
  {
    stage: 'three',
    from: { dpd: 20 },
    requires: { step: 'post' },
    steps: [visit('door', { after: { days: 0 } })],
  },
]
const strategy = strategyOf({ stages, strategy: 'ladder' })

describe('a strategy that is rehearsed', () => {
  const lived = (entry: number, more: Partial<Parameters<typeof rehearse>[0]> = {}) =>
    rehearse({ strategy, band: 'low', entry, days: 60, ...more }).map(
      ({ day, dpd, step, channel }) => `${day} ${dpd} ${step} ${channel}`,
    )

  it('every step comes on its day, and it ends with the question what comes next', () => {
    expect(lived(1)).toEqual([
      '2026-01-05 1 hello sms',
      '2026-01-07 3 post human',
      '2026-01-14 10 ring call',
      '2026-01-16 12 ring call',
      '2026-01-18 14 ring call',
      '2026-01-24 20 door visit',
    ])
    const asked = '2026-04-07 93 ladder_ended human'
    expect(lived(1, { days: 200 }).slice(-2)).toEqual(['2026-01-24 20 door visit', asked])
  })

  it('a case of high risk is called earlier, and gets a text of its own', () => {
    expect(lived(1, { band: 'high' })).toEqual([
      '2026-01-05 1 hello sms',
      '2026-01-07 3 post human',
      '2026-01-10 6 ring call',
      '2026-01-12 8 ring call',
      '2026-01-14 10 ring call',
      '2026-01-16 12 rich sms',
      '2026-01-24 20 door visit',
    ])
  })

  it('a case that comes late is told first, and enters a stage after a while', () => {
    expect(lived(30, { from: '2026-03-02' })).toEqual([
      '2026-03-02 30 hello sms',
      '2026-03-13 41 post human',
      '2026-03-20 48 ring call',
      '2026-03-22 50 ring call',
      '2026-03-24 52 ring call',
      '2026-03-30 58 door visit',
    ])
  })

  it('no more days are played than was asked for', () => {
    expect(lived(1, { days: 3 })).toEqual(['2026-01-05 1 hello sms', '2026-01-07 3 post human'])
    expect(lived(1, { days: 2 })).toEqual(['2026-01-05 1 hello sms'])
  })

  it('what a late account lives through is told in a line, once for the bands that live through the same', () => {
    expect(entryDays(strategy).map(entryLine)).toEqual([
      'ladder at 5 (low, medium): hello 5, post 16, ring 23 25 27, door 33, ladder_ended 106',
      'ladder at 5 (high): hello 5, post 12, ring 15 17 19, rich 21, door 29, ladder_ended 102',
      'ladder at 35 (low, medium): hello 35, post 46, ring 53 55 57, door 63, ladder_ended 136',
      'ladder at 35 (high): hello 35, post 42, ring 45 47 49, rich 51, door 59, ladder_ended 132',
      'ladder at 65 (low, medium): hello 65, post 76, ring 83 85 87, door 93, ladder_ended 166',
      'ladder at 65 (high): hello 65, post 72, ring 75 77 79, rich 81, door 89, ladder_ended 162',
      'ladder at 120 (low, medium): hello 120, post 131, ring 138 140 142, door 148, ladder_ended 221',
      'ladder at 120 (high): hello 120, post 127, ring 130 132 134, rich 136, door 144, ladder_ended 217',
    ])
  })
})

describe('the person after a decision', () => {
  const nothing: PersonDecision = {
    person: 1 as never,
    cases: [],
    planned: [],
    cancelled: [],
    facts: [],
    decisions: [],
    tasks: [],
  }
  const asked: DossierTask = {
    task: 1,
    kind: 'last_step',
    case: 1 as never,
    account: 1 as never,
    rule: null,
    step: 'post',
    episode: '2026-03-01',
    role: 'supervisor',
    due: 0,
    answer: null,
    answeredAt: null,
  }
  const task: NewHumanTask = {
    person: 1 as never,
    account: 1 as never,
    case: 1 as never,
    kind: 'last_step',
    step: 'post',
    episode: '2026-03-01',
    reason: 'Post a letter',
    role: 'supervisor',
    due: 5,
  }
  const now = at('2026-03-03 09:00')
  const before = dossierOf({ cases: [caseOf(strategy)], contacts: [contactOf({})], asked: [asked] })

  it('nothing changes where nothing was decided', () => {
    expect(afterDecision(before, nothing, now)).toEqual(before)
    expect(afterDecision({ ...before, asked: undefined as never }, nothing, now).asked).toEqual([])
  })

  it('what was cancelled is gone, and what was planned has the next numbers', () => {
    const planned = {
      ...nothing,
      cancelled: [{ contact: 900 as ContactId, reason: 'overtaken' }],
      planned: [1, 2].map((attempt) => ({
        attempt,
        account: 1,
        case: 1,
        point: attempt,
        step: 'hello',
      })) as never,
    }
    const after = afterDecision(before, planned, now).contacts
    expect(
      after.map(({ id, step, state, attempt, accounts, point, number }) =>
        [id, step, state, attempt, accounts, point, number].join(' '),
      ),
    ).toEqual(['801  sent  1 1 1', '901 hello planned 1 1 1 1', '902 hello planned 2 1 2 2'])
  })

  it('a case becomes what the decision says of it, and another one stays', () => {
    const other = caseOf(strategy, { id: 2 as never })
    const change = {
      case: 1 as never,
      version: 0,
      moved: true,
      state: 'cured' as const,
      stage: 'one',
      snapshot: { episodes: {}, lastAnchor: '2026-03-09' },
      strategy: 'other',
      strategyHash: 'f'.repeat(64) as never,
      nextReviewAt: null,
      closed: { on: '2026-03-03', reason: 'cured' },
    }
    const { case: _case, moved: _moved, closed: _closed, ...kept } = change
    const two = { ...before, cases: [caseOf(strategy), other] }
    const [first, second] = afterDecision(two, { ...nothing, cases: [change] }, now).cases
    const closed = { open: false, closedOn: '2026-03-03', closeReason: 'cured', version: 1 }
    expect(first).toEqual({ ...caseOf(strategy), ...kept, ...closed })
    expect(second).toEqual(other)
    const going = afterDecision(two, { ...nothing, cases: [{ ...change, closed: null }] }, now).cases[0]
    expect(going).toEqual({
      ...caseOf(strategy),
      ...kept,
      open: true,
      closedOn: null,
      closeReason: null,
      version: 1,
    })
  })

  it('what is asked already is not asked again; another question is', () => {
    const others = [
      task,
      { ...task, kind: 'step_overdue' as const },
      { ...task, step: 'other' },
      { ...task, episode: '2026-02-01' },
      { ...task, case: 2 as never },
      { ...task, rule: 'R' },
      { ...task, rule: 'R' },
    ]
    const after = afterDecision(before, { ...nothing, tasks: others }, now).asked ?? []
    const told = ({ task: id, kind, case: of, account, rule, step, episode, due, answer }: DossierTask) =>
      [id, kind, of, account, rule ?? '-', step, episode, due, answer ?? 'open'].join(' ')
    expect(after.slice(1).map(told)).toEqual([
      '2 step_overdue 1 1 - post 2026-03-01 5 open',
      '3 last_step 1 1 - other 2026-03-01 5 open',
      '4 last_step 1 1 - post 2026-02-01 5 open',
      '5 last_step 2 1 - post 2026-03-01 5 open',
      '6 last_step 1 1 R post 2026-03-01 5 open',
    ])
  })

  it('what was answered is answered now, and may be asked again', () => {
    const answered = [{ task: 1, resolution: 'arrived' as const }]
    const after = afterDecision(before, { ...nothing, answered, tasks: [task] }, now).asked
    expect(after).toEqual([
      { ...asked, answer: 'arrived', answeredAt: now },
      { ...asked, task: 2, due: 5 },
    ])
  })
})
