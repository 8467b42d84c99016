import { expect, test } from 'vitest'
import { HOUR } from '../../../src/core/base/time.ts'
import { tellingAside } from '../../../src/shell/log/parked.ts'

test('rows that stay aside are told when they change and once an hour, not with every sweep', () => {
  const told: unknown[] = []
  const never = (): void => expect.unreachable()
  const log = { error: (line: unknown) => void told.push(line), warn: never, info: never, debug: never }
  let now = Date.parse('2026-03-02T10:00:00Z')
  const tell = tellingAside({ log, machine: { now: () => now } })
  const during = (rows: readonly number[]): number[] => {
    told.length = 0
    for (const each of rows) tell(each)
    return told.map((line) => (line as { rows: number }).rows)
  }
  expect(during([0, 0, 2, 2, 2, 3, 3, 0, 0, 3])).toEqual([2, 3, 3])
  now += HOUR - 1
  expect(during([3, 3])).toEqual([])
  now += 1
  expect(during([3, 3])).toEqual([3])
})
