import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../../src/core/base/id.ts'
import {
  askWhenLong,
  denialsOf,
  isDeniedLong,
  noteDenial,
  restoreRefused,
  runWith,
} from '../../../../src/core/decide/contact/denied.ts'
import type { Decided } from '../../../../src/core/decide/decided.ts'
import type {
  Dossier,
  DossierContact,
  DossierTask,
  RefusedContact,
} from '../../../../src/core/model/dossier.ts'
import { at, contactOf, dossierOf } from '../build.ts'
import { refused, viewIn, type World } from '../step/view.ts'

/** It is 10 March. */
const run = (from: string, last = '2026-03-10', told?: string) => ({
  from,
  last,
  ...(told !== undefined && { told }),
})

describe('days in a row on which a step was refused', () => {
  it.each([
    [
      'the first one',
      () => runWith(undefined, '2026-03-10', 'R'),
      { run: run('2026-03-10', undefined, 'R'), runs: false },
    ],
    [
      'the next one',
      () => runWith(run('2026-03-05', '2026-03-09', 'Q'), '2026-03-10', 'R'),
      { run: run('2026-03-05', undefined, 'R'), runs: true },
    ],
    [
      'one without reasons keeps those that were told',
      () => runWith(run('2026-03-05', '2026-03-09', 'Q'), '2026-03-10'),
      { run: run('2026-03-05', undefined, 'Q'), runs: true },
    ],
    [
      'a day between them begins anew',
      () => runWith(run('2026-03-05', '2026-03-08'), '2026-03-10'),
      { run: run('2026-03-10'), runs: false },
    ],
  ])('%s', (_, is, then) => expect(is()).toStrictEqual(then))

  it.each<[string, World['memory'], boolean]>([
    ['never', {}, false],
    ['six days', { denied: { hello: run('2026-03-05') } }, false],
    ['seven days', { denied: { hello: run('2026-03-04') } }, true],
    ['seven days until yesterday', { denied: { hello: run('2026-03-03', '2026-03-09') } }, true],
    ['seven days until the day before', { denied: { hello: run('2026-03-01', '2026-03-08') } }, false],
    ['another step for seven days', { denied: { often: run('2026-03-04') } }, false],
  ])('it is refused for long: %s', (_, memory = {}, then) =>
    expect(isDeniedLong(viewIn({ memory }), 'hello')).toBe(then),
  )
})

