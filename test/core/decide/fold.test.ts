import { describe, expect, it } from 'vitest'
import type { CaseId, ContactId } from '../../../src/core/base/id.ts'
import type { CaseSoFar } from '../../../src/core/decide/case/review.ts'
import type { Decided } from '../../../src/core/decide/decided.ts'
import { Folded } from '../../../src/core/decide/fold.ts'
import type { DecisionRecord, EngineFact, NewHumanTask } from '../../../src/core/model/decision.ts'
import type { PastContact } from '../../../src/core/model/question.ts'
import { at, dossierOf } from './build.ts'
import { viewIn } from './step/view.ts'

const next = at('2026-03-11 10:00')
const state = { state: 'working', stage: 'one' } as const

/** What is saved of a case that was not due, after that was decided. */
function saved(decided: readonly Decided[], more: Partial<CaseSoFar> = {}) {
  const view = viewIn({ row: { nextReviewAt: next } })
  const told = { facts: [], decisions: [], waits: null, ...more }
  const review = {
    view,
    from: state,
    to: state,
    moved: false,
    closed: null,
    gap: null,
    enters: false,
    next,
    ...told,
  }
  const folded = new Folded(dossierOf({}), {} as never, [review])
  folded.fold(decided)
  return { folded, decision: folded.decision() }
}

const task = { case: 1, kind: 'last_step', rule: null, step: 'post' } as unknown as NewHumanTask
const line = { case: 1, kind: 'refused' } as unknown as DecisionRecord
const fact = { case: 1, type: 'case.idle' } as unknown as EngineFact
const asked = (more: Partial<NewHumanTask> = {}, is: 'asked' | 'asked_by_law' = 'asked'): Decided => ({
  is,
  task: { ...task, ...more },
})

describe('what is saved of a review', () => {
  it('nothing, where nothing was decided', () => {
    expect(saved([]).decision).toEqual({
      person: 1,
      cases: [],
      planned: [],
      cancelled: [],
      facts: [],
      decisions: [],
      tasks: [],
    })
  })

  it.each<[string, Decided]>([
    ['a line', { is: 'told', record: line }],
    ['a fact', { is: 'fact', fact }],
    ['an earlier look', { is: 'next_review', case: 1 as CaseId, at: next - 1 }],
    ['something to remember', { is: 'remembered', case: 1 as CaseId, change: { is: 'works' } }],
  ])('the row of the case is written for %s', (_, one) => expect(saved([one]).decision.cases).toHaveLength(1))

  it('the row of the case is written for as many lines as facts', () => {
    const both: Decided[] = [
      { is: 'told', record: line },
      { is: 'fact', fact },
    ]
    expect(saved(both).decision).toMatchObject({ cases: [{ case: 1 }], decisions: [line], facts: [fact] })
  })

  it('the row of the case stays for a later look, a task, and a task that is closed', () => {
    const others: Decided[] = [
      { is: 'next_review', case: 1 as CaseId, at: next + 1 },
      asked(),
      { is: 'answered', task: 7, resolution: 'arrived' },
    ]
    const { cases, tasks, answered } = saved(others).decision
    expect([cases, tasks, answered]).toEqual([[], [task], [{ task: 7, resolution: 'arrived' }]])
  })

  it('what the case waits for is written with its row', () => {
    const waits = { for: 'task', until: null } as const
    const { cases } = saved([
      { is: 'waits', case: 1 as CaseId, waits },
      { is: 'told', record: line },
    ]).decision
    expect(cases).toMatchObject([{ waits }])
  })

  it.each<[string, Partial<NewHumanTask>, number]>([
    ['the same', {}, 1],
    ['another rule', { rule: 'R' }, 2],
    ['another kind', { kind: 'empty_window' }, 2],
    ['another case', { case: 2 as CaseId }, 2],
  ])('the law asks once for each rule, kind and case: %s', (_, more, then) => {
    expect(saved([asked(), asked(more, 'asked_by_law')]).decision.tasks).toHaveLength(then)
    expect(saved([asked(), asked(more)]).decision.tasks).toHaveLength(2)
  })

  it.each<[string, Partial<NewHumanTask>, boolean, number]>([
    ['a task about the case', {}, true, 0],
    ['a task about a case that goes on', {}, false, 1],
    ['a task about another case', { case: 2 as CaseId }, true, 1],
    ['a task that outlives its case', { kind: 'retention' }, true, 1],
  ])('a review that ends its case asks nothing more of it: %s', (_, more, ends, then) => {
    const closed = ends ? { on: '2026-03-10', reason: 'cured' } : null
    expect(saved([asked(more)], { closed }).decision.tasks).toHaveLength(then)
  })

  it('contacts that were planned count from then on, and those that they replace no more', () => {
    const contact = { step: 'hello' } as never
    const counts = { channel: 'sms' } as PastContact
    const instead = [{ id: 901 as ContactId }] as never
    const { folded, decision } = saved([
      { is: 'planned', contact, counts, instead },
      { is: 'planned', contact, counts: null, instead: [] },
      { is: 'taken_back', contact: 902 as ContactId, reason: 'step_over' },
      { is: 'cancelled', contact: 903 as ContactId, reason: 'overtaken' },
    ])
    expect(folded.assumed).toEqual([counts])
    expect([...folded.gone]).toEqual([901, 902])
    expect(decision.planned).toEqual([contact, contact])
    expect(decision.cancelled).toEqual([
      { contact: 902, reason: 'step_over' },
      { contact: 903, reason: 'overtaken' },
    ])
  })

  it('what is decided about a case that is not reviewed is a fault of ours', () => {
    expect(() => saved([{ is: 'next_review', case: 2 as CaseId, at: 0 }])).toThrow('case 2 is not reviewed')
  })
})
