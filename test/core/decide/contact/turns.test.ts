import { describe, expect, it } from 'vitest'
import type { AccountId, CaseId, PersonId } from '../../../../src/core/base/id.ts'
import { byTurn, type Candidate } from '../../../../src/core/decide/contact/candidate.ts'
import { replaceable, settleBehind, takeTurns } from '../../../../src/core/decide/contact/turns.ts'
import type { DossierContact } from '../../../../src/core/model/dossier.ts'
import { accountOf, at, contactOf, dossierOf } from '../build.ts'
import { viewIn } from '../step/view.ts'
import { wantedOf } from './wanted.ts'

const TODAY = '2026-03-10'

/** A step of an account that falls due at a time; it is asked for from then on, or from another time. */
interface Given {
  step?: string
  account?: string
  anchor?: string
  since?: string
  at?: string
  day?: string
  mandatory?: true
  opening?: true
  order?: number
}

const [own, other] = ['2026-03-01', '2026-02-01'].map((anchor) => viewIn({ account: { anchor } }))

function wanted({
  step = 'hello',
  account = 'A1',
  since = '2026-03-08 10:00',
  ...more
}: Given = {}): Candidate {
  const base = more.anchor === '2026-02-01' ? other : own
  if (!base) throw new Error('there is no view')
  const number = Number(account.slice(1))
  const view = {
    ...base,
    case: { ...base.case, id: number as CaseId },
    account: accountOf({ id: number as AccountId, externalId: account }),
  }
  const given = { at: at(more.at ?? since), since: at(since), day: more.day ?? since.slice(0, 10) }
  const { order = 0, mandatory = false, opening = false } = more
  return wantedOf(view, step, { ...given, order, mandatory, opening })
}

/** A contact of the case over the same channel; it was made today unless that is said. */
function row(more: Partial<DossierContact> = {}): DossierContact {
  return contactOf({ step: 'often', at: at('2026-03-10 09:00'), dueOn: TODAY, ...more })
}

const waiting = (more: Partial<DossierContact> = {}) =>
  row({ state: 'planned', at: null, notBefore: at('2026-03-10 18:00'), dueOn: '2026-03-08', ...more })
const told = ({ review, step }: Candidate) => `${review.view.account.externalId} ${step.step}`
const withRows = (...contacts: DossierContact[]) => ({ ...dossierOf({}), contacts })

describe('the order in which steps are asked for', () => {
  it.each<[string, Given, Given]>([
    ['a notice before everything', { opening: true }, { mandatory: true, anchor: '2026-02-01' }],
    ['a mandatory step before an older debt', { mandatory: true }, { anchor: '2026-02-01' }],
    ['the older debt', { anchor: '2026-02-01', account: 'A2' }, {}],
    ['the account by its name', { account: 'A1', order: 5 }, { account: 'A2' }],
    ['the step by its place', { order: 1 }, { order: 2 }],
  ])('%s comes first', (_, first, second) => {
    const [a, b] = [wanted(first), wanted(second)]
    expect([byTurn(a, b) < 0, byTurn(b, a) > 0]).toEqual([true, true])
    expect([b, a].sort(byTurn)).toEqual([a, b])
  })
})

describe('whose turn it is', () => {
  const turns = (given: Given[], ...rows: DossierContact[]) => {
    const { now, behind } = takeTurns(given.map(wanted), withRows(...rows), TODAY)
    return [now.map(told), behind.map(told)]
  }
  const older = { account: 'A1', since: '2026-03-07 10:00' }
  const newer = { account: 'A2', since: '2026-03-08 10:00' }
  const today = { account: 'A3', since: '2026-03-10 10:00' }
  const must = { account: 'A4', step: 'must', since: '2026-03-06 10:00', mandatory: true } as const

  it.each<[string, Given[], DossierContact[], string[], string[]]>([
    ['the newest late step has the day', [older, newer], [], ['A2 hello'], ['A1 hello']],
    ['a mandatory one before it', [older, newer, must], [], ['A4 must'], ['A2 hello', 'A1 hello']],
    ['one of today needs no turn', [today], [row({ dueOn: '2026-03-09' })], ['A3 hello'], []],
    [
      'one of today that comes later is not asked for yet',
      [{ ...today, at: '2026-03-10 18:00' }],
      [],
      [],
      [],
    ],
    ['one of today that comes just now is', [{ ...today, at: '2026-03-10 12:00' }], [], ['A3 hello'], []],
    ['late ones are behind it', [older, today], [], ['A3 hello'], ['A1 hello']],
    ['a mandatory one is asked for beside it', [today, must], [], ['A4 must', 'A3 hello'], []],
    ['each channel has its own', [older, { ...newer, step: 'call' }], [], ['A1 hello', 'A2 call'], []],
    ['a newer text was made today', [older], [row()], [], ['A1 hello']],
    ['a newer one is on its way', [older], [waiting({ dueOn: '2026-03-08' })], [], ['A1 hello']],
    ['one of the same day is on its way', [newer], [waiting({ mandatory: true })], [], ['A2 hello']],
    ['it may replace an older one', [newer], [waiting({ dueOn: '2026-03-07' })], ['A2 hello'], []],
    [
      'it may not replace what is in hand',
      [newer],
      [waiting({ dueOn: '2026-03-07', state: 'sending' })],
      [],
      ['A2 hello'],
    ],
    ['a late text was made today', [newer], [row({ dueOn: '2026-03-07' })], [], ['A2 hello']],
    [
      'one was made yesterday',
      [newer],
      [row({ dueOn: '2026-03-07', at: at('2026-03-09 10:00') })],
      ['A2 hello'],
      [],
    ],
    [
      'a newer one was made yesterday',
      [older],
      [row({ dueOn: '2026-03-09', at: at('2026-03-09 10:00') })],
      ['A1 hello'],
      [],
    ],
    [
      'a late text waits for tomorrow',
      [newer],
      [waiting({ dueOn: '2026-03-07', mandatory: true, notBefore: at('2026-03-11 10:00') })],
      ['A2 hello'],
      [],
    ],
    ['nobody knows of which day a text is', [newer], [row({ dueOn: null })], ['A2 hello'], []],
    ['a call was made today', [newer], [row({ dueOn: '2026-03-07', channel: 'call' })], ['A2 hello'], []],
    ['others made it', [newer], [row({ dueOn: '2026-03-07', case: null })], ['A2 hello'], []],
    [
      'somebody of the household got it',
      [newer],
      [row({ dueOn: '2026-03-07', person: 2 as PersonId })],
      ['A2 hello'],
      [],
    ],
  ])('%s', (_, given, rows, now, behind) => expect(turns(given, ...rows)).toEqual([now, behind]))

  it('the order of turns decides between two that are equally late', () => {
    const same = [{ account: 'A2' }, { account: 'A1' }]
    expect(turns(same)).toEqual([['A1 hello'], ['A2 hello']])
  })
})

