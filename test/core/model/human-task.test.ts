import { describe, expect, test } from 'vitest'
import { nextRole } from '../../../src/core/decide/ask/hand-on.ts'
import {
  answersOf,
  asksToRead,
  closersOf,
  isOfStep,
  outlivesCase,
} from '../../../src/core/model/human-task.ts'

describe('a task of a human', () => {
  test('a task of a human is put to the next role where one cannot do it, and to nobody after the last', () => {
    expect(nextRole(null)).toBe('supervisor')
    expect(nextRole('back-office')).toBe('supervisor')
    expect(nextRole('supervisor')).toBe('operations')
    expect(nextRole('operations')).toBe('compliance')
    expect(nextRole('compliance')).toBeNull()
  })

  test('a task of a human of a kind that this version does not know takes any word, outlives its case and is closed by nothing', () => {
    expect([
      answersOf('toString'),
      isOfStep('toString'),
      outlivesCase('toString'),
      closersOf('toString'),
    ]).toEqual([null, false, true, []])
  })

  test('a task of a human says by its kind which words answer it, whether it outlives its case, and what else closes it', () => {
    expect(answersOf('cease')).toEqual(['stays', 'withdrawn'])
    expect([isOfStep('last_step'), isOfStep('review')]).toEqual([true, false])
    expect([outlivesCase('dispute'), outlivesCase('review')]).toEqual([true, false])
    expect([closersOf('duty'), closersOf('review')]).toEqual([['evidence'], []])
    expect([asksToRead('read_reply'), asksToRead('opt_in')]).toEqual([true, false])
  })
})
