import { describe, expect, it } from 'vitest'
import { leftBehind, workOf } from '../../../../src/core/decide/contact/candidate.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import type { Decided } from '../../../../src/core/decide/decided.ts'
import type { Template } from '../../../../src/core/model/template.ts'
import { at, contactOf } from '../build.ts'
import { planningOf, templateOf } from '../law.ts'
import { held, sent, viewIn, type World } from '../step/view.ts'
import { call, sms } from '../untold.ts'
import { reviewOf } from './wanted.ts'

const post = { step: 'post', channel: 'human', task: 'Post a letter', at: '09:00' }
const STAGES = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [
      sms('hello', { dpd: 3 }),
      { ...post, dpd: 4 },
      { ...post, step: 'risky', dpd: 4, risk: ['high'] },
      { ...post, step: 'rich', dpd: 4, pastDue: '200.00' },
    ],
  },
  {
    stage: 'two',
    from: { dpd: 9 },
    steps: [
      sms('early', { dpd: 9 }),
      sms('late', { dpd: 9, at: '18:00' }),
      call('ring', { dpd: 10 }),
      { ...post, step: 'map', dpd: 10 },
    ],
  },
]
const two = { state: 'working', stage: 'two' } as const

function linesOf(decided: readonly Decided[]): string[] {
  return decided.flatMap((one) => {
    if (one.is === 'asked') return [`asks ${one.task.step}`]
    if (one.is === 'told') return [`${one.record.kind} ${one.record.step}`]
    return one.is === 'next_review' ? [`look ${new Date(one.at).toISOString().slice(5, 16)}`] : []
  })
}

/** It is 10 March at noon, and the case is in its second stage since then. */
function workIn(world: World = {}, more: Partial<CaseReview> = {}, texts?: Template[]) {
  const view = viewIn({
    strategy: { stages: STAGES },
    ...world,
    memory: { entries: { one: '2026-03-02', two: '2026-03-10' }, ...world.memory },
  })
  const { candidates, decided } = workOf(
    reviewOf(view, { from: two, to: two, ...more }),
    planningOf([view.compiled.strategy], undefined, texts),
  )
  return { candidates, told: [candidates.map(({ step }) => step.step).join(' '), ...linesOf(decided)] }
}
const tomorrow = ['look 03-11T11:00']
const later = 'look 03-10T18:00'

describe('what the steps of a stage ask for', () => {
  it.each<[string, World, Partial<CaseReview>, string[]]>([
    ['what is due today, in order', {}, {}, ['early late', later, ...tomorrow, 'look 03-11T09:00']],
    ['what is due on the next day', { now: '2026-03-11 12:00' }, {}, ['early late ring', 'asks map']],
    ['nothing in no stage', {}, { to: { state: 'working', stage: null } }, ['']],
    ['nothing when the case is over', {}, { closed: { on: '2026-03-10', reason: 'cured' } }, ['']],
    ['nothing while it rests', {}, { to: { state: 'held', stage: 'two' } as never }, ['']],
    [
      'nothing where nobody may be contacted',
      {},
      { to: { state: 'no_contact', stage: 'two' } },
      ['', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'nothing of what a hold has passed',
      {
        more: {
          holds: held('2026-03-09').more?.holds?.map((hold) => ({ ...hold, until: '2026-03-10' })) ?? [],
        },
      },
      {},
      ['', 'dropped early', 'dropped late', ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'nothing of what is on its way',
      {
        contacts: [
          contactOf({ step: 'early', stage: 'two', state: 'planned', notBefore: at('2026-03-10 18:00') }),
        ],
      },
      {},
      ['late', 'look 03-11T00:00', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'what was refused, before its time',
      { memory: { again: { early: at('2026-03-10 15:00') } } },
      {},
      ['early late', 'look 03-10T15:00', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'what people were to do in earlier stages, when a late case enters',
      {},
      { enters: true },
      ['early late', 'asks post', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'nothing that they were asked before',
      { memory: { tasks: { post: '2026-03-05' } } },
      { enters: true },
      ['early late', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'what they were to do for a case of high risk',
      { account: { score: 0.9 } },
      { enters: true },
      ['early late', 'asks post', 'asks risky', later, ...tomorrow, 'look 03-11T09:00'],
    ],
    [
      'what they were to do for much money',
      { account: { pastDue: 90_000 } },
      { enters: true },
      ['early late', 'asks post', 'asks rich', later, ...tomorrow, 'look 03-11T09:00'],
    ],
  ])('%s', (_, world, more, then) => expect(workIn(world, more).told).toEqual(then))

  it('a legal notice is made where nobody may be contacted', () => {
    const silent = { to: { state: 'no_contact', stage: 'two' } } as const
    const notice = templateOf({ template: 'early', purpose: 'legal_notice' })
    const plain = templateOf({ template: 'late' })
    expect(workIn({}, silent, [notice, plain]).candidates.map(({ step }) => step.step)).toEqual(['early'])
    expect(workIn({}, silent, []).candidates).toEqual([])
  })

  it('a step carries its text, and says where nobody wrote it', () => {
    const bare = {
      strategy: {
        stages: [
          STAGES[0],
          {
            ...STAGES[1],
            steps: [sms('early', { dpd: 9 }), { step: 'door', channel: 'visit', at: '10:00', dpd: 9 }],
          },
        ],
      },
    }
    const told = (texts: Template[]) =>
      workIn(bare, {}, texts).candidates.map(({ step, template, tokens, textMissing }) => [
        step.step,
        template?.text ?? null,
        tokens,
        textMissing,
      ])
    const text = templateOf({ template: 'early', text: 'Pay {amount}.' })
    expect(told([text])).toEqual([
      ['early', 'Pay {amount}.', expect.any(Array), false],
      ['door', null, null, false],
    ])
    expect(told([])).toEqual([
      ['early', null, null, true],
      ['door', null, null, false],
    ])
  })

  it('an opening notice of another stage comes with the steps of this one', () => {
    const { candidates } = workIn({ told: false, now: '2026-03-04 12:00' })
    expect(
      candidates.map(({ step, mandatory, opening, order }) => [step.step, mandatory, opening, order]),
    ).toEqual([['hello', true, true, 0]])
  })
})

describe('what a case leaves behind in its stage', () => {
  const one = { state: 'working', stage: 'one' } as const
  const left = (world: World, more: Partial<CaseReview> = {}) =>
    linesOf(
      leftBehind(
        reviewOf(viewIn({ strategy: { stages: STAGES }, ...world }), { from: one, to: two, ...more }),
      ),
    )
  it.each<[string, World, Partial<CaseReview>, string[]]>([
    ['a message that was not made, and nothing of what people do', {}, {}, ['dropped hello']],
    ['one whose time is just now', { now: '2026-03-04 10:00' }, {}, ['dropped hello']],
    ['nothing whose time has not come', { now: '2026-03-04 09:59' }, {}, []],
    ['nothing that was made', { contacts: [sent('hello', '2026-03-04 10:00')] }, {}, []],
    ['nothing while it stays', {}, { to: one }, []],
    ['nothing when it comes to rest', {}, { to: { state: 'held', stage: 'two' } as never }, []],
    ['nothing when it comes back from rest', {}, { from: { state: 'held', stage: 'one' } as never }, []],
    ['nothing where it was in no stage', {}, { from: { state: 'working', stage: null } }, []],
    ['nothing of a stage that it has not entered in this episode', { memory: { entries: {} } }, {}, []],
    ['nothing of a stage that the file has no more', {}, { from: { state: 'working', stage: 'gone' } }, []],
  ])('%s', (_, world, more, then) => expect(left(world, more)).toEqual(then))
})