describe('what becomes of a late step behind others', () => {
  const becomes =
    (one: Given, made: Given[], all: Given[] = [], ...rows: DossierContact[]) =>
    () => {
      const dossier = withRows(...rows)
      return settleBehind(wanted(one), {
        made: made.map(wanted),
        all: all.map(wanted),
        dossier,
        today: TODAY,
      })
    }
  const late = { since: '2026-03-07 10:00' }
  const must = { ...late, step: 'must', mandatory: true } as const
  const newer = { account: 'A2', step: 'often', since: '2026-03-08 10:00' }
  const coming = { account: 'A2', since: '2026-03-10 10:00', at: '2026-03-10 18:00' }
  const asked = { becomes: 'asked' }
  const tomorrow = { becomes: 'tomorrow' }

  it.each<[string, ReturnType<typeof becomes>, unknown]>([
    ['nothing came of the others', becomes(late, []), asked],
    ['a newer one was made', becomes(late, [newer]), { becomes: 'overtaken', by: '2/often' }],
    ['one of the same time was made', becomes(late, [{ ...newer, ...late }]), tomorrow],
    ['an older one was made', becomes(newer, [late]), tomorrow],
    ['a mandatory one is never overtaken', becomes(must, [newer]), tomorrow],
    ['a mandatory one beside one of today', becomes(must, [{ since: '2026-03-10 10:00' }]), asked],
    ['a newer call was made', becomes(late, [{ ...newer, step: 'call' }]), asked],
    ['a newer one was made before', becomes(late, [], [], row()), { becomes: 'overtaken', by: '1/often' }],
    ['one of the same day was made before', becomes(late, [], [], row({ dueOn: '2026-03-07' })), tomorrow],
    ['nobody knows of which day it was', becomes(late, [], [], row({ dueOn: null })), asked],
    ['a newer one comes later today', becomes(late, [], [coming]), { becomes: 'waiting' }],
    ['a newer call comes later today', becomes(late, [], [{ ...coming, step: 'call' }]), asked],
    ['a newer one has come already', becomes(late, [], [{ ...coming, at: '2026-03-10 12:00' }]), asked],
    ['an older one comes later today', becomes(newer, [], [{ ...late, at: '2026-03-10 18:00' }]), asked],
    [
      'itself comes later today',
      becomes({ ...late, at: '2026-03-10 18:00' }, [], [{ ...late, at: '2026-03-10 18:00' }]),
      asked,
    ],
  ])('%s', (_, is, then) => expect(is()).toEqual(then))
})

describe('what a newer step may replace', () => {
  it.each<[string, DossierContact, boolean]>([
    ['a text that waits since an earlier day', waiting(), true],
    ['a text of the same day', waiting({ dueOn: '2026-03-09' }), false],
    ['a text of nobody knows which day', waiting({ dueOn: null }), false],
    ['a mandatory one', waiting({ mandatory: true }), false],
    ['one on its way', waiting({ state: 'queued' }), false],
    ['a call', waiting({ channel: 'call' }), false],
    ['a text of others', waiting({ case: null }), false],
    ['a text to somebody else', waiting({ person: 2 as PersonId }), false],
  ])('%s', (_, one, then) => {
    const step = wanted({ since: '2026-03-09 10:00' })
    expect(replaceable(withRows(one), step)).toEqual(then ? [one] : [])
  })
})
