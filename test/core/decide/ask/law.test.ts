import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../../src/core/base/id.ts'
import { askForLaw, reviewsOf } from '../../../../src/core/decide/ask/law.ts'
import type { PersonPlan } from '../../../../src/core/decide/person-plan.ts'
import type { DossierTask } from '../../../../src/core/model/dossier.ts'
import type { Reason } from '../../../../src/core/model/verdict.ts'
import { at, caseOf, dossierOf, strategyOf } from '../build.ts'
import { reviewOf } from '../contact/wanted.ts'
import { viewIn } from '../step/view.ts'
import { askedOf, toldOf } from './asked.ts'

const review = (rule: string, effect: Reason['effect'] = 'review'): Reason => ({
  rule,
  pack: 'test',
  text: 'somebody has to look',
  cite: null,
  effect,
  liftsAt: null,
})
const about = (kind: string, more: Partial<DossierTask> = {}) =>
  askedOf({ kind, rule: 'R', step: null, episode: null, ...more })
const others = (kind: string, more: Partial<DossierTask> = {}) => [
  about(kind, { rule: 'S', ...more }),
  about(kind, { case: 2 as CaseId, ...more }),
  about('ladder_ended', more),
]
const refuses = { answer: 'refuse', answeredAt: at('2026-03-09') }
const waives = (on: string) => ({ answer: 'waived', answeredAt: at(on) })

describe('a rule that wants a human to look', () => {
  const theCase = caseOf(strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] }))
  const looked = (reasons: Reason[], asked?: DossierTask[]) => () => {
    const dossier = asked ? dossierOf({ asked }) : dossierOf({})
    const { tasks, open } = reviewsOf(dossier, theCase, reasons, at('2026-03-10'))
    return [tasks.map(({ rule }) => rule).join(' '), open]
  }
  it.each<[string, () => unknown, unknown]>([
    ['nobody was asked', looked([review('R')]), ['R', true]],
    ['two rules want it, one of them twice', looked([review('R'), review('S'), review('R')]), ['R S', true]],
    ['a rule that only blocks asks nobody', looked([review('R', 'block')]), ['', false]],
    ['somebody is asked', looked([review('R')], [about('review')]), ['', true]],
    ['somebody is asked about something else', looked([review('R')], others('review')), ['R', true]],
    ['somebody has refused', looked([review('R')], [about('review', refuses)]), ['', false]],
    ['somebody has refused something else', looked([review('R')], others('review', refuses)), ['R', true]],
    [
      'somebody has allowed it once',
      looked([review('R')], [about('review', { ...refuses, answer: 'allow_once' })]),
      ['R', true],
    ],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('what the law asks of people about an account', () => {
  const duty = {
    rule: 'R',
    cite: null,
    text: 'a letter',
    since: at('2026-03-05'),
    due: at('2026-03-20'),
    done: false,
  }
  const asks =
    (asked: DossierTask[], { done = false, mode = 'live', reviews = [] as Reason[] } = {}) =>
    () => {
      const asking = { standing: () => ({ duties: [{ ...duty, done }], reviews }) }
      const plan = { dossier: dossierOf({ asked }), asking } as unknown as PersonPlan
      return toldOf(askForLaw(plan, reviewOf(viewIn({ mode }))))
    }
  const open = ['duty R of compliance']

  it.each<[string, () => string[], string[]]>([
    ['a duty is asked for', asks([]), open],
    [
      'a duty is asked for, and what a rule asks',
      asks([], { reviews: [review('S')] }),
      ['review S of compliance', ...open],
    ],
    ['a duty is asked for already', asks([about('duty')]), []],
    ['something else is asked for', asks(others('duty')), open],
    ['it does not apply here', asks([about('duty', waives('2026-03-05'))]), []],
    ['it did not apply before its time began', asks([about('duty', waives('2026-03-04'))]), open],
    [
      'it was done, and is to be done again',
      asks([about('duty', { answer: 'done', answeredAt: at('2026-03-06') })]),
      open,
    ],
    ['it is done', asks([about('duty')], { done: true }), ['1 is evidence']],
    ['it is done, and something else is asked for', asks(others('duty'), { done: true }), []],
    ['it is done, and was answered', asks([about('duty', waives('2026-03-05'))], { done: true }), []],
    ['a strategy in shadow mode asks nobody', asks([], { mode: 'shadow' }), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})
