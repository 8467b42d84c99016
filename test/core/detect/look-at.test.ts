import { describe, expect, test } from 'vitest'
import { CaseId } from '../../../src/core/base/id.ts'
import { type DueAccount, reviewAccounts } from '../../../src/core/detect/detect.ts'
import { openGranted, quotaKey, quotasOf } from '../../../src/core/detect/quota.ts'
import { at, strategyOf } from '../decide/build.ts'
import { dueOf, idOf, lastCaseOf } from './build.ts'

const ladder = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
const NOW = at('2026-03-05 06:00')
const IDS = [901, 902, 903, 904].map((id) => CaseId.parse(id))
const look = (...due: DueAccount[]) => reviewAccounts(due, [ladder], NOW)

describe('the accounts of a page', () => {
  test('the accounts of a page are looked at from the oldest debt to the newest, and two of one day by their number', () => {
    const looks = look(
      dueOf({ id: idOf(4), anchor: null, pastDue: 0 }),
      dueOf({ id: idOf(3), anchor: '2026-02-20' }),
      dueOf({ id: idOf(2), anchor: '2026-02-20' }),
      dueOf({ id: idOf(1), anchor: '2026-03-01' }),
      dueOf({ id: idOf(5), anchor: '2026-02-11' }),
      dueOf({ id: idOf(6), anchor: null, pastDue: 0 }),
    )
    expect(looks.map(({ account }) => account.id)).toEqual([5, 2, 3, 1, 4, 6])
  })

  test('the accounts of a page open a case each where a strategy takes them, on the local day of the account', () => {
    const [first] = look(dueOf({ zones: ['Pacific/Auckland'] }))
    expect(first?.opening).toEqual({
      strategy: ladder,
      day: '2026-03-05',
      anchor: '2026-03-01',
      number: 1,
      again: null,
    })
    expect(first?.unplaced).toBe(false)
  })
})

describe('an overdue account opens no case', () => {
  const opening = (...given: Parameters<typeof dueOf>) => look(dueOf(...given))[0]?.opening

  test.each([
    ['whose collection has ended', { collection: 'ended', endedReason: 'placed' }],
    ['with nothing unpaid', { anchor: null, pastDue: 0 }],
    ['that owes nothing yet', { anchor: '2026-03-01', pastDue: 0 }],
    ['whose due date is today', { anchor: '2026-03-05' }],
    ['that owes less than the strategy opens for', { pastDue: 999 }],
  ] as const)('%s', (_, account) => {
    expect(opening(account)).toBeNull()
  })

  test('an overdue account opens no case whose figures are too old, until they are fresh again', () => {
    const stale = { creditor: 'acme', completed: ['2026-02-20'], lines: [], age: 3, sends: 'all' as const }
    expect(opening({}, { file: stale })).toBeNull()
    const [again] = look(
      dueOf({ staleFrom: at('2026-03-04') }, { file: { ...stale, completed: ['2026-03-04'] } }),
    )
    expect(again?.facts.map(({ type }) => type)).toEqual(['account.rolled', 'account.figures_fresh'])
    expect(again?.opening).not.toBeNull()
  })

  test('an overdue account opens no case that has an open case', () => {
    expect(opening({}, { lastCase: lastCaseOf({ open: true, closeReason: null }) })).toBeNull()
  })

  test('an overdue account opens no case that no strategy takes: it is unplaced', () => {
    const [one] = reviewAccounts([dueOf()], [], NOW)
    expect([one?.opening, one?.unplaced]).toEqual([null, true])
  })

  test('an overdue account opens no case that is not overdue and that no strategy takes: it is not even unplaced', () => {
    expect(reviewAccounts([dueOf({ anchor: '2026-03-05' })], [], NOW)[0]?.unplaced).toBe(false)
  })
})

describe('the case of an account that was cured', () => {
  const numberOf = (lastAnchor: string, closeReason = 'cured') => {
    const [one] = look(dueOf({}, { lastCase: lastCaseOf({ lastAnchor, closeReason, number: 3 }) }))
    return [one?.opening?.number, one?.opening?.again]
  }

  test('the case of an account that was cured opens again when the debt is one that it has seen', () => {
    expect(numberOf('2026-03-01')).toEqual([3, 7])
    expect(numberOf('2026-03-09')).toEqual([3, 7])
  })

  test('the case of an account that was cured stays closed when the debt is younger: a new one opens', () => {
    expect(numberOf('2026-02-28')).toEqual([4, null])
  })

  test('the case of an account that was cured stays closed when it had ended otherwise', () => {
    expect(numberOf('2026-03-01', 'settled')).toEqual([4, null])
  })
})

