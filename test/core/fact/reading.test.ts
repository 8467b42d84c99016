import { describe, expect, it } from 'vitest'
import type { Reading } from '../../../src/core/fact/telling.ts'
import { readingOf, suppressed } from '../../../src/core/fact/reading.ts'

/** `+x` is written the same everywhere, `0x` by who lives there; `?` = no plan has such a number. */
function reading(hash: string, under: string | null, of: string[], sure = true): Reading {
  return { hash, under, of, sure }
}

const us = reading('us', null, ['US'])
const de = reading('de', 'DE', ['DE'])
const at = reading('at', 'AT', ['AT'])
const odd = reading('odd', null, ['US'], false)
const oddAtHome = reading('odd-at', 'AT', ['AT'], false)

describe('what a debtor means by a number', () => {
  const meant = (readings: Reading[], regions: string[] = [], own: string[] = []) =>
    readingOf(readings, { has: (hash) => own.includes(hash), regions })?.hash ?? null

  it.each([
    ['a number that he has counts before all', [us, de, at], ['DE'], ['at'], 'at'],
    [
      'a whole number of his own country counts before one that is dialled there',
      [us, de],
      ['US-NY', 'DE'],
      [],
      'us',
    ],
    [
      'what is dialled at home counts before a whole number of another country',
      [us, de],
      ['DE-BY'],
      [],
      'de',
    ],
    ['a whole number counts where nothing is dialled at home', [de, us], ['FR'], [], 'us'],
    ['a number that no plan has counts when it is dialled at home', [oddAtHome, de], ['AT'], [], 'odd-at'],
    [
      'a sure number that is dialled at home counts before one that no plan has',
      [oddAtHome, at],
      ['AT'],
      [],
      'at',
    ],
    ['a whole number that no plan has counts last', [odd, de], ['FR'], [], 'odd'],
    ['the only number that it may be is meant', [de], [], [], 'de'],
    [
      'the only number that it may be is meant, whoever writes it',
      [de, { ...de, under: 'LU' }],
      [],
      [],
      'de',
    ],
    ['nobody guesses among several', [de, at], [], [], null],
    ['a number that no plan has is not meant by somebody elsewhere', [oddAtHome], ['FR'], [], null],
    ['nothing can be read', [], ['US'], ['us'], null],
  ] as const)('%s', (_, readings, regions, own, then) =>
    expect(meant([...readings], [...regions], [...own])).toBe(then),
  )
})

describe('what is kept of a number that nobody has', () => {
  it('a whole number is kept for everybody, all others for those who would write them so', () => {
    expect([...suppressed([us, de, at])]).toEqual([
      ['us', null],
      ['de', ['DE']],
      ['at', ['AT']],
    ])
  })

  it('the same number is kept once, for all who write it so, in order', () => {
    expect([...suppressed([{ ...de, under: 'LU' }, de, { ...us, under: 'CA' }])]).toEqual([
      ['de', ['DE', 'LU']],
      ['us', ['CA']],
    ])
    expect([...suppressed([us, { ...us, under: 'CA' }])]).toEqual([['us', null]])
    expect([...suppressed([])]).toEqual([])
  })
})
