import { expect, test } from 'vitest'
import { isoOf } from '../../../src/core/base/time.ts'
import { nextDetect, nextDetectOfAll } from '../../../src/shell/replay/timeline.ts'

const next = (zones: string[], after: string) => isoOf(nextDetect(zones, Date.parse(after)))

test('detect runs at 00:05 of each local day', () => {
  expect(next(['UTC'], '2026-03-01T00:04:59Z')).toBe('2026-03-01T00:05:00Z')
  expect(next(['UTC'], '2026-03-01T00:05:00Z')).toBe('2026-03-02T00:05:00Z')
  expect(next(['America/New_York'], '2026-03-07T12:00:00Z')).toBe('2026-03-08T05:05:00Z')
  expect(next(['America/New_York'], '2026-03-08T12:00:00Z')).toBe('2026-03-09T04:05:00Z')
})

test('the day begins in the last of several candidate zones', () => {
  expect(next(['America/New_York', 'America/Los_Angeles'], '2026-01-10T06:00:00Z')).toBe(
    '2026-01-10T08:05:00Z',
  )
})

test('the earliest one over all zone sets is next', () => {
  const at = nextDetectOfAll(['Asia/Shanghai', 'UTC', 'America/New_York'], Date.parse('2026-01-10T01:00:00Z'))
  expect(at === null ? null : isoOf(at)).toBe('2026-01-10T05:05:00Z')
  expect(nextDetectOfAll([], 0)).toBeNull()
})
