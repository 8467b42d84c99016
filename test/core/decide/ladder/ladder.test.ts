import { describe, expect, it } from 'vitest'
import {
  dateOf,
  isOpeningDue,
  ladderDay,
  ladderEntry,
  mayBeDue,
  nextLadderEdge,
  noticesDue,
  phaseOn,
} from '../../../../src/core/decide/ladder/ladder.ts'
import { isoOf } from '../../../../src/core/base/time.ts'
import type { CaseId, NumberId, PointId } from '../../../../src/core/base/id.ts'
import { contactOf, pointOf } from '../build.ts'
import { sent, type World } from '../step/view.ts'
import { SILENT, untoldIn } from './file.ts'

const onTime = { contacts: [sent('hello', '2026-03-04 10:00')] }
const late = { contacts: [sent('hello', '2026-03-05 10:00')] }
const inherited = { contacts: [sent('hello', '2026-02-05 10:00', { episode: '2026-02-01' })] }
const lag = { days: 7, on: '2026-03-08' }
const entries = (day: string) => ({ memory: { entries: { one: day } } })

describe('how an episode opens', () => {
  it.each<[string, World, string, string]>([
    ['nothing can open it', { strategy: { stages: SILENT } }, '2026-03-10', 'as_filed'],
    ['nobody was told on the own day of the notice', {}, '2026-03-04', 'as_filed'],
    ['nobody was told after it', {}, '2026-03-05', 'notice_due'],
    ['the notice was on time', onTime, '2026-03-10', 'as_filed'],
    ['the notice was late, just now', late, '2026-03-07', 'respite'],
    ['the notice was late, and the respite is over', late, '2026-03-08', 'ready'],
    ['the notice was late, and the case has entered', { ...late, memory: { lag } }, '2026-03-08', 'entered'],
    ['it is late again, though the case had entered', { memory: { lag } }, '2026-03-08', 'notice_due'],
    [
      'the case was told before, and came in time',
      { ...inherited, ...entries('2026-03-04') },
      '2026-03-10',
      'as_filed',
    ],
    [
      'the case was told before, and came late',
      { ...inherited, ...entries('2026-03-05') },
      '2026-03-10',
      'ready',
    ],
    [
      'the case was told before, and comes now',
      { ...inherited, memory: { entries: {} } },
      '2026-03-10',
      'ready',
    ],
    [
      'the case was told before, and comes in time',
      { ...inherited, now: '2026-03-04 09:00', memory: { entries: {} } },
      '2026-03-04',
      'as_filed',
    ],
  ])('%s', (_, world, day, then) => expect(phaseOn(untoldIn(world), day)).toBe(then))

  it.each<[string, World, string, string]>([
    ['nothing can open it: everything', { strategy: { stages: SILENT } }, '2026-03-10', 'post'],
    ['before the notice: no last one, and no visit', {}, '2026-03-04', 'hello post ring often'],
    ['after the notice: everything', onTime, '2026-03-10', 'hello post ring often door last'],
    ['the notice is late: it alone', {}, '2026-03-05', 'hello'],
    ['the respite runs: nothing', late, '2026-03-07', ''],
    ['the case is ready: nothing until it has entered', late, '2026-03-08', ''],
    [
      'the case has entered: everything',
      { ...late, memory: { lag } },
      '2026-03-08',
      'hello post ring often door last',
    ],
  ])('%s', (_, world, day, then) => {
    const view = untoldIn(world)
    const steps = [...view.compiled.stepByName.values()].filter((step) => mayBeDue(view, step, day))
    expect(steps.map(({ step }) => step).join(' ')).toBe(then)
  })

  it.each<[string, World, string, string]>([
    ['nothing can open it', { strategy: { stages: SILENT } }, '2026-03-10 12:00', 'never'],
    ['the notice is to come', {}, '2026-03-03 12:00', '2026-03-05T00:00:00Z'],
    ['the notice is due today', {}, '2026-03-04 12:00', '2026-03-05T00:00:00Z'],
    ['the notice is late', {}, '2026-03-05 12:00', 'never'],
    ['the notice was on time', onTime, '2026-03-05 12:00', 'never'],
    ['the respite runs', late, '2026-03-06 12:00', '2026-03-08T00:00:00Z'],
    ['the respite is over', late, '2026-03-08 12:00', 'never'],
  ])('time alone changes that: %s', (_, world, now, then) => {
    const edge = nextLadderEdge(untoldIn({ ...world, now }))
    expect(edge === Infinity ? 'never' : isoOf(edge)).toBe(then)
  })
})

