import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId } from '../../../../src/core/base/id.ts'
import type { DossierContact, DossierTask } from '../../../../src/core/model/dossier.ts'
import { at } from '../build.ts'
import { sent, spoke, type World } from '../step/view.ts'
import { call, sms } from '../untold.ts'
import { FILE, SILENT, untoldIn } from './file.ts'

/** `2026-03-04: 2026-03-05 by hello, rests to 2026-03-08` */
function toldIn(world: World = {}): string {
  const { opening } = untoldIn(world)
  if (!opening) return 'nothing opens it'
  const { ownDay, noticedOn, noticedBy, inherited, respiteEnds } = opening
  if (noticedOn === null) return `${ownDay}: nobody`
  const by = noticedBy === null ? '' : ` by ${noticedBy.step.step}`
  return `${ownDay}: ${noticedOn}${by}${inherited ? ' inherited' : ''}, rests to ${respiteEnds}`
}

// A table is built while the file is loaded: what is asked of the code waits for its test.
const told = (world?: World) => () => toldIn(world)
const open =
  (world: World = {}) =>
  () =>
    `${toldIn(world)} ${untoldIn(world)
      .opening?.notices.map(({ step }) => step.step)
      .join()}`
const by = (...contacts: DossierContact[]): World => ({ contacts })
const own = (more: Partial<DossierContact> = {}) => sent('hello', '2026-03-05 10:00', more)
const letter = (when: string, more: Partial<DossierContact> = {}) =>
  sent('', when, { step: null, case: null, episode: null, channel: 'letter', ...more })
const failed = { state: 'failed', outcome: 'failed' } as const
const delivered = { state: 'delivered', outcome: 'delivered' } as const
const rang = (when: string) => sent('ring', when, { channel: 'call', disposition: 'no_answer' })
const before = (when: string) => letter(when, { case: 1 as CaseId, episode: '2026-02-01' })

describe('the step that opens an episode, and its own day', () => {
  const costly = { stages: [{ ...FILE[0], from: { dpd: 1, pastDue: '200.00' } }, ...FILE.slice(1)] }
  const dear = {
    stages: [
      { ...FILE[0], steps: [sms('hello', { dpd: 3, pastDue: '200.00' }), call('ring', { dpd: 5 })] },
      ...FILE.slice(1),
    ],
  }
  const entry = (day: string, time?: string): World => ({
    memory: {
      entries: { one: day },
      ...(time !== undefined && { enteredAt: { one: at(`2026-03-04 ${time}`) } }),
    },
  })
  it.each<[string, () => string, string]>([
    ['the first message', open(), '2026-03-04: nobody hello,ring'],
    ['nothing can', told({ strategy: { stages: SILENT } }), 'nothing opens it'],
    ['the first message asks for more money', open({ strategy: dear }), '2026-03-06: nobody ring,often'],
    ['the first stage asks for more money', open({ strategy: costly }), '2026-03-13: nobody often'],
    [
      'the case opens later than that',
      told({ strategy: { open: { dpd: 6, pastDue: '1.00', perDay: 9 } } }),
      '2026-03-07: nobody',
    ],
    ['the case came on that day, after its time', told(entry('2026-03-04', '10:01')), '2026-03-05: nobody'],
    ['the case came on that day, at its time', told(entry('2026-03-04', '10:00')), '2026-03-04: nobody'],
    ['the case came on that day, at an unknown time', told(entry('2026-03-04')), '2026-03-04: nobody'],
    ['the case came on another day', told(entry('2026-03-03', '10:01')), '2026-03-04: nobody'],
  ])('%s', (_, is, then) => expect(is()).toBe(then))
})