describe('who is asked about a step that is refused for long', () => {
  const stages = [
    { stage: 'one', from: { dpd: 1 }, steps: ['first', 'must', 'wanted'].map(text) },
    { stage: 'two', from: { dpd: 60 }, requires: { step: 'wanted' }, steps: [] },
  ]
  function text(step: string) {
    return { step, channel: 'sms', template: step, at: '10:00', dpd: 2, mandatory: step === 'must' }
  }
  const strategy = { stages }
  const said = (answer: string | null, answeredAt: string | null, task = 1) =>
    ({
      task,
      case: 1,
      account: 1,
      rule: null,
      episode: '2026-03-01',
      kind: 'mandatory_denied',
      step: 'must',
      role: 'supervisor',
      due: 0,
      answer,
      answeredAt: answeredAt === null ? null : at(answeredAt),
    }) as DossierTask
  const asked =
    (step: string, given: World = {}, from = '2026-03-04') =>
    () => {
      const decided = askWhenLong(viewIn({ strategy, ...given }), step, run(from, undefined, 'R'))
      return decided.flatMap((one) => (one.is === 'asked' ? [`${one.task.kind} ${one.task.step}`] : []))
    }
  const before: World = { memory: { tasks: { 'mandatory_denied:must': '2026-03-03' } } }
  const waits = (...all: DossierTask[]): World => ({ ...before, more: { asked: all } })

  it.each<[string, () => string[], string[]]>([
    ['a mandatory step', asked('must'), ['mandatory_denied must']],
    ['a mandatory step for six days', asked('must', {}, '2026-03-05'), []],
    ['a step that a later stage requires', asked('wanted'), ['requires_denied wanted']],
    ['a step that nothing waits for', asked('first'), []],
    ['a step that the file has no more', asked('gone'), []],
    [
      'the opening notice, of which the duty to open speaks',
      asked('must', { told: false, strategy: { ...strategy, opens: 'must' } }),
      [],
    ],
    ['a step that was asked about', asked('must', before), []],
    [
      'a human said to wait a week ago',
      asked('must', waits(said('wait', '2026-03-03 10:00'))),
      ['mandatory_denied must'],
    ],
    ['a human said to wait since', asked('must', waits(said('wait', '2026-03-04 10:00'))), []],
    ['a human said that it is done', asked('must', waits(said('done', '2026-03-03 10:00'))), []],
    [
      'somebody is asked still',
      asked('must', waits(said('wait', '2026-03-03 10:00'), said(null, null, 2))),
      [],
    ],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('what was planned and then denied', () => {
  const first = refused('denied', '2026-03-09 10:00')
  const second = refused('denied', '2026-03-10 11:00', { step: 'often' })
  const not = [
    refused('expired', '2026-03-09 10:00'),
    refused('denied', '2026-03-09 10:00', { case: 2 }),
    refused('denied', '2026-03-09 10:00', { episode: '2026-02-01' }),
  ]

  it('the denials of the case in this episode are looked at in order', () => {
    const denied = [second, ...not, first]
    expect(denialsOf(dossierOf({ denied }), viewIn({}))).toEqual([first, second])
    expect(denialsOf(dossierOf({}), viewIn({}))).toEqual([])
    expect(denied[0]).toBe(second)
  })

  it.each<[string, World['memory'], ReturnType<typeof run> | null]>([
    ['it was not refused before', {}, run('2026-03-09', '2026-03-09')],
    [
      'it was refused on the day before',
      { denied: { hello: run('2026-03-05', '2026-03-08', 'R') } },
      run('2026-03-05', '2026-03-09', 'R'),
    ],
    ['it was refused on that day', { denied: { hello: run('2026-03-05', '2026-03-09') } }, null],
    ['it was refused since', { denied: { hello: run('2026-03-05') } }, null],
  ])('%s', (_, memory = {}, then) => {
    const view = viewIn({ memory })
    const change = { is: 'refused', step: 'hello', run: then }
    expect(noteDenial(view, first)).toEqual(then === null ? [] : [{ is: 'remembered', case: 1, change }])
  })

  it('a mandatory step that was denied for a week is asked about', () => {
    const view = viewIn({ memory: { denied: { must: run('2026-03-03', '2026-03-08') } } })
    const kinds = noteDenial(view, { ...first, step: 'must' }).map(({ is }) => is)
    expect(kinds).toEqual(['remembered', 'remembered', 'asked'])
  })
})

describe('a step that was let go for one that was denied', () => {
  const dropped = {
    hello: { on: '2026-03-06', why: 'overtaken', by: '1/often' },
    till: { on: '2026-03-06', why: 'overtaken', by: '2/often' },
    rich: { on: '2026-03-06', why: 'passed' },
  } as const
  const back =
    (denied: RefusedContact[], contacts: DossierContact[] = []) =>
    () => {
      const dossier: Dossier = { ...dossierOf({ denied }), contacts }
      const names = (one: Decided) =>
        one.is === 'remembered' && one.change.is === 'brought_back' ? [one.change.name] : []
      return restoreRefused(dossier, viewIn({ memory: { dropped } })).flatMap(names)
    }
  const denied = refused('denied', '2026-03-09 10:00', { step: 'often' })
  const made = (more: Partial<DossierContact>) => [
    contactOf({ step: 'often', at: at('2026-03-09 10:00'), ...more }),
  ]
  const planned = (notBefore: string | null) =>
    made({ state: 'planned', at: null, notBefore: notBefore === null ? null : at(notBefore) })

  it.each<[string, () => string[], string[]]>([
    ['nothing was denied', back([]), []],
    ['it was denied', back([denied]), ['hello']],
    ['it was denied in the other case', back([{ ...denied, case: 2 as CaseId }]), ['till']],
    ['both were', back([denied, { ...denied, case: 2 as CaseId }]), ['hello', 'till']],
    ['another step was denied', back([{ ...denied, step: 'must' }]), []],
    ['it expired', back([{ ...denied, state: 'expired' }]), []],
    ['it was made at that instant', back([denied], made({})), []],
    ['it was made before', back([denied], made({ at: at('2026-03-09 09:59') })), ['hello']],
    ['another case made it since', back([denied], made({ case: 2 as CaseId })), ['hello']],
    ['another step was made since', back([denied], made({ step: 'must' })), ['hello']],
    ['it was made, and something else was not', back([denied], [...made({}), ...made({ step: 'must' })]), []],
    ['it is planned again', back([denied], planned('2026-03-09 18:00')), []],
    ['it is planned since before', back([denied], planned('2026-03-08 18:00')), ['hello']],
    ['it is planned for nobody knows when', back([denied], planned(null)), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})
