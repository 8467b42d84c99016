import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../../src/core/base/id.ts'
import { lastAsked, openAsks, saidOf, timesDone, timesDoneOn } from '../../../../src/core/decide/step/done.ts'
import { stepDue } from '../../../../src/core/decide/step/due.ts'
import { hasPoint } from '../../../../src/core/decide/step/reachable.ts'
import type { DossierTask } from '../../../../src/core/model/dossier.ts'
import { at } from '../build.ts'
import { due, sent, spoke, stepOf, viewIn } from './view.ts'

const ASKED = {
  task: 1,
  case: 1 as CaseId,
  episode: '2026-03-01',
  kind: 'last_step',
  step: 'post',
  rule: null,
}
const OPEN = { role: 'supervisor', askedAt: 0, due: 0, answer: null, answeredAt: null }
const answered = (task: number, answer: string, on: string) => ({
  task,
  answer,
  answeredAt: at(`2026-03-${on}`),
})

describe('what was asked of a human about a step', () => {
  const told = (...all: Partial<DossierTask>[]) => {
    const view = viewIn({
      more: { asked: all.map((given) => ({ ...ASKED, ...OPEN, ...given }) as DossierTask) },
    })
    const step = stepOf(view, 'post')
    const { is } = stepDue(view, step, '2026-03-02', 'one')
    const open = openAsks(view, 'post').map(({ task }) => task)
    return [lastAsked(view, 'post')?.task ?? null, open, saidOf(view, 'post'), timesDone(view, step), is]
  }
  const nothing = [null, [], null, 0, 'due']

  it.each([
    ['nothing', [], nothing],
    ['it is open', [{}], [1, [1], null, 0, 'blocked']],
    ['two are open', [{ task: 7 }, { task: 3 }], [7, [3, 7], null, 0, 'blocked']],
    ['it is done', [answered(1, 'done', '08')], [1, [], 'done', 1, 'taken']],
    ['it is waived', [answered(1, 'waived', '08')], [1, [], 'waived', 0, 'taken']],
    ['it could not be done', [answered(1, 'not_done', '08')], [1, [], 'not_done', 0, 'taken']],
    ['the engine closed it', [answered(1, 'obsolete', '08')], nothing],
    ['it was said in free words once', [answered(1, 'posted it', '08')], [1, [], 'done', 1, 'taken']],
    [
      'the last word counts',
      [answered(2, 'done', '08'), answered(1, 'not_done', '09')],
      [1, [], 'not_done', 0, 'taken'],
    ],
    [
      'the last task counts at one instant',
      [answered(2, 'done', '08'), answered(1, 'not_done', '08')],
      [2, [], 'done', 1, 'taken'],
    ],
    [
      'a word counts before what is open',
      [{ task: 3 }, answered(1, 'done', '08')],
      [1, [3], 'done', 1, 'taken'],
    ],
    ['another step', [{ step: 'other' }], nothing],
    ['another episode', [{ episode: '2026-02-01' }], nothing],
    ['another case', [{ case: 2 as CaseId }], nothing],
    ['something else than a step', [{ kind: 'review' as const }], nothing],
  ])('%s', (_, all, then) => expect(told(...all)).toEqual(then))
})

describe('what a human said of a message', () => {
  it.each([
    ['it is done', 'done', 'taken'],
    ['it is not needed', 'waived', 'taken'],
    ['it could not be done', 'not_done', 'due 03-04T10:00 #1'],
    ['nothing yet', null, 'due 03-04T10:00 #1'],
  ])('%s', (_, answer, then) => {
    const said = { answer, answeredAt: answer === null ? null : at('2026-03-09') }
    const asked: DossierTask[] = [
      { ...ASKED, ...OPEN, account: null, kind: 'step_failed', step: 'must', ...said },
    ]
    expect(due('must', { more: { asked } })).toBe(then)
    expect(due('hello', { more: { asked } })).toBe('due 03-06T10:00 #1')
  })
})

describe('how often steps were done', () => {
  it('the steps of a channel are counted together, and no others', () => {
    const texts = [sent('hello', '2026-03-06 10:00'), sent('often', '2026-03-04 10:00')]
    const view = viewIn({ contacts: [...texts, spoke('2026-03-04 10:00', { step: 'call' })] })
    expect(['sms', 'call', 'human'].map((channel) => timesDoneOn(view, channel))).toEqual([2, 1, 0])
  })

  it('a strategy in shadow mode counts the days on which a step would have been made', () => {
    const shadow = { often: ['2026-03-04', '2026-03-08', '2026-03-11'] }
    const world = { mode: 'shadow', memory: { shadow }, contacts: [sent('often', '2026-03-06 10:00')] }
    const view = viewIn(world)
    expect(timesDone(view, stepOf(view, 'often'))).toBe(2)
    expect(due('often', world)).toBe('blocked')
    expect(due('often', { ...world, now: '2026-03-11 12:00' })).toBe('due 03-14T10:00 #4')
    expect(due('hello', world)).toBe('due 03-06T10:00 #1')
  })

  it('a text needs a telephone, a visit an address, and a human neither', () => {
    const channels = ['sms', 'visit', 'human'] as const
    const points = [...viewIn({}).points]
    expect(channels.map((channel) => hasPoint({ points }, channel))).toEqual([true, true, false])
    expect(channels.map((channel) => hasPoint({ points: [] }, channel))).toEqual([false, false, false])
  })
})
