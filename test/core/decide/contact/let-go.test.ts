import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../../src/core/base/id.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import { cancelVoid, overtaken } from '../../../../src/core/decide/contact/let-go.ts'
import type { Decided } from '../../../../src/core/decide/decided.ts'
import type { PersonPlan } from '../../../../src/core/decide/person-plan.ts'
import type { DossierContact } from '../../../../src/core/model/dossier.ts'
import { at, contactOf, dossierOf } from '../build.ts'
import { viewIn, type World } from '../step/view.ts'
import { reviewOf } from './wanted.ts'

/** A text that waits since the 8th and is to be made today. */
const waiting = (more: Partial<DossierContact> = {}) =>
  contactOf({
    step: 'hello',
    stage: 'one',
    state: 'planned',
    at: null,
    notBefore: at('2026-03-10 18:00'),
    dueOn: '2026-03-06',
    ...more,
  })

function linesOf(decided: readonly Decided[]): unknown[] {
  return decided.flatMap((one) => {
    if (one.is === 'cancelled' || one.is === 'taken_back') return [`${one.contact} ${one.is}`]
    if (one.is === 'told') {
      const { contactKey, step, reasons } = one.record
      return [`${step}#${contactKey?.attempt ?? 'none'} ${reasons.map(({ rule }) => rule).join(' ')}`]
    }
    if (one.is !== 'remembered' || one.change.is !== 'let_go') return []
    return [`${one.change.name} let go on ${one.change.dropped.on} for ${one.change.dropped.by}`]
  })
}

describe('a contact that waits and no longer stands', () => {
  const taken = (row: DossierContact, more: Partial<CaseReview> = {}, world: World = {}) => {
    const dossier = { ...dossierOf({}), contacts: [row] }
    return linesOf(cancelVoid(dossier, reviewOf(viewIn(world), more)))
  }
  const back = (why: string) => ['900 taken_back', `hello#1 ${why}`]
  it.each<[string, DossierContact, Partial<CaseReview>, unknown[]]>([
    ['it stands', waiting(), {}, []],
    ['the case is over', waiting(), { closed: { on: '2026-03-10', reason: 'cured' } }, back('case_rests')],
    ['the case rests', waiting(), { to: { state: 'held', stage: 'one' } as never }, back('case_rests')],
    ['it was of another episode', waiting({ episode: '2026-02-01' }), {}, back('episode_over')],
    ['its stage was left', waiting(), { to: { state: 'working', stage: 'two' } }, back('stage_left')],
    [
      'its stage was left, and it is mandatory',
      waiting({ mandatory: true }),
      { to: { state: 'working', stage: 'two' } },
      [],
    ],
    [
      'its step is of no file any more',
      waiting({ step: 'gone' }),
      {},
      ['900 taken_back', 'gone#1 step_over'],
    ],
    ['its stage is of no file any more', waiting({ stage: 'gone', mandatory: true }), {}, back('step_over')],
    ['nobody knows of which stage it is', waiting({ stage: null, mandatory: true }), {}, back('step_over')],
    [
      'nobody knows which attempt it is',
      waiting({ attempt: null, episode: '2026-02-01' }),
      {},
      ['900 taken_back', 'hello#none episode_over'],
    ],
    [
      'nobody knows of which episode it is',
      waiting({ episode: null }),
      {},
      ['900 taken_back', 'hello#none episode_over'],
    ],
    [
      'nobody knows of which step it is',
      waiting({ step: null }),
      {},
      ['900 taken_back', 'null#none step_over'],
    ],
    ['it is in hand', waiting({ state: 'sending', episode: '2026-02-01' }), {}, []],
    ['it is of another case', waiting({ case: 2 as CaseId, episode: '2026-02-01' }), {}, []],
  ])('%s', (_, row, more, then) => expect(taken(row, more)).toEqual(then))

  it('its step stands no more once the debtor was reached', () => {
    const rest = waiting({ step: 'rest', attempt: 1 })
    const reached = {
      contacts: [contactOf({ channel: 'call', disposition: 'rpc_paid', at: at('2026-03-09 10:00') })],
    }
    expect(taken(rest)).toEqual([])
    expect(taken(rest, {}, reached)).toEqual(['900 taken_back', 'rest#1 step_over'])
  })
})

describe('a contact that waits and gives way to a newer one', () => {
  const gives = (row: DossierContact, world: World = {}) =>
    linesOf(overtaken({ reviews: [reviewOf(viewIn(world))] } as unknown as PersonPlan, row, '2/often'))
  const often = (more: Partial<DossierContact> = {}) =>
    waiting({ step: 'often', dueOn: '2026-03-03', ...more })
  const repeated = (on: string, attempt = 1) => [
    '900 cancelled',
    `often#${attempt} let go on ${on} for 2/often`,
    `often#${attempt} overtaken`,
  ]
  it.each<[string, DossierContact, unknown[]]>([
    [
      'it is let go',
      waiting(),
      ['900 cancelled', 'hello let go on 2026-03-06 for 2/often', 'hello#1 overtaken'],
    ],
    ['a repetition lets its turns before today go', often(), repeated('2026-03-09')],
    [
      'a repetition whose next turn is today comes then',
      often({ dueOn: '2026-03-07' }),
      repeated('2026-03-07'),
    ],
    ['a repetition of yesterday', often({ dueOn: '2026-03-09' }), repeated('2026-03-09')],
    ['a repetition of today', often({ dueOn: '2026-03-10' }), repeated('2026-03-10')],
    ['the second repetition', often({ dueOn: '2026-03-06', attempt: 2 }), repeated('2026-03-09', 2)],
    [
      'nobody knows which repetition',
      often({ dueOn: '2026-03-09', attempt: null }),
      ['900 cancelled', 'often#1 let go on 2026-03-09 for 2/often', 'often#none overtaken'],
    ],
    [
      'a step of no file any more',
      waiting({ step: 'gone' }),
      ['900 cancelled', 'gone let go on 2026-03-06 for 2/often', 'gone#1 overtaken'],
    ],
    ['a case that is not reviewed', waiting({ case: 2 as CaseId }), ['900 cancelled']],
    ['another episode', waiting({ episode: '2026-02-01' }), ['900 cancelled']],
    ['nobody knows of which step', waiting({ step: null }), ['900 cancelled']],
    ['nobody knows of which day', waiting({ dueOn: null }), ['900 cancelled']],
  ])('%s', (_, row, then) => expect(gives(row)).toEqual(then))
})
