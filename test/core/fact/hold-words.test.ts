import { describe, expect, it } from 'vitest'
import { newDraft, type Subject } from '../../../src/core/fact/draft.ts'
import { endHold, type HoldWord, isPutOn, placeHold } from '../../../src/core/fact/hold-words.ts'
import type { Ledger, LedgerHold } from '../../../src/core/model/ledger.ts'

const subject = (person: number, account: number | null = null) =>
  ({ person: { id: person }, account: account === null ? null : { id: account } }) as unknown as Subject
const ONE = subject(1)
const A1 = subject(1, 11)
const A2 = subject(1, 12)
const OTHER = subject(2, 11)

type Said = [Subject, HoldWord, number]
const on = (about: Subject, at: number, more: Partial<HoldWord> = {}): Said => [
  about,
  { kind: 'hold', externalId: 'H', on: true, reason: 'hardship', ...more },
  at,
]
const off = (about: Subject, at: number, more: Partial<HoldWord> = {}): Said => [
  about,
  { kind: 'hold', externalId: 'H', on: false, ...more },
  at,
]
const disputed = { kind: 'dispute', externalId: 'X', reason: null } as const

function after(...words: Said[]): Map<string, LedgerHold> {
  const holds = new Map<string, LedgerHold>()
  for (const [about, word, at] of words)
    for (const { key, hold } of word.on ? placeHold(holds, about, word, at) : endHold(holds, about, word, at))
      holds.set(key, hold)
  return holds
}

/** `A1 1-3` = on for account 11 since one, until three; `(A1 3)` = only its end is known. */
function holds(...words: Said[]): string[] {
  return [...after(...words).values()].map(
    ({ person, account, from, lifted, outcome, upheldAt, until, placed }) => {
      const who = `${person === 1 ? '' : 'other '}${account === null ? 'person' : `A${account - 10}`}`
      const end = [lifted, outcome, upheldAt !== null && `upheld ${upheldAt}`, until]
        .filter(Boolean)
        .join(' ')
      const told = `${who} ${from}-${end}`
      return placed ? told : `(${told})`
    },
  )
}

