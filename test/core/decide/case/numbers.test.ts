import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../../src/core/base/id.ts'
import { CaseNumbers } from '../../../../src/core/decide/case/numbers.ts'
import type { DossierPromise, DossierTask } from '../../../../src/core/model/dossier.ts'
import { at, contactOf, holdOf, moneyOf, promiseOf } from '../build.ts'
import { sent, viewIn, type World } from '../step/view.ts'

const numbersIn = (world: World, day?: string) => new CaseNumbers(viewIn(world), 0, day)

describe('the numbers of a case', () => {
  it.each([
    ['it goes on', { collection: 'active' }, null],
    ['it ended for a reason', { collection: 'ended', endedReason: 'sold' }, 'sold'],
    ['it ended for no reason that is known', { collection: 'ended' }, 'closed'],
    ['it goes on again', { collection: 'active', endedReason: 'sold' }, null],
  ] as const)('collection: %s', (_, account, then) => expect(numbersIn({ account }).ended).toBe(then))

  it('holds and wishes not to be contacted are counted while they run', () => {
    const from = at('2026-03-09')
    const holds = [
      holdOf({ from }),
      holdOf({ from, kind: 'hold' }),
      holdOf({ from, kind: 'cease' }),
      holdOf({ from, lifted: at('2026-03-10 11:00') }),
    ]
    expect(numbersIn({ more: { holds } }).holds).toEqual({ hold: 2, cease: 1 })
    expect(numbersIn({}).holds).toEqual({ hold: 0, cease: 0 })
  })

  const kept = (by: string) => promiseOf({ by, amount: 10 })
  const broken = (by: string) => promiseOf({ by, amount: 90_000 })
  const open = broken('2026-03-20')

  it.each<[string, DossierPromise[], { open: number; broken: number }]>([
    ['none was made', [], { open: 0, broken: 0 }],
    ['two are open', [open, broken('2026-03-10')], { open: 2, broken: 0 }],
    ['the last one was not kept', [broken('2026-03-05')], { open: 0, broken: 1 }],
    ['two of one day were not kept', [broken('2026-03-05'), broken('2026-03-05')], { open: 0, broken: 2 }],
    ['one was not kept, and one since', [broken('2026-03-04'), broken('2026-03-05')], { open: 0, broken: 1 }],
    [
      'one was not kept, and a later one was',
      [broken('2026-03-02'), kept('2026-03-05')],
      { open: 0, broken: 0 },
    ],
    [
      'one was kept, and a later one was not',
      [kept('2026-03-04'), broken('2026-03-05')],
      { open: 0, broken: 1 },
    ],
    ['of one day, one was kept', [kept('2026-03-05'), broken('2026-03-05')], { open: 0, broken: 1 }],
    ['one was not kept, and another is open', [broken('2026-03-05'), open], { open: 1, broken: 1 }],
    [
      'one was not kept, and a later one is cancelled',
      [broken('2026-03-05'), promiseOf({ by: '2026-03-06', cancelled: true })],
      { open: 0, broken: 1 },
    ],
  ])('promises: %s', (_, promises, then) => {
    const received = [moneyOf('2026-03-03', 10)]
    expect(numbersIn({ account: { received }, more: { promises } }).promises).toEqual(then)
  })
})

describe('what the numbers say of steps', () => {
  const waived = (step: string): Partial<World> => ({
    more: {
      asked: [
        {
          task: 1,
          case: 1 as CaseId,
          account: null,
          episode: '2026-03-01',
          kind: 'mandatory_denied',
          step,
          rule: null,
          role: 'supervisor',
          due: 0,
          answer: 'waived',
          answeredAt: at('2026-03-08'),
        } satisfies DossierTask,
      ],
    },
  })
  const done = [sent('hello', '2026-03-06 10:00'), sent('often', '2026-03-03 10:00')]

  it('what was done or waived is counted by step and by channel', () => {
    const told = (world: World) => {
      const numbers = numbersIn(world)
      return [numbers.over('hello'), numbers.over('nothing'), numbers.attempts('sms'), numbers.waived('sms')]
    }
    expect(told({})).toEqual([0, 0, 0, 0])
    expect(told({ contacts: done })).toEqual([1, 0, 2, 0])
    expect(told(waived('hello'))).toEqual([1, 0, 0, 1])
    expect(told(waived('call'))).toEqual([0, 0, 0, 0])
  })

  it.each<[string, World, string | undefined, string[]]>([
    ['a mandatory step whose day has come', {}, undefined, ['must']],
    ['a mandatory step on its day', {}, '2026-03-04', ['must']],
    ['a mandatory step before its day', {}, '2026-03-03', []],
    ['a mandatory step that was done', { contacts: [sent('must', '2026-03-04 10:00')] }, undefined, []],
    ['a mandatory step that was waived', waived('must'), undefined, []],
    [
      'a mandatory step that is on its way',
      { contacts: [contactOf({ step: 'must', state: 'planned' })] },
      '2026-03-03',
      ['must'],
    ],
    [
      'a mandatory step that failed',
      { contacts: [sent('must', '2026-03-04 10:00', { state: 'failed', outcome: 'failed' })] },
      undefined,
      ['must'],
    ],
    [
      'a mandatory step that is let go',
      { memory: { dropped: { must: { on: '2026-03-04', why: 'overtaken' } } } },
      undefined,
      [],
    ],
  ])('%s', (_, world, day, then) => {
    const numbers = numbersIn(world, day)
    expect(numbers.dutiesIn('one').map(({ step }) => step)).toEqual(then)
    expect(numbers.duties('one')).toBe(then.length)
    expect(numbers.besides('one').duties('one')).toBe(0)
    expect(numbers.besides('two').duties('one')).toBe(then.length)
    expect(numbers.duties('nothing')).toBe(0)
  })
})

describe('the stage that the opening of the episode leaves open', () => {
  const untold = (row: World['row'] = {}): World => ({ told: false, row: { stage: 'one', ...row } })
  const first = { contacts: [sent('hello', '2026-03-09 10:00')] }

  it.each<[string, World, string | undefined, number]>([
    ['the debtor was told in time', {}, undefined, 1],
    ['the notice is late', untold(), undefined, 0],
    ['the notice is due on that day', untold(), '2026-03-06', 0],
    ['the notice comes later', untold(), '2026-03-05', 1],
    ['the notice was given late', { ...untold(), ...first }, undefined, 0],
    ['the case is in a later stage already', { ...untold({ stage: 'two' }), ...first }, undefined, 1],
    ['the case is ready', { ...untold(), ...first }, '2026-04-20', 0],
    ['the case is ready in a later stage', { ...untold({ stage: 'two' }), ...first }, '2026-04-20', 1],
    [
      'the case has entered',
      { ...untold(), ...first, memory: { lag: { days: 7, on: '2026-03-09' } } },
      undefined,
      1,
    ],
  ])('%s', (_, world, day, then) => expect(numbersIn(world, day).ceiling).toBe(then))
})
