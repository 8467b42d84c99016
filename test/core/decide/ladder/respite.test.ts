import { describe, expect, it } from 'vitest'
import { idleTime, ladderAfterRespite, noteLag } from '../../../../src/core/decide/ladder/late-entry.ts'
import { at } from '../build.ts'
import { sent, spoke, type World } from '../step/view.ts'
import { call, sms } from '../untold.ts'
import { FILE, SILENT, untoldIn } from './file.ts'

/** `two, behind by 5, one 0`: the stage in which the case enters, its lag, and what is set back. */
const entered =
  (world: World, works = true) =>
  () => {
    const { fixed, changes } = ladderAfterRespite(untoldIn(world), works)
    const told = changes.map((change) => {
      if (change.is === 'ladder_set_back') return `behind by ${change.days}`
      return change.is === 'entry_set_back' ? `${change.stage} ${change.lag}` : change.is
    })
    return [...(fixed ? [fixed.stage] : []), ...told].join(', ')
  }

const [one, two, three] = FILE
const late: World = { contacts: [sent('hello', '2026-03-05 10:00')] }
const letter: World = {
  contacts: [sent('', '2026-03-05 10:00', { case: null, step: null, episode: null, channel: 'letter' })],
}
const rang: World = { contacts: [spoke('2026-03-06 11:00', { step: 'ring', disposition: 'no_answer' })] }
const must = (dpd: number) => ({
  stages: [{ ...one, steps: [...(one?.steps ?? []), sms('must', { dpd, mandatory: true })] }, two, three],
})
const first = {
  stages: [
    { ...one, steps: [sms('hello', { dpd: 3, mandatory: true }), call('ring', { dpd: 5 })] },
    two,
    three,
  ],
}
const needs = { stages: [one, { ...two, requires: { step: 'ring' } }, three] }
const costly = { stages: [one, { ...two, from: { dpd: 10, pastDue: '200.00' } }, three] }
const risky = { stages: [one, { ...two, from: { dpd: 10, risk: ['high'] } }, three] }
const on = (now: string, more: World = {}): World => ({ ...late, now: `${now} 12:00`, ...more })

describe('where a late case enters when the respite is over', () => {
  it.each<[string, World, string]>([
    ['in the stage of the notice, as its next contact is due', on('2026-03-08'), 'one, behind by 2, one 0'],
    ['in the stage that its days give it', on('2026-03-16'), 'two, behind by 5, one 0'],
    ['on the first day of that stage', on('2026-03-11'), 'two, behind by 0, one 0'],
    ['never in the hardest', on('2026-03-25'), 'two, behind by 14, one 0'],
    [
      'no further than the file lets it',
      on('2026-03-16', { strategy: { lateEntry: { upTo: 'one' } } }),
      'one, behind by 10, one 0',
    ],
    [
      'as the step is due that told the debtor, where nothing follows it in the stage',
      on('2026-03-16', { ...rang, strategy: { lateEntry: { upTo: 'one' } } }),
      'one, behind by 10, one 0',
    ],
    ['as the opening step is, after a letter', on('2026-03-08', letter), 'one, behind by 2, one 0'],
    [
      'before a stage whose requirement is not met',
      on('2026-03-16', { strategy: needs }),
      'one, behind by 10, one 0',
    ],
    ['before a stage for more money', on('2026-03-16', { strategy: costly }), 'one, behind by 10, one 0'],
    ['in no stage of another band', on('2026-03-16', { strategy: risky }), 'one, behind by 10, one 0'],
    [
      'behind a mandatory step that is due',
      on('2026-03-16', { strategy: must(6) }),
      'one, behind by 10, one 0',
    ],
    [
      'behind a mandatory step of that day',
      on('2026-03-16', { strategy: must(15) }),
      'one, behind by 10, one 0',
    ],
    [
      'before a mandatory step of a later day',
      on('2026-03-16', { strategy: must(16) }),
      'two, behind by 5, one 0',
    ],
    [
      'though the opening step was mandatory, after a letter',
      on('2026-03-16', { ...letter, strategy: first }),
      'two, behind by 5, one 0',
    ],
    [
      'with the stages that it entered before',
      on('2026-03-16', { memory: { entries: { one: '2026-03-04', two: '2026-03-15' } } }),
      'two, behind by 5, one 2, two 4',
    ],
    [
      'without stages of another file or band',
      on('2026-03-16', { strategy: risky, memory: { entries: { gone: '2026-03-04', two: '2026-03-15' } } }),
      'one, behind by 10',
    ],
  ])('%s', (_, world, then) => expect(entered(world)()).toBe(then))

  it.each<[string, () => string, string]>([
    ['the respite runs', entered(on('2026-03-07')), ''],
    ['the case rests', entered(on('2026-03-16'), false), ''],
    ['the notice was on time', entered({ contacts: [sent('hello', '2026-03-04 10:00')] }), ''],
    [
      'the notice turned out not to be done',
      entered({ memory: { lag: { days: 3, on: '2026-03-08' } } }),
      'ladder_forgotten',
    ],
    ['the notice is late', entered({}), ''],
    ['nothing can open the episode', entered({ strategy: { stages: SILENT } }), ''],
  ])('nothing is set back while it is not over: %s', (_, is, then) => expect(is()).toBe(then))

  it('the lag is told where there is one', () => {
    const lag = { days: 3, on: '2026-03-08' }
    const [fact] = noteLag(untoldIn({ ...late, memory: { lag } }), { stage: 'two' })
    const body = { stage: 'two', on: '2026-03-10', episode: '2026-03-01', lag: 3, dpd: 9, number: 1 }
    expect(fact).toMatchObject({ is: 'fact', fact: { type: 'case.lag_fixed', body } })
    expect(noteLag(untoldIn(late), { stage: 'two' })).toEqual([])
  })
})

describe('time that is added once it is over', () => {
  const due = (nextReviewAt: string, more = {}): World => ({
    row: { nextReviewAt: at(nextReviewAt), ...more },
  })
  const now = due('2026-03-10 12:00')
  const away = (leftOn: string): World => ({ ...now, memory: { entries: { one: '2026-03-02' }, leftOn } })
  const idle = (from: string) => ({ is: 'idle', from, to: '2026-03-10' })
  it.each<[string, World, string[], unknown[]]>([
    ['none', now, [], []],
    [
      "days on which the episode was not the case's",
      away('2026-03-05'),
      ['episode_away 2026-03-05'],
      [{ is: 'is_back' }, idle('2026-03-05')],
    ],
    ['an episode that was left today', away('2026-03-10'), [], [{ is: 'is_back' }]],
    ['a review that is late by a day', due('2026-03-09 12:00'), [], []],
    ['a review that is late by more', due('2026-03-09 11:59'), ['outage 2026-03-09'], [idle('2026-03-09')]],
    ['a first review that is late by more', due('2026-03-08', { state: 'opened' }), [], []],
    ['no review', { row: { nextReviewAt: null } }, [], []],
    [
      'both: the episode was away',
      { ...due('2026-03-08'), memory: { leftOn: '2026-03-05' } },
      ['episode_away 2026-03-05'],
      [{ is: 'is_back' }, idle('2026-03-05')],
    ],
  ])('%s', (_, world, added, changes) => {
    const time = idleTime(untoldIn(world))
    expect(time.added.map(({ cause, from }) => `${cause} ${from}`)).toEqual(added)
    expect(time.changes).toEqual(changes)
  })
})
