import { describe, expect, it } from 'vitest'
import type { NumberId, PointId } from '../../../../src/core/base/id.ts'
import { handOn } from '../../../../src/core/decide/ask/hand-on.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import { at, dossierOf, pointOf } from '../build.ts'
import { reviewOf } from '../contact/wanted.ts'
import { refused, sent, viewIn, type World } from '../step/view.ts'
import { askedOf, toldOf } from './asked.ts'

const handed =
  (world: World = {}, more: Partial<CaseReview> = {}) =>
  () => {
    const { denied = [] } = world.more ?? {}
    return toldOf(handOn(dossierOf({ denied }), reviewOf(viewIn(world), more)))
  }

const expired = (more: Record<string, unknown> = {}) =>
  refused('expired', '2026-03-09 10:00', { step: 'must', ...more })
const late = (more: Record<string, unknown> = {}, asked = [askedOf({ step: 'other' })]): World => ({
  more: { denied: [expired(more)], asked },
})
const failed = { contacts: [sent('must', '2026-03-04 10:00', { state: 'failed', outcome: 'failed' })] }
const said = (answer: string, role = 'supervisor', more = {}) =>
  askedOf({ answer, answeredAt: at('2026-03-09'), role, ...more })
const look = 'look 03-11T12:00'
const overdue = ['step_overdue must of supervisor', look]
const undone = ['step_failed must of supervisor', look]

describe('a mandatory step that nobody took in its time', () => {
  it.each<[string, () => string[], string[]]>([
    ['it is put to somebody', handed(late()), overdue],
    ['it was never planned', handed(), []],
    ['it was denied', handed(late({ state: 'denied' })), []],
    ['that of another case', handed(late({ case: 2 })), []],
    ['that of another episode', handed(late({ episode: '2026-02-01' })), []],
    ['that of another step', handed(late({ step: 'hello' })), []],
    ['somebody has answered about it', handed(late({}, [said('wait')])), []],
    [
      'somebody has answered in another episode',
      handed(late({}, [said('wait', 'supervisor', { episode: '2026-02-01' })])),
      overdue,
    ],
    [
      'somebody has answered about it, and about others',
      handed(late({}, [said('wait'), askedOf({ step: 'other' })])),
      [],
    ],
    ['the case is over', handed(late(), { closed: { on: '2026-03-10', reason: 'cured' } }), []],
    ['the case rests', handed(late(), { to: { state: 'held', stage: null } as never }), []],
    ['the case gets notices only', handed(late(), { to: { state: 'no_contact', stage: 'one' } }), overdue],
    ['its stage was not entered', handed({ ...late(), memory: { entries: {} } }), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('a mandatory step that failed', () => {
  const another = [pointOf(), pointOf({ id: 3 as PointId, number: 3 as NumberId })]
  const after = (...asked: ReturnType<typeof askedOf>[]): World => ({ ...failed, more: { asked } })
  it.each<[string, () => string[], string[]]>([
    ['it is put to somebody', handed(failed), undone],
    ['there is another number', handed({ ...failed, more: { points: another } }), []],
    [
      'a step that nothing waits for failed',
      handed({ contacts: [sent('hello', '2026-03-06 10:00', { state: 'failed' })] }),
      [],
    ],
    [
      'the next role is asked where one could not do it',
      handed(after(said('not_done'))),
      ['step_failed must of operations', look],
    ],
    ['nobody is left', handed(after(said('not_done', 'compliance'))), []],
    [
      'it is asked anew after another word',
      handed(after(said('wait', 'supervisor', { kind: 'mandatory_denied' }))),
      undone,
    ],
    ['it was done by hand', handed(after(said('done'))), []],
    ['it is not needed', handed(after(said('waived'))), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('a mandatory step that somebody is asked about', () => {
  const asked = (due: string, more: Parameters<typeof askedOf>[0] = {}) =>
    handed({ ...failed, more: { asked: [askedOf({ due: at(due), ...more })] } })
  const next = ['step_overdue must of operations', look]
  it.each<[string, () => string[], string[]]>([
    ['it is looked at a day after it was due', asked('2026-03-10'), ['look 03-11T00:00']],
    ['nobody has answered in a day', asked('2026-03-09 12:00'), [...next, '1 is obsolete']],
    ['nobody has answered just now', asked('2026-03-09 12:01'), ['look 03-10T12:01']],
    ['nobody has done a step of his own', asked('2026-03-09', { kind: 'last_step' }), next],
    ['the last role has not answered', asked('2026-03-09', { role: 'compliance' }), []],
    ['it was asked about something else', asked('2026-03-09', { kind: 'mandatory_denied' }), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})
