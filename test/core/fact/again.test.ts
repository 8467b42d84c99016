import { describe, expect, it } from 'vitest'
import { markOf, originOf, refusedReason, rowOf } from '../../../src/core/fact/hold-refused.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import { releasedMark, releaseOf } from '../../../src/core/fact/release-refused.ts'
import { preparedAgain, type StoredFact, type StoredWith } from '../../../src/core/fact/stored.ts'

const AT = Date.parse('2026-03-01T11:00:00Z')

describe('a fact that is applied again', () => {
  const point = { id: 4, kind: 'phone', number: 3, line: 'landline', place: 'work', unreadable: false }
  const given = {
    pointOf: (number: number) =>
      number === 3
        ? point
        : number === 5
          ? { ...point, number: 5, kind: 'address', unreadable: true }
          : undefined,
    numberOf: (id: number) => (id === 4 ? 3 : undefined),
    place: { regions: ['US-NY'], zones: ['UTC'] },
  } as unknown as StoredWith
  const again = (body: Record<string, unknown>) =>
    preparedAgain(
      {
        person: 1,
        account: 2,
        source: 'ledger',
        key: 'k',
        at: AT,
        recordedAt: AT,
        digest: 'd',
        body,
      } as unknown as StoredFact,
      given,
    )
  const at = '2026-03-01T11:00:00Z'
  const usual = {
    source: 'ledger',
    key: 'k',
    line: null,
    at: AT,
    digest: 'd',
    points: [],
    pointHash: null,
    named: null,
    regions: ['US-NY'],
    zones: ['UTC'],
    zonesFrom: 1,
    name: null,
    text: null,
    reply: null,
    history: true,
  }
  const raw = { kind: 'number', value: new Uint8Array(), keyId: '', salt: new Uint8Array(), digest: '' }
  const reading = (number: number) => ({ hash: `#${number}`, under: null, of: [], sure: true })

  it('it is as it was, told as history, without what was sealed', () => {
    const body = { type: 'score.changed', at, account: 'A1', score: 0.5, late: true, sealed: { id: 1 } }
    const fact = { type: 'score.changed', at, account: 'A1', score: 0.5 }
    expect(again(body)).toEqual({ ...usual, fact })
  })

  it('the number that it names is the one that was understood, or that of the point', () => {
    const fact = { type: 'optout.received', at, account: 'A1' }
    const named = { kind: 'phone', readings: [reading(3)], raw }
    expect(again({ ...fact, numbers: [3, 5] })).toEqual({ ...usual, fact, pointHash: '#3', named })
    expect(again({ ...fact, point: 4 })).toEqual({ ...usual, fact, pointHash: '#3', named })
    expect(again({ ...fact, point: 9 })).toEqual({ ...usual, fact })
    expect(again({ ...fact, numbers: [5] })?.named?.kind).toBe('address')
    expect(again({ ...fact, numbers: [8] })?.named?.kind).toBe('phone')
  })

  it('the numbers that it brings are those that are known, on the line and at the place that it says', () => {
    const body = { type: 'point.added', at, debtor: 'D1', kind: 'phone' }
    const brought = (line: string, place: string) => ({
      kind: 'phone',
      readings: [{ ...reading(3), value: raw, tells: null, valid: true }],
      line,
      place,
    })
    const fact = { ...body, value: '-' }
    expect(again({ ...body, numbers: [3, 8] })).toEqual({
      ...usual,
      fact,
      points: [brought('landline', 'work')],
    })
    const said = { line: 'mobile', place: 'home' }
    expect(again({ ...body, ...said, numbers: [3] })?.points).toEqual([brought('mobile', 'home')])
    expect(again({ ...body, numbers: [5] })?.points[0]?.readings[0]?.valid).toBe(false)
  })

  it('regions and zones are those that it gave, else those that were guessed', () => {
    const body = {
      type: 'account.opened',
      at,
      account: 'A1',
      debtor: 'D1',
      creditor: 'acme',
      currency: 'USD',
    }
    const where = (more: Record<string, unknown>) => {
      const { regions, zones, zonesFrom } = again({ ...body, ...more }) ?? {}
      return { regions, zones, zonesFrom }
    }
    const given = { regions: ['DE', 'FR'], zones: ['Europe/Berlin', 'Europe/Paris'], zonesFrom: 2 }
    expect(where({ region: ['de', 'fr'], zone: ['Europe/Paris', 'Europe/Berlin', 'Europe/Paris'] })).toEqual(
      given,
    )
    expect(where({ region: 'de' })).toEqual({ regions: ['DE'], zones: ['UTC'], zonesFrom: 1 })
    expect(where({ region: ['fr', 'Narnia', 'de', 'FR'] }).regions).toEqual(['DE', 'FR'])
    expect(where({ region: 'Narnia' }).regions).toEqual(['US-NY'])
    expect(where({ zone: 'Europe/Paris' })).toEqual({
      regions: ['US-NY'],
      zones: ['Europe/Paris'],
      zonesFrom: 2,
    })
  })

  it('what a message asks for is kept, and the engine’s own facts and unknown ones are none', () => {
    const message = { type: 'contact.recorded', at, debtor: 'D1', channel: 'sms', disposition: 'replied' }
    expect(again({ ...message, understood: 'unclear' })?.reply).toBe('unclear')
    expect([again({ type: 'account.rolled', at }), again({ type: 'score.changed', at })]).toEqual([
      null,
      null,
    ])
  })
})

