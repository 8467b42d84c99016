import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId } from '../../../../src/core/base/id.ts'
import { closeAsked } from '../../../../src/core/decide/ask/close-asked.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import type { PersonPlan } from '../../../../src/core/decide/person-plan.ts'
import type { Dossier, DossierTask } from '../../../../src/core/model/dossier.ts'
import { TEXT_CLEARED } from '../../../../src/core/wording/cleared.ts'
import { at, contactOf, dossierOf, holdOf } from '../build.ts'
import { reviewOf } from '../contact/wanted.ts'
import { sent, viewIn, type World } from '../step/view.ts'
import { askedOf, toldOf } from './asked.ts'

interface Given {
  task?: Partial<DossierTask>
  world?: World
  dossier?: Partial<Dossier>
  review?: Partial<CaseReview>
  /** No case of the person is reviewed. */
  none?: true
  answered?: number[]
}

function closed({ task, world = {}, dossier, review, none, answered = [] }: Given): string[] {
  const plan = {
    dossier: dossierOf({ asked: [askedOf(task)], ...dossier }),
    reviews: none ? [] : [reviewOf(viewIn(world), review)],
    answered: answered.map((one) => ({ task: one, resolution: 'arrived' })),
  }
  return toldOf(closeAsked(plan as unknown as PersonPlan))
}

const arrived = ['1 is arrived']
const obsolete = ['1 is obsolete']
const done: World = { contacts: [sent('must', '2026-03-04 10:00')] }
const waits: World = { contacts: [contactOf({ step: 'must', state: 'planned' })] }
const over = { review: { closed: { on: '2026-03-10', reason: 'cured' } } }
const ofAccount = (id: number) => ({ case: null, account: id as AccountId })
const window = { kind: 'empty_window' }
const unresolved = { kind: 'unresolved' }
const wording = { kind: 'wording', step: null }
const cleared = { key: TEXT_CLEARED, account: null, point: null, agent: null, value: true, until: null }
const seen = { evidence: [{ ...cleared, at: at('2026-03-09') }] }
const hold = { kind: 'dispute', step: null, ...ofAccount(1) }
const law = { kind: 'no_law_on_file', step: null, rule: 'DE', ...ofAccount(1) }
const gap = (region: string) => ({ review: { gap: { region, product: null } } })

describe('a task about a step', () => {
  it.each<[string, Given, string[]]>([
    ['it stays as long as nothing comes', {}, []],
    ['the step is done', { world: done }, arrived],
    ['the step is done, and somebody has answered', { world: done, task: { answeredAt: 0 } }, []],
    ['the step is done, and it was closed in this review', { world: done, answered: [1] }, []],
    ['the step is done, and another was closed in this review', { world: done, answered: [2] }, arrived],
    ['the step waits to be made, which was asked for', { world: waits, task: window }, arrived],
    ['the step waits to be made, which is not enough', { world: waits }, []],
    ['the step is of no file any more', { task: { step: 'gone' } }, obsolete],
    ['nobody knows which step it is about', { world: done, task: { step: null } }, []],
    [
      'nobody knows which step it is about, and it waits',
      { world: waits, task: { ...window, step: null } },
      [],
    ],
    ['it was asked in another episode', { task: { episode: '2026-02-01' } }, obsolete],
    ['the case is over', over, obsolete],
    ['the case is over, and it outlives that', { ...over, task: { kind: 'retention' } }, []],
    ['the case is not reviewed', { task: { case: 2 as CaseId } }, obsolete],
    [
      'the case is not reviewed, and it outlives that',
      { task: { case: 2 as CaseId, kind: 'retention' } },
      [],
    ],
    ['nothing is asked', { dossier: { asked: undefined as never } }, []],
  ])('%s', (_, given, then) => expect(closed(given)).toEqual(then))
})

describe('a task about the account', () => {
  it.each<[string, Given, string[]]>([
    [
      'a strategy has taken the account',
      { task: { kind: 'no_strategy', step: null, ...ofAccount(1) } },
      arrived,
    ],
    [
      'a strategy has taken another account',
      { task: { kind: 'no_strategy', step: null, ...ofAccount(2) } },
      [],
    ],
    [
      'it names a step of another episode',
      { task: { ...unresolved, ...ofAccount(1), episode: '2026-02-01' } },
      arrived,
    ],
    ['its case is over', { ...over, task: { kind: 'call_back', step: null, ...ofAccount(1) } }, obsolete],
    ['it has no case', { task: { kind: 'call_back', step: null, ...ofAccount(2) } }, []],
    ['it is about a step, and has no case', { task: { ...window, ...ofAccount(2) } }, obsolete],
  ])('%s', (_, given, then) => expect(closed(given)).toEqual(then))
})

describe('what was asked for has come', () => {
  it.each<[string, Given, string[]]>([
    ['a number', { task: unresolved }, arrived],
    ['no number', { task: unresolved, dossier: { points: [] } }, []],
    ['a number, of nobody knows which kind', { task: { ...unresolved, step: null } }, []],
    ['a number, for a step of no file any more', { task: { ...unresolved, step: 'gone' } }, []],
    ['a look at a text', { task: wording, dossier: seen }, arrived],
    ['no look at a text', { task: wording }, []],
    ['a look at a text of no case', { task: { ...wording, ...ofAccount(2) }, dossier: seen }, []],
    ['the end of a hold', { task: hold }, arrived],
    ['a hold that goes on', { task: hold, dossier: { holds: [holdOf({})] } }, []],
    [
      'a hold that was lifted',
      { task: hold, dossier: { holds: [holdOf({ lifted: at('2026-03-10 12:00') })] } },
      arrived,
    ],
    [
      'a hold to the end of yesterday',
      { task: hold, dossier: { holds: [holdOf({ until: '2026-03-09' })] } },
      arrived,
    ],
    ['a hold to the end of today', { task: hold, dossier: { holds: [holdOf({ until: '2026-03-10' })] } }, []],
    ['a hold, while nothing is reviewed', { task: hold, none: true }, []],
    ['law', { task: law }, arrived],
    ['no law', { task: law, ...gap('DE') }, []],
    ['law there, and none elsewhere', { task: law, ...gap('FR') }, arrived],
    ['law of nobody knows where', { task: { ...law, rule: null } }, []],
    ['law, for an account without a case', { task: { ...law, ...ofAccount(2) } }, []],
  ])('%s', (_, given, then) => expect(closed(given)).toEqual(then))
})