describe('who has told the debtor of the debt', () => {
  it.each<[string, () => string, string]>([
    ['the opening step', told(by(own())), '2026-03-04: 2026-03-05 by hello, rests to 2026-03-08'],
    ['the opening step failed', told(by(own(failed))), '2026-03-04: nobody'],
    [
      'a call that stands in for it',
      told(by(rang('2026-03-06 11:00'))),
      '2026-03-04: 2026-03-06 by ring, rests to 2026-03-13',
    ],
    [
      'a later text that arrived',
      told(by(own({ step: 'often', ...delivered }))),
      '2026-03-04: 2026-03-05, rests to 2026-03-08',
    ],
    ['a later text that was sent', told(by(own({ step: 'often' }))), '2026-03-04: nobody'],
    [
      'a visit to nobody',
      told(by(own({ step: 'door', channel: 'visit', ...delivered }))),
      '2026-03-04: nobody',
    ],
    ['a letter by hand', told(by(letter('2026-03-01 10:00'))), '2026-03-04: 2026-03-01, rests to 2026-03-04'],
    ['a letter by hand before the debt', told(by(letter('2026-02-28 10:00'))), '2026-03-04: nobody'],
    [
      'words by hand',
      told(by(spoke('2026-03-05 10:00', { case: null, step: null }))),
      '2026-03-04: 2026-03-05, rests to 2026-03-08',
    ],
    [
      'another case',
      told(by(letter('2026-03-05 10:00', { case: 2 as CaseId, episode: '2026-03-01' }))),
      '2026-03-04: nobody',
    ],
    ['a notice of another case', told(by(own({ case: 2 as CaseId }))), '2026-03-04: nobody'],
    [
      'a letter about another account',
      told(by(letter('2026-03-05 10:00', { accounts: [2 as AccountId] }))),
      '2026-03-04: nobody',
    ],
    ['a letter that is dated tomorrow', told(by(letter('2026-03-11 10:00'))), '2026-03-04: nobody'],
    [
      'a letter of just now',
      told(by(letter('2026-03-10 12:00'))),
      '2026-03-04: 2026-03-10, rests to 2026-03-13',
    ],
    [
      'a letter of nobody knows when',
      told(by(letter('2026-03-05 10:00', { at: null }))),
      '2026-03-04: nobody',
    ],
    [
      'an earlier episode',
      told(by(before('2026-02-05 10:00'))),
      '2026-03-04: 2026-02-05 inherited, rests to 2026-02-08',
    ],
    [
      'two of an earlier episode: the last',
      told(by(before('2026-02-05 10:00'), before('2026-02-07 10:00'))),
      '2026-03-04: 2026-02-07 inherited, rests to 2026-02-10',
    ],
    [
      'two of an earlier episode, the other way round',
      told(by(before('2026-02-07 10:00'), before('2026-02-05 10:00'))),
      '2026-03-04: 2026-02-07 inherited, rests to 2026-02-10',
    ],
    [
      'this episode and an earlier one',
      told(by(before('2026-03-06 10:00'), own())),
      '2026-03-04: 2026-03-05 by hello, rests to 2026-03-08',
    ],
    [
      'two of this one: the first',
      told(by(own(), rang('2026-03-06 11:00'))),
      '2026-03-04: 2026-03-05 by hello, rests to 2026-03-08',
    ],
    [
      'two of this one, the other way round',
      told(by(rang('2026-03-06 11:00'), own())),
      '2026-03-04: 2026-03-05 by hello, rests to 2026-03-08',
    ],
    [
      'two on one day',
      told(by(rang('2026-03-05 11:00'), own())),
      '2026-03-04: 2026-03-05 by ring, rests to 2026-03-12',
    ],
  ])('%s', (_, is, then) => expect(is()).toBe(then))

  const ask = {
    task: 1,
    case: 1,
    account: 1,
    rule: null,
    role: 'supervisor',
    due: 0,
    kind: 'mandatory_denied',
  }
  const said = (more: Partial<DossierTask> = {}) =>
    ({
      ...ask,
      step: 'hello',
      episode: '2026-03-01',
      answer: 'notice_given',
      answeredAt: at('2026-03-06 10:00'),
      ...more,
    }) as DossierTask
  const human = (...asked: DossierTask[]) => told({ more: { asked } })
  it.each<[string, () => string, string]>([
    ['that it was given', human(said()), '2026-03-04: 2026-03-06, rests to 2026-03-09'],
    [
      'that of the call that stands in',
      human(said({ step: 'ring' })),
      '2026-03-04: 2026-03-06, rests to 2026-03-09',
    ],
    ['that of a later step', human(said({ step: 'often' })), '2026-03-04: nobody'],
    ['that in an earlier episode', human(said({ episode: '2026-02-01' })), '2026-03-04: nobody'],
    ['to wait', human(said({ answer: 'wait' })), '2026-03-04: nobody'],
    ['nothing', human(said({ answer: null, answeredAt: null })), '2026-03-04: nobody'],
    ['that, at nobody knows which instant', human(said({ answeredAt: null })), '2026-03-04: nobody'],
    [
      'that twice: the first counts',
      human(said(), said({ answeredAt: at('2026-03-05 10:00') })),
      '2026-03-04: 2026-03-05, rests to 2026-03-08',
    ],
  ])('a human said %s', (_, is, then) => expect(is()).toBe(then))

  const shadow = { hello: ['2026-03-06', '2026-03-08'], ring: ['2026-03-05'] }
  it.each<[string, World, string]>([
    [
      'would have',
      { mode: 'shadow', memory: { shadow } },
      '2026-03-04: 2026-03-05 by ring, rests to 2026-03-12',
    ],
    [
      'would have on one day',
      { mode: 'shadow', memory: { shadow: { hello: ['2026-03-05'], ring: ['2026-03-05'] } } },
      '2026-03-04: 2026-03-05 by hello, rests to 2026-03-08',
    ],
    ['would have before it was live', { memory: { shadow } }, '2026-03-04: nobody'],
    ['would not have', { mode: 'shadow' }, '2026-03-04: nobody'],
    [
      'did before, and would have since',
      { mode: 'shadow', memory: { shadow }, ...by(letter('2026-03-02 10:00')) },
      '2026-03-04: 2026-03-05 by ring, rests to 2026-03-12',
    ],
  ])('a strategy in shadow mode %s', (_, world, then) =>
    expect(toldIn({ ...world, strategy: { mode: world.mode ?? 'live' } })).toBe(then),
  )
})

describe('how long nothing is due after a late notice', () => {
  const late = by(own())
  const one = [{ stage: 'one', from: { dpd: 1 }, steps: [sms('hello', { dpd: 3 })] }]
  it.each<[string, Record<string, unknown>, string]>([
    ['as long as the file says', { lateEntry: { respite: { days: 5 } } }, '2026-03-10'],
    ['three days where it does not say', { lateEntry: { upTo: 'two' } }, '2026-03-08'],
    ['three days where nothing comes next', { stages: one }, '2026-03-08'],
    [
      'as long as to the next contact',
      { stages: [{ ...one[0], steps: [sms('hello', { dpd: 3 }), call('ring', { dpd: 9 })] }] },
      '2026-03-11',
    ],
    [
      'as long as to its repetition',
      { stages: [{ ...one[0], steps: [sms('hello', { dpd: 3, every: { days: 4 }, max: 2 })] }] },
      '2026-03-09',
    ],
  ])('%s', (_, strategy, then) => expect(toldIn({ ...late, strategy })).toMatch(`rests to ${then}`))
})