describe('a hold is what the set of words about it says', () => {
  it.each([
    ['it is put on', [on(A1, 1)], ['A1 1-']],
    ['it is put on and taken off', [on(A1, 1), off(A1, 3)], ['A1 1-3']],
    ['it is taken off and then put on before that', [off(A1, 3), on(A1, 1)], ['A1 1-3']],
    ['it is taken off at the instant at which it is put on', [on(A1, 3), off(A1, 3)], ['A1 3-3']],
    ['the same, in the other order', [off(A1, 3), on(A1, 3)], ['A1 3-3']],
    ['it is put on again', [on(A1, 1), off(A1, 3), on(A1, 4)], ['A1 4-']],
    ['the end lies before it was put on', [on(A1, 4), off(A1, 3)], ['A1 4-']],
    ['the same, in the other order', [off(A1, 3), on(A1, 4)], ['A1 4-']],
    ['the last end counts', [on(A1, 1), off(A1, 5), off(A1, 3)], ['A1 1-5']],
    ['it is put on earlier, too', [on(A1, 3), on(A1, 1)], ['A1 3-']],
  ])('%s', (_, words, then) => expect(holds(...words)).toEqual(then))

  it('a word about another account, another person, another name or another kind ends nothing', () => {
    expect(holds(on(A1, 1), off(A2, 3))).toEqual(['A1 1-', '(A2 3-3)'])
    expect(holds(on(A1, 1), off(OTHER, 3))).toEqual(['A1 1-', '(other A1 3-3)'])
    expect(holds(on(A1, 1), off(A1, 3, { externalId: 'I' }))).toEqual(['A1 1-', '(A1 3-3)'])
    expect(holds(on(A1, 1), off(ONE, 3, { kind: 'dispute' }))).toEqual(['A1 1-', '(person 3-3)'])
    expect(holds(off(A2, 3), on(A1, 1))).toEqual(['(A2 3-3)', 'A1 1-'])
    expect(holds(on(ONE, 1), off(A2, 3), on(A1, 1))).toEqual(['person 1-3', 'A1 1-'])
    expect(holds(off(subject(2), 3), on(A1, 1))).toEqual(['(other person 3-3)', 'A1 1-'])
    expect(holds(off(ONE, 3, { kind: 'dispute' }), on(A1, 1))).toEqual(['(person 3-3)', 'A1 1-'])
  })

  it('a word about the person ends the holds of that name on all accounts, whichever comes first', () => {
    expect(holds(on(A1, 1), on(A2, 2), off(ONE, 3))).toEqual(['A1 1-3', 'A2 2-3', '(person 3-3)'])
    expect(holds(off(ONE, 3), on(A1, 1))).toEqual(['(person 3-3)', 'A1 1-3'])
    expect(holds(off(ONE, 3), on(A1, 3))).toEqual(['(person 3-3)', 'A1 3-3'])
    expect(holds(off(ONE, 3), on(A1, 4))).toEqual(['(person 3-3)', 'A1 4-'])
  })

  it('a hold of the person ends by a word on any account', () => {
    expect(holds(on(ONE, 1), off(A1, 3))).toEqual(['person 1-3'])
    expect(holds(off(A1, 3), on(ONE, 1))).toEqual(['(A1 3-3)', 'person 1-3'])
    expect(holds(on(ONE, 1), on(A1, 1), off(A2, 3))).toEqual(['person 1-3', 'A1 1-'])
  })

  it('a hold for a reason of the person is one hold, although it lists accounts', () => {
    const reason = 'deceased'
    expect(holds(on(A1, 1, { reason }), off(A2, 3))).toEqual(['A1 1-3'])
    expect(holds(off(A2, 3), on(A1, 1, { reason }))).toEqual(['(A2 3-3)', 'A1 1-3'])
  })

  it('the later of two ends counts, and the first word of two of one instant', () => {
    const ended = (at: number, outcome: string, about = A1) => off(about, at, { ...disputed, outcome })
    const opened = on(A1, 1, disputed)
    expect(holds(ended(3, 'a'), ended(2, 'b', ONE), opened)).toEqual(['A1 1-3 a', '(person 2-2 b)'])
    expect(holds(ended(2, 'a'), ended(3, 'b', ONE), opened)).toEqual(['A1 1-3 b', '(person 3-3 b)'])
    expect(holds(ended(3, 'a'), ended(3, 'b', ONE), opened)).toEqual(['A1 1-3 a', '(person 3-3 b)'])
    expect(holds(opened, ended(3, 'a'), ended(3, 'b'))).toEqual(['A1 1-3 a'])
    expect(holds(opened, ended(3, 'upheld'), ended(3, 'b'))).toEqual(['A1 1-upheld upheld 3'])
    expect(holds(opened, ended(3, 'b'), ended(3, 'upheld'))).toEqual(['A1 1-upheld upheld 3'])
  })

  it('a dispute that was decided for the debtor holds on, without a last day', () => {
    const upheld = (about: Subject) => off(about, 3, { ...disputed, outcome: 'upheld' })
    const until = '2026-04-01'
    expect(holds(on(A1, 1, { ...disputed, until }))).toEqual(['A1 1-2026-04-01'])
    expect(holds(on(A1, 1, { ...disputed, until }), upheld(A1))).toEqual(['A1 1-upheld upheld 3'])
    expect(holds(on(A1, 1, { ...disputed, until }), off(A1, 3, { ...disputed, outcome: 'b' }))).toEqual([
      'A1 1-3 b 2026-04-01',
    ])
    // It holds by itself, besides the one of the person.
    expect(holds(on(ONE, 1, disputed), upheld(A1))).toEqual([
      'person 1-upheld upheld 3',
      '(A1 3-upheld upheld 3)',
    ])
  })

  it('the longer of two words of one instant counts, in either order', () => {
    const last = (...words: Said[]) => {
      const [hold] = after(...words).values()
      return [hold?.until, hold?.reason]
    }
    for (const [longer, shorter] of [
      [{}, { until: '2026-04-01' }],
      [{ until: '2026-05-01' }, { until: '2026-04-01' }],
      [{ reason: 'fraud' }, { reason: 'hardship' }],
      [
        { until: '2026-05-01', reason: 'hardship' },
        { until: '2026-04-01', reason: 'fraud' },
      ],
    ] as Partial<HoldWord>[][]) {
      const one = on(A1, 1, longer)
      const then = [longer?.until ?? null, longer?.reason ?? 'hardship']
      expect(last(one, on(A1, 1, shorter))).toEqual(then)
      expect(last(on(A1, 1, shorter), one)).toEqual(then)
    }
  })

  it('opt-outs of several numbers are told apart, and a row says its countries only where the word does', () => {
    const optout = { kind: 'optout', externalId: 'optout', reason: null } as const
    const number = 7 as never
    expect(holds(on(ONE, 1, { ...optout, number }), off(ONE, 3, optout))).toEqual([
      'person 1-',
      '(person 3-3)',
    ])
    const [plain] = after(on(ONE, 1, optout)).values()
    const [told] = after(on(ONE, 1, { ...optout, countries: ['DE'] })).values()
    expect([plain && 'countries' in plain, told?.countries]).toEqual([false, ['DE']])
  })
})

describe('whether a hold was put on', () => {
  const word = { kind: 'hold', externalId: 'H' } as const
  const isOn = (given: Said[], by?: 'fact') => {
    const draft = newDraft({ holds: after(...given) } as unknown as Ledger, 9)
    return isPutOn(draft, ONE.person.id, { ...word, ...(by && { by }) })
  }

  it.each([
    ['it was', [on(A1, 1)], true],
    ['it was, and was taken off since', [on(A1, 1), off(A1, 3)], true],
    ['nobody knows it', [], false],
    ['only its end is known', [off(A1, 3)], false],
    ['another person has it', [on(OTHER, 1)], false],
    ['another name', [on(A1, 1, { externalId: 'I' })], false],
    ['a dispute of that name', [on(A1, 1, { kind: 'dispute', reason: null })], false],
    ['it was, beside another', [on(OTHER, 1), on(A1, 1)], true],
  ])('%s', (_, given, then) => expect(isOn(given)).toBe(then))

  it('the engine’s own are not put on by a fact', () => {
    expect(isOn([on(A1, 1)], 'fact')).toBe(true)
    expect(isOn([on(A1, 1, { reason: null })], 'fact')).toBe(true)
    expect(isOn([on(A1, 1, { reason: 'data_refused' })], 'fact')).toBe(false)
    expect(isOn([on(A1, 1, { reason: 'data_refused' })])).toBe(true)
  })
})
