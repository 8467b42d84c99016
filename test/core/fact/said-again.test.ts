import { describe, expect, it } from 'vitest'
import { newDraft, type Subject } from '../../../src/core/fact/draft.ts'
import { keyOf } from '../../../src/core/fact/repeated.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import { AHEAD_MS } from '../../../src/core/fact/sense-of-time.ts'
import { noWords } from '../../../src/core/model/point-words.ts'
import type { Ledger } from '../../../src/core/model/ledger.ts'

const day = (of: number) => Date.UTC(2026, 0, of, 9)
const SAME = { answer: 'same' }
const dated = (key: string, of: number) => `${key}@${new Date(day(of)).toISOString().replace('.000', '')}`

type Fields = Record<string, unknown>

describe('a number or an address that is said again', () => {
  const reading = (hash: string, more: Fields = {}) => ({ hash, under: null, of: [], sure: true, ...more })
  /** The debtor said on the third that it is his. */
  const point = (number: number, more: Fields = {}) => ({
    person: 1,
    kind: 'phone',
    number,
    former: false,
    namedAt: day(3),
    words: { ...noWords(), named: [[0, day(3), day(3)]] },
    ...more,
  })
  const DE = reading('#7', { under: 'DE', of: ['DE'] })
  const AT = reading('#8', { under: 'AT', of: ['AT'] })
  const ODD = reading('#9', { sure: false })

  function said(points: Fields[], more: { at?: number; readings?: Fields[]; regions?: string[] } = {}) {
    const ledger = {
      facts: new Map([['1/ledger/k', 'd']]),
      numbers: new Map([7, 8, 9].map((number) => [`#${number}`, number])),
      points,
    } as unknown as Ledger
    const draft = newDraft(ledger, day(20))
    const subject = { person: { id: 1, regions: more.regions ?? [] }, account: null } as unknown as Subject
    const given = { kind: 'phone', readings: more.readings ?? [reading('#7')] }
    const prepared = {
      fact: { type: 'point.added' },
      source: 'ledger',
      key: 'k',
      digest: 'd',
      points: [given],
    }
    const key = keyOf(draft, subject, { ...prepared, at: more.at ?? day(5) } as unknown as PreparedFact)
    return [key, [...draft.points].map(({ number, words }) => [number, ...words.named])]
  }
  const lasts = [SAME, [[7, [0, day(3), day(5)]]]]
  const nothing = [SAME, []]
  const anew = [dated('k', 5), []]

  it('it only lasts longer', () => expect(said([point(7)])).toEqual(lasts))

  it('it says nothing new of an instant of before', () => {
    for (const at of [day(2), day(3)]) expect(said([point(7)], { at })).toEqual(nothing)
  })

  it('the lines of accounts do not make it old', () => {
    const named = [
      [0, day(3), day(3)],
      [4, day(3), day(8)],
    ]
    expect(said([point(7, { words: { ...noWords(), named } })])).toEqual([
      SAME,
      [[7, [0, day(3), day(5)], [4, day(3), day(8)]]],
    ])
  })

  it('it is a new word where it was replaced', () => {
    expect(said([point(7, { former: true })])).toEqual(anew)
  })

  it.each([
    ['another was named since', { namedAt: day(4) }, anew],
    ['another was named at the same instant', {}, lasts],
    ['another was named since and replaced', { namedAt: day(4), former: true }, lasts],
    ['one of another kind was named since', { namedAt: day(4), kind: 'email' }, lasts],
    ['another person has one since', { namedAt: day(4), person: 2 }, lasts],
    ['another was never named', { namedAt: null }, lasts],
  ])('it is the same or a new word where %s', (_, other, then) => {
    expect(said([point(7), point(8, other)])).toEqual(then)
  })

  it('it is a new word where one of two others was named since', () => {
    expect(said([point(7), point(8), point(9, { namedAt: day(4) })])).toEqual(anew)
  })

  it('it is a new word where nobody knows the number, or it is not his', () => {
    expect(said([point(7)], { readings: [reading('#6')] })).toEqual(anew)
    expect(said([point(7, { person: 2 })])).toEqual(anew)
    expect(said([point(7, { kind: 'address' })])).toEqual(anew)
  })

  it('the number that is meant is one that he has, or one of where he lives', () => {
    expect(said([point(8)], { readings: [DE, AT, ODD] })).toEqual([SAME, [[8, [0, day(3), day(5)]]]])
    expect(said([point(7), point(9)], { readings: [DE, ODD], regions: ['FR'] })).toEqual(lasts)
    expect(said([point(9)], { readings: [{ ...DE, hash: '#5' }, { ...AT, hash: '#6' }, ODD] })).toEqual([
      SAME,
      [[9, [0, day(3), day(5)]]],
    ])
  })

  it('what lies more than a day ahead says nothing', () => {
    expect(said([point(7)], { at: day(20) + AHEAD_MS })[1]).toHaveLength(1)
    expect(said([point(7)], { at: day(20) + AHEAD_MS + 1 })).toEqual(nothing)
    expect(said([point(7, { former: true })], { at: day(20) + AHEAD_MS + 1 })).toEqual(nothing)
  })
})