describe('the notices that are due', () => {
  const failed = sent('hello', '2026-03-09 10:00', { state: 'failed', outcome: 'failed' })
  const denied = (last: string, step = 'hello') => ({ [step]: { from: last, last } })
  const both = { ...denied('2026-03-10'), ...denied('2026-03-09', 'ring') }
  const another = [pointOf(), pointOf({ id: 3 as PointId, number: 3 as NumberId })]
  const waits = [contactOf({ step: 'hello', state: 'planned' })]
  it.each<[string, World, string]>([
    ['the opening step', {}, 'hello'],
    ['none where it was done', onTime, ''],
    ['none where nothing can open it', { strategy: { stages: SILENT } }, ''],
    ['it was refused today', { memory: { denied: denied('2026-03-10') } }, 'hello ring'],
    ['it was refused yesterday', { memory: { denied: denied('2026-03-09') } }, 'hello ring'],
    ['it was refused before', { memory: { denied: denied('2026-03-08') } }, 'hello'],
    ['both were refused', { memory: { denied: both } }, 'hello ring'],
    [
      'it was refused, and waits again',
      { memory: { denied: denied('2026-03-10') }, contacts: waits },
      'hello',
    ],
    ['it failed', { contacts: [failed] }, 'hello ring'],
    ['it failed, and there is another number', { contacts: [failed], more: { points: another } }, 'hello'],
    ['another case failed', { contacts: [{ ...failed, case: 2 as CaseId }] }, 'hello'],
    ['there is no number', { more: { points: [] } }, 'hello'],
  ])('%s', (_, world, then) => {
    const view = untoldIn(world)
    const due = noticesDue(view).map(({ step }) => step.step)
    const steps = [...view.compiled.stepByName.keys()]
    expect(due.join(' ')).toBe(then)
    expect(steps.filter((step) => isOpeningDue(view, step))).toEqual(due)
  })
})

describe('the ladder of a case that is behind', () => {
  const idle = [
    { from: '2026-03-05', to: '2026-03-07' },
    { from: '2026-03-08', to: '2026-03-09' },
  ]
  it.each<[string, World, number]>([
    ['a case in time', onTime, 0],
    ['idle days since the notice', { ...onTime, memory: { idle } }, 3],
    [
      'idle days before the notice',
      { ...onTime, memory: { idle: [{ from: '2026-03-02', to: '2026-03-03' }] } },
      0,
    ],
    [
      'idle days since the entry',
      { strategy: { stages: SILENT }, memory: { idle, entries: { one: '2026-03-06' } } },
      2,
    ],
    ['a case that comes today', { strategy: { stages: SILENT }, memory: { idle, entries: {} } }, 0],
    ['a late case that has entered', { ...late, memory: { lag } }, 7],
    ['idle days since then', { ...late, memory: { lag, idle } }, 8],
    ['a late case that has not entered', { ...late, memory: { idle } }, 0],
    ['a case that is late again', { memory: { lag, idle } }, 0],
  ])('%s', (_, world, then) => {
    const view = untoldIn(world)
    expect(view.lag).toBe(then)
    expect([ladderDay(view, '2026-03-10'), dateOf(view, 9 - then)]).toEqual([9 - then, '2026-03-10'])
  })

  it('an entry moves with the ladder, as far as that has moved since', () => {
    const view = untoldIn({ ...late, memory: { lag, entryLag: { two: 5 } } })
    expect(ladderEntry(view, 'one', '2026-03-02')).toBe('2026-03-09')
    expect(ladderEntry(view, 'two', '2026-03-02')).toBe('2026-03-04')
  })
})