describe('a fact that the ledger refused, as a row', () => {
  const prepared = (more: Record<string, unknown>, fact: Record<string, unknown> = {}) =>
    ({
      fact: { type: 'payment.received', account: 'A1', ...fact },
      source: 'ledger',
      line: 7,
      ...more,
    }) as unknown as PreparedFact
  const row = {
    refused: true,
    accounts: ['A1'],
    debtors: [],
    type: 'payment.received',
    subject: '-',
    codes: ['bad'],
    source: 'ledger',
    file: null,
    line: 7,
    rows: 1,
    kind: null,
    holds: true,
  }

  it.each([
    ['as it is', {}, {}, 'bad', {}],
    [
      'with its file, kind and subject',
      { file: 'f', kind: 'k', subject: 'P1' },
      {},
      'bad',
      { file: 'f', kind: 'k', subject: 'P1' },
    ],
    ['with its debtor', {}, { debtor: 'D1' }, 'bad', { debtors: ['D1'] }],
    [
      'under the names in which it came, too',
      { was: { account: ' A1', debtor: ' D1' } },
      { debtor: 'D1' },
      'bad',
      { accounts: [' A1', 'A1'], debtors: [' D1', 'D1'] },
    ],
    ['holding nobody', { holds: false }, {}, 'bad', { holds: false }],
    [
      'holding nobody, of the engine’s own holds',
      {},
      {},
      'engine_hold',
      { holds: false, codes: ['engine_hold'] },
    ],
    [
      'said again in other words',
      { holds: 'unless_known' },
      {},
      'conflicting_fact',
      { holds: false, rows: 0, codes: ['conflicting_fact'] },
    ],
    ['not known yet', { holds: 'unless_known' }, {}, 'bad', {}],
    [
      'a message of nobody',
      {},
      { type: 'contact.recorded', account: undefined },
      'bad',
      { type: 'contact.recorded', accounts: [], rows: 0 },
    ],
    [
      'a message of a debtor',
      {},
      { type: 'contact.recorded', account: undefined, debtor: 'D1' },
      'bad',
      { type: 'contact.recorded', accounts: [], debtors: ['D1'] },
    ],
  ])('%s', (_, more, fact, code, then) => {
    expect(rowOf(prepared(more, fact), code)).toEqual({ ...row, codes: [code], ...then })
  })

  it('a task is about one source, kind and file, and tells how many rows of each fault there were', () => {
    const of = (kind: string | null, file: string | null) =>
      originOf({ source: 'ledger', type: 'score.changed', kind, file })
    expect([of(null, null), of('lines', null), of(null, 'f.csv')]).toEqual([
      'ledger score.changed',
      'ledger lines',
      'ledger score.changed f.csv',
    ])
    expect(['', 'a', 'foobar'].map(markOf)).toEqual(['811c9dc5', 'e40c292c', 'bf9cf968'])
    expect(refusedReason({ origin: 'ledger lines', codes: { bad_value: 2, bad_date: 1 } })).toBe(
      'rows were refused (ledger lines): bad_date 1, bad_value 2; send them again mended, or resolve with release or stays',
    )
  })

  it('the word that releases ends the holds of its task, and no other word does', () => {
    const task = { kind: 'data_refused', rule: 'ledger lines' }
    expect(releasedMark(task, 'release')).toBe(`#${markOf('ledger lines')}`)
    expect([
      releasedMark(task, 'stays'),
      releasedMark({ ...task, rule: null }, 'release'),
      releasedMark({ ...task, kind: 'dispute' }, 'release'),
    ]).toEqual([null, null, null])
    const holds = [
      { id: 1, account: 'A1', debtor: 'D1', hold: 'H' },
      { id: 2, account: null, debtor: 'D1', hold: 'I' },
    ]
    expect(releaseOf(9, holds, AT)).toEqual([
      { type: 'hold.lifted', at: '2026-03-01T11:00:00Z', key: 'task-9-release-1', account: 'A1', hold: 'H' },
      { type: 'hold.lifted', at: '2026-03-01T11:00:00Z', key: 'task-9-release-2', debtor: 'D1', hold: 'I' },
    ])
  })
})