describe('a line of an account that comes again', () => {
  const KEY = 'account.opened/A1'
  const line = { lineAt: day(3), lineFrom: day(2), lineDigest: 'd' }

  function said(
    account: Fields | null,
    {
      facts = [[KEY, 'd']],
      ...more
    }: { facts?: [string, string][]; key?: string; at?: number; own?: Fields } = {},
  ) {
    const row = account && { ...line, ...account }
    const known = new Map(facts.map(([key, digest]) => [`1/ledger/${key}`, digest]))
    const draft = newDraft({ facts: known } as unknown as Ledger, day(20))
    const prepared = {
      fact: { type: 'account.opened', account: 'A1', ...more.own },
      source: 'ledger',
      line: null,
      key: more.key ?? KEY,
      digest: 'd',
      at: more.at ?? day(5),
    } as unknown as PreparedFact
    const subject = { person: { id: 1 }, account: row } as unknown as Subject
    const key = keyOf(draft, subject, prepared)
    const told = typeof key === 'string' ? key : typeof key.answer === 'string' ? key.answer : key.answer.code
    return [told, row && [row.lineAt, row.lineFrom, row.lineDigest], draft.accounts.size]
  }

  it.each([
    ['it only lasts longer', {}, day(5), ['same', [day(5), day(2), 'd'], 1]],
    [
      'it begins to last where nobody knows since when',
      { lineFrom: null },
      day(5),
      ['same', [day(5), day(5), 'd'], 1],
    ],
    ['it is of before', {}, day(1), ['same', [day(3), day(2), 'd'], 0]],
    ['it is of that instant', {}, day(3), ['same', [day(3), day(2), 'd'], 0]],
    [
      'it is the first that is known',
      { lineAt: null, lineDigest: null },
      day(5),
      ['same', [day(5), day(2), 'd'], 1],
    ],
    ['it takes back other words', { lineDigest: 'e' }, day(5), [dated(KEY, 5), [day(3), day(2), 'e'], 0]],
  ])('%s', (_, account, at, then) => expect(said(account, { at })).toEqual(then))

  it('nothing is known of its account', () => expect(said(null)).toEqual(['same', null, 0]))

  const other: [string, string] = [KEY, 'e']
  const later: [string, string] = [dated(KEY, 5), 'd']
  const untouched = [day(3), day(2), 'd']
  it.each([
    ['other words of a later day are a later word', { facts: [other] }, dated(KEY, 5)],
    ['words that were taken under their day are the same', { facts: [other, later] }, 'same'],
    [
      'other words under a day contradict',
      { facts: [other, [dated(KEY, 5), 'f'] as [string, string]] },
      'conflicting_fact',
    ],
    ['other words of the same instant contradict', { facts: [other], at: day(3) }, 'conflicting_fact'],
    [
      'other words under a key of their own contradict',
      { facts: [['k', 'e'] as [string, string]], key: 'k', own: { key: 'k' } },
      'conflicting_fact',
    ],
    [
      'a key of its own that looks like one of ours is its own',
      { facts: [other], own: { key: KEY } },
      'conflicting_fact',
    ],
    [
      'other words under a key that was shortened contradict',
      { facts: [['short', 'e'] as [string, string]], key: 'short' },
      'conflicting_fact',
    ],
  ])('%s', (_, more, then) => expect(said({}, more)).toEqual([then, untouched, 0]))

  it('other words of an account that nobody knows are a later word', () => {
    expect(said(null, { facts: [other] })).toEqual([dated(KEY, 5), null, 0])
  })
})

it('a fact of nobody who is known is the same when it comes again', () => {
  const draft = newDraft({ facts: new Map([['0/ledger/k', 'd']]) } as unknown as Ledger, day(20))
  const prepared = { fact: { type: 'point.added' }, source: 'ledger', key: 'k', digest: 'd', at: day(5) }
  expect(keyOf(draft, null, prepared as unknown as PreparedFact)).toEqual(SAME)
})
