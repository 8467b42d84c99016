import { expect, test } from 'vitest'
import { afterSend, gatherFirst, type Gathering } from '../../../src/core/deliver/gather.ts'

function after(from: Gathering, sends: string, most = 100): Gathering {
  return sends.split('').reduce((now, send) => afterSend(now, send === 'L', most), from)
}

test('five late sends in a row halve what is gathered, four and one in time between do not', () => {
  const first = gatherFirst(100)
  expect(after(first, 'LLLL').size).toBe(100)
  expect(after(first, 'LLLL.L').size).toBe(100)
  expect(after(first, 'LLLLL').size).toBe(50)
  expect(after(first, 'LLLLLLLLL').size).toBe(50)
  expect(after(first, 'LLLLLLLLLL').size).toBe(25)
})

test('one is always gathered, and many sends in time bring the rest back', () => {
  const least = after(gatherFirst(100), 'L'.repeat(100))
  expect(least.size).toBe(1)
  expect(after(least, '.'.repeat(499)).size).toBe(1)
  expect(after(least, '.'.repeat(1000)).size).toBe(4)
  expect(after(least, '.'.repeat(9000)).size).toBe(100)
})
