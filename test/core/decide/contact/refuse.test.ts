import { describe, expect, it } from 'vitest'
import { refuse, waitOn } from '../../../../src/core/decide/contact/refuse.ts'
import type { Decided } from '../../../../src/core/decide/decided.ts'
import type { DossierTask } from '../../../../src/core/model/dossier.ts'
import type { Reason, Verdict } from '../../../../src/core/model/verdict.ts'
import { askedOf } from '../ask/asked.ts'
import { at, dossierOf } from '../build.ts'
import { always, denies } from '../law.ts'
import { viewIn, type World } from '../step/view.ts'
import { wantedOf } from './wanted.ts'

/** `told R`, `refused 03-04 to 03-10`, `again 03-11T10:00`, `asks review` */
function linesOf(decided: readonly Decided[]): string[] {
  const short = (instant: number) => new Date(instant).toISOString().slice(5, 16)
  return decided.flatMap((one) => {
    if (one.is === 'told') return [`told ${one.record.reasons.map(({ rule }) => rule).join(' ')}`]
    if (one.is === 'asked' || one.is === 'asked_by_law') return [`asks ${one.task.kind}`]
    if (one.is !== 'remembered') return []
    const { change } = one
    if (change.is === 'refused') return [`refused ${change.run.from.slice(5)} to ${change.run.last.slice(5)}`]
    if (change.is === 'again')
      return [`again ${change.at === null ? 'when something changes' : short(change.at)}`]
    return []
  })
}

const reason = (rule: string, more: Partial<Reason> = {}): Reason => ({
  rule,
  pack: 'test',
  text: rule,
  cite: null,
  effect: 'block',
  liftsAt: null,
  ...more,
})
const run = (from: string, last: string, told = 'R') => ({ from, last, told })
const before = (step: string, ...of: Parameters<typeof run>): World => ({
  memory: { denied: { [step]: run(...of) } },
})
const tomorrow = 'again 03-11T10:00'
const [block, looks] = [reason('R'), reason('L', { effect: 'review' })]

describe('a step that is refused', () => {
  const refused =
    (world: World, reasons: Reason[], noInstant = false, step = 'hello', asked: DossierTask[] = []) =>
    () =>
      linesOf(refuse(dossierOf({ asked }), wantedOf(viewIn(world), step), { reasons, noInstant }))
  const refusal = askedOf({
    kind: 'review',
    rule: 'L',
    step: null,
    answer: 'refuse',
    answeredAt: at('2026-03-09'),
  })

  it.each<[string, () => string[], string[]]>([
    ['it is told on the first day', refused({}, [block]), ['refused 03-10 to 03-10', 'told R', tomorrow]],
    [
      'before its own time, it is looked at then',
      refused({ now: '2026-03-10 09:00' }, [block]),
      ['refused 03-10 to 03-10', 'told R', 'again 03-10T10:00'],
    ],
    [
      'it is not told again on the next day',
      refused(before('hello', '2026-03-08', '2026-03-09'), [block]),
      ['refused 03-08 to 03-10', tomorrow],
    ],
    [
      'it is told again for other reasons',
      refused(before('hello', '2026-03-08', '2026-03-09', 'Q'), [block]),
      ['refused 03-08 to 03-10', 'told R', tomorrow],
    ],
    [
      'it is told again after a day between',
      refused(before('hello', '2026-03-07', '2026-03-08'), [block]),
      ['refused 03-10 to 03-10', 'told R', tomorrow],
    ],
    ['it was refused today', refused(before('hello', '2026-03-08', '2026-03-10', 'Q'), [block]), [tomorrow]],
    [
      'a rule wants a human to look',
      refused({}, [looks]),
      ['refused 03-10 to 03-10', 'told L', 'asks review', 'again when something changes'],
    ],
    [
      'a human has refused it',
      refused({}, [looks], false, 'hello', [refusal]),
      ['refused 03-10 to 03-10', 'told L', tomorrow],
    ],
    [
      'a rule wants that, and time lifts it',
      refused({}, [{ ...looks, liftsAt: at('2026-03-12') }]),
      ['refused 03-10 to 03-10', 'told L', 'asks review', 'again 03-12T00:00'],
    ],
    [
      'time brings nothing',
      refused({}, [block], true),
      ['refused 03-10 to 03-10', 'told R', 'asks empty_window', 'again when something changes'],
    ],
    [
      'time brings nothing, and a rule wants a human to look',
      refused({}, [block, looks], true),
      ['refused 03-10 to 03-10', 'told R L', 'asks review', 'again when something changes'],
    ],
    [
      'time brings nothing, and no strategy in shadow mode asks',
      refused({ mode: 'shadow' }, [looks]),
      ['refused 03-10 to 03-10', 'told L', 'again when something changes'],
    ],
    [
      'a mandatory one is refused for a week',
      refused(before('must', '2026-03-04', '2026-03-09'), [block], false, 'must'),
      ['refused 03-04 to 03-10', 'asks mandatory_denied', tomorrow],
    ],
    [
      'a mandatory one was refused today for a week',
      refused(before('must', '2026-03-04', '2026-03-10'), [block], false, 'must'),
      ['asks mandatory_denied', tomorrow],
    ],
    [
      'a human looks at a mandatory one',
      refused(before('must', '2026-03-04', '2026-03-09', 'L'), [looks], false, 'must'),
      ['refused 03-04 to 03-10', 'asks review', 'again when something changes'],
    ],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('a refused step that is looked at because something changed', () => {
  const waits = (again: string | null | undefined, verdict: Verdict | null, now?: string) => () => {
    const memory = again === undefined ? {} : { again: { hello: again === null ? null : at(again) } }
    const view = viewIn({ memory, ...(now !== undefined && { now }) })
    return linesOf(waitOn(dossierOf({}), wantedOf(view, 'hello'), verdict))
  }
  it.each<[string, () => string[], string[]]>([
    ['it waits for its own time', waits('2026-03-11 10:00', denies('R')), []],
    ['it waits for an earlier time', waits('2026-03-10 13:00', denies('R')), []],
    ['it waited for a later time', waits('2026-03-12 10:00', denies('R')), [tomorrow]],
    ['it waited for a human, who is not needed any more', waits(null, denies('R')), [tomorrow]],
    ['it waited for nothing', waits(undefined, denies('R')), [tomorrow]],
    ['it waits for a human', waits(null, denies('R', true)), []],
    ['it waited for a human, and is lawful', waits(null, always), [tomorrow]],
    ['it waited for a human, and there is no text or number', waits(null, null), [tomorrow]],
    [
      'it waited for a human, before its own time',
      waits(null, always, '2026-03-10 09:59'),
      ['again 03-10T10:00'],
    ],
    ['it waited for a human, at its own time', waits(null, always, '2026-03-10 10:00'), [tomorrow]],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})
