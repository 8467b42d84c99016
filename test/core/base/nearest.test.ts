import { describe, expect, test } from 'vitest'
import { nearest } from '../../../src/core/base/nearest.ts'
import { asName, formsOf, isName, unstorable } from '../../../src/core/fact/text.ts'

describe('did you mean', () => {
  const known = ['account', 'debtor', 'creditor', 'by', 'Zone']

  test('the nearest word is the closest known word, whatever its capitals', () => {
    expect(nearest('acount', known)).toBe('account')
    expect(nearest('ACCOUNTS', known)).toBe('account')
    expect(nearest('creditr', known)).toBe('creditor')
    expect(nearest('zon', known)).toBe('Zone')
    expect(nearest('debtor', known)).toBe('debtor')
  })

  test('the nearest word is the first of two that are as close', () => {
    expect(nearest('ab', ['ax', 'ay'])).toBe('ax')
  })

  test('the nearest word is none that is far: two signs of a short word, a third of a long one', () => {
    expect(nearest('xxxx', known)).toBeNull()
    expect(nearest('accxxxt', known)).toBeNull()
    expect(nearest('obligaxxxx', ['obligation'])).toBeNull()
    expect(nearest('obligatxxx', ['obligation'])).toBe('obligation')
    expect(nearest('b'.repeat(65), ['b'.repeat(64)])).toBeNull()
    expect(nearest('b'.repeat(64), ['b'.repeat(63)])).toBe('b'.repeat(63))
  })
})

describe('a name', () => {
  test('a name is kept without blanks at its ends, in one form of its letters', () => {
    expect(asName(' A1\t\r\n')).toBe('A1')
    expect(asName('Mu\u0308ller ')).toBe('M\u00fcller')
    expect(asName('a b')).toBe('a b')
  })

  test.each([
    ['A1', true],
    ['Müller & Co', true],
    ['', false],
    ['A\u200b1', false],
    ['A\u202e1', false],
    ['A\u0000', false],
    ['A\ud800', false],
    ['A\n1', false],
  ])('%o is one: %s', (given, is) => expect(isName(given)).toBe(is))

  test('a name may have been meant as it came, as it is kept, and without what cannot be seen', () => {
    expect(formsOf(' A\u200b1 ')).toEqual([' A\u200b1 ', 'A\u200b1', 'A1'])
    expect(formsOf('A1')).toEqual(['A1'])
    expect(formsOf('A\ud8001')).toEqual(['A1'])
    expect(formsOf('\u200b')).toEqual(['\u200b'])
  })
})

describe('text that no store keeps', () => {
  const path = (value: unknown) => unstorable(value)?.path
  test('text that no store keeps is found however deep, also in a key, and named by its place', () => {
    expect(unstorable({ a: [1, null, 'fine', { b: 'fine' }] })).toBeNull()
    expect(path({ a: 'x\0' })).toBe('a')
    expect(path({ a: ['fine', { b: 'x\ud800' }] })).toBe('a[1].b')
    expect(path({ 'a\0': 1 })).toBe('this')
    expect(path({ a: { 'b c': 'x\0' } })).toBe('a.this')
    expect(unstorable('x\0')).toEqual(expect.objectContaining({ code: 'bad_text' }))
    expect(path('x\0')).toBeUndefined()
  })
})