describe('money that was dated ahead and counts now', () => {
  const bill = { externalId: 'B1', dueOn: '2026-03-01', amount: 10_000, cancelled: false }
  const cheque = {
    externalId: 'P1',
    kind: 'money' as const,
    of: null,
    obligation: null,
    reversedAt: null,
    happenedAt: at('2026-03-05'),
    recordedAt: at('2026-03-02'),
  }
  const fallen = (amount: number, account = {}) => {
    const sets = { obligations: [bill], payments: [{ ...cheque, amount }] }
    return look(dueOf({ feed: 'ledger', ...account }, { sets }))[0]?.fallen
  }

  test('voids what was intended: less is owed', () => expect(fallen(4_000)).toBe(true))
  test('voids nothing where as much is owed as before', () =>
    expect(fallen(4_000, { pastDue: 6_000 })).toBe(false))
})

describe('the quota of a strategy', () => {
  const other = strategyOf({
    strategy: 'another',
    open: { dpd: 1, pastDue: '10.00', perDay: 2 },
    stages: ladder.stages,
  })
  const now = () =>
    reviewAccounts(
      [1, 2, 3].map((id) => dueOf({ id: idOf(id) })),
      [other],
      NOW,
    )
  const later = () => look(dueOf({ id: idOf(4) }))
  const again = () => look(dueOf({ id: idOf(5) }, { lastCase: lastCaseOf() }))

  test('the quota of a strategy is asked once per strategy and day, in the order of their names; a case that opens again asks for nothing', () => {
    expect(quotasOf([...later(), ...now(), ...again()])).toEqual([
      { strategy: 'another', day: '2026-03-05', perDay: 2, wanted: 3 },
      { strategy: 'ladder', day: '2026-03-05', perDay: 1000, wanted: 1 },
    ])
    expect(quotasOf([...now(), ...later()]).map(({ strategy }) => strategy)).toEqual(['another', 'ladder'])
    expect(quotasOf(again())).toEqual([])
  })

  test('the quota of a strategy lets as many in as were granted, in the order of the looks, and every case that opens again', () => {
    const changes = openGranted([...now(), ...again()], {
      granted: new Map([[quotaKey('another', '2026-03-05'), 2]]),
      ids: IDS,
      now: NOW,
    })
    expect(changes.opened.map((one) => one.case)).toEqual([901, 902])
    expect(changes.opened.map(({ account }) => account.id)).toEqual([1, 2])
    expect(changes.reopened.map(({ account, again: caseId }) => [account.id, caseId])).toEqual([[5, 7]])
    expect(changes.accounts).toHaveLength(4)
    expect([changes.unplaced, changes.fallen, changes.turns]).toEqual([[], [], []])
    const facts = changes.facts.filter(({ type }) => type === 'case.opened' || type === 'case.reopened')
    expect(facts.map((one) => one.case)).toEqual([901, 902, 7])
    expect(facts.map(({ account, type, body }) => [account, type, body])).toEqual([
      [1, 'case.opened', { number: 1, strategy: 'another', anchor: '2026-03-01', pastDue: 10_000 }],
      [2, 'case.opened', { number: 1, strategy: 'another', anchor: '2026-03-01', pastDue: 10_000 }],
      [5, 'case.reopened', { number: 1, strategy: 'ladder', anchor: '2026-03-01', pastDue: 10_000 }],
    ])
  })

  test('the quota of a strategy of nothing lets nobody in: they are looked at again tomorrow', () => {
    const looks = look(dueOf({ id: idOf(8) }))
    expect(openGranted(looks, { granted: new Map(), ids: IDS, now: NOW }).opened).toEqual([])
    expect(looks[0]?.account.lookOn).toBe('2026-03-06')
  })

  test('an account whose case has opened is looked at when its bucket rolls', () => {
    const looks = look(dueOf({ id: idOf(9) }))
    const granted = new Map([[quotaKey('ladder', '2026-03-05'), 1]])
    const { opened } = openGranted(looks, { granted, ids: IDS, now: NOW })
    expect(opened[0]?.account.lookOn).toBe('2026-03-31')
  })
})
