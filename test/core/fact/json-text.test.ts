import { expect, test } from 'vitest'
import {
  endOfString,
  firstSeen,
  isColon,
  isEndOfList,
  isList,
  markAt,
} from '../../../src/core/fact/json-text.ts'

test('each character of a document is a mark or none', () => {
  const marks = Array.from('{[",:]}a1 ', (character) => markAt(character, 0))
  expect(marks).toEqual(['open', 'open', 'string', 'comma', null, 'close', 'close', null, null, null])
  expect(markAt('{', 1)).toBeNull()
})

test('a list, its end and a colon are told apart from all else', () => {
  const told = (text: string) => [isList(text, 0), isEndOfList(text, 0), isColon(text, 0)]
  expect(told('[')).toEqual([true, false, false])
  expect(told(']')).toEqual([false, true, false])
  expect(told(':')).toEqual([false, false, true])
  expect(told('{')).toEqual([false, false, false])
  expect(told('')).toEqual([false, false, false])
})

test.each([
  ['"a"', 2],
  ['"a" "b"', 2],
  ['""', 1],
  ['"a\\"b"', 5],
  ['"a\\\\"b"', 4],
  ['"a\\\\\\"b"', 7],
  ['"\\""', 3],
  ['"a', 2],
  ['"a\\"', 4],
  ['"\\"\\""', 5],
])('a string ends at its first quote that is not escaped: %s', (text, end) => {
  expect(endOfString(text, 0)).toBe(end)
  expect(endOfString(`,${text}`, 1)).toBe(end + 1)
})

test('blanks and a byte order mark are passed over', () => {
  expect(firstSeen('{')).toBe(0)
  expect(firstSeen('\ufeff \t\r\n{')).toBe(5)
  expect(firstSeen('a  b', 1)).toBe(3)
  expect(firstSeen('  ')).toBe(2)
  expect(firstSeen('!')).toBe(0)
})
