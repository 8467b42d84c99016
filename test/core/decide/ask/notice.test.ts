import { describe, expect, it } from 'vitest'
import { askForNotice } from '../../../../src/core/decide/ask/notice.ts'
import type { CaseReview } from '../../../../src/core/decide/case/review.ts'
import { at, contactOf, pointOf } from '../build.ts'
import { reviewOf } from '../contact/wanted.ts'
import { SILENT, untoldIn } from '../ladder/file.ts'
import { sent, type World } from '../step/view.ts'
import { sms } from '../untold.ts'
import { askedOf, toldOf } from './asked.ts'

const asks =
  (world: World = {}, more: Partial<CaseReview> = {}) =>
  () =>
    toldOf(askForNotice(reviewOf(untoldIn(world), more)))
const nowhere: World = { more: { points: [] } }
const asked = ['opening_notice hello of operations']
const failed = { state: 'failed', outcome: 'failed' } as const
/** Nothing else can open the episode. */
const tried: World = {
  strategy: { stages: [{ stage: 'one', from: { dpd: 1 }, steps: [sms('hello', { dpd: 3 })] }] },
  contacts: [sent('hello', '2026-03-05 10:00', failed)],
}
const refused = (from: string, last: string) => ({ memory: { denied: { hello: { from, last } } } })
const notice = (more = {}) => askedOf({ kind: 'opening_notice', step: 'hello', ...more })
const told = (...all: ReturnType<typeof askedOf>[]): World => ({
  contacts: [sent('hello', '2026-03-04 10:00')],
  more: { asked: all },
})

describe('an opening notice that nobody can make', () => {
  it.each<[string, () => string[], string[]]>([
    ['there is a number', asks(), []],
    ['there is none', asks(nowhere), asked],
    ['there is none, on its own day', asks({ ...nowhere, now: '2026-03-04 00:05' }), asked],
    ['there is none, before its own day', asks({ ...nowhere, now: '2026-03-03 23:00' }), []],
    ['it failed', asks(tried), asked],
    ['it failed, and another stands in for it', asks({ contacts: tried.contacts ?? [] }), []],
    [
      'there is no number any more, and it is on its way',
      asks({ ...nowhere, contacts: [contactOf({ step: 'hello', state: 'sending' })] }),
      [],
    ],
    [
      'it may be made at another number',
      asks({ ...tried, more: { points: [pointOf(), pointOf({ id: 3 as never })] } }),
      [],
    ],
    ['it was refused for a week', asks(refused('2026-03-04', '2026-03-10')), asked],
    ['it was refused for six days', asks(refused('2026-03-05', '2026-03-10')), []],
    ['it was asked about', asks({ ...nowhere, memory: { tasks: { opening_notice: '2026-03-05' } } }), []],
    ['the case is over', asks(nowhere, { closed: { on: '2026-03-10', reason: 'cured' } }), []],
    ['the case rests', asks(nowhere, { to: { state: 'held', stage: null } as never }), []],
    ['nothing can open the episode', asks({ ...nowhere, strategy: { stages: SILENT } }), []],
    ['the debtor was told', asks({ ...told(), more: { points: [] } }), []],
    ['the debtor was told, and somebody is asked', asks(told(notice())), ['1 is arrived']],
    [
      'the debtor was told, and somebody has answered',
      asks(told(notice({ answeredAt: at('2026-03-04') }))),
      [],
    ],
    ['the debtor was told, and something else is asked', asks(told(askedOf())), []],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})
