import { expect, test } from 'vitest'
import { PLANTED } from '../../fault/alarms.ts'
import { FAULTS } from '../../fault/faults.ts'
import { linesOf } from '../../fault/report.ts'
import { isFaulty } from '../../fault/judge.ts'
import type { runFaults } from '../../fault/run.ts'
import { ALARMS } from '../../src/core/alarm/alarms.ts'
import { WORKERS } from '../../src/shell/run/workers.ts'
import { compiled } from '../support/compiled.ts'

test('whoever is killed, whatever is wiped: nothing goes out twice, unlawfully or never, in processes and on servers of the run', async () => {
  const run = await (await compiled()).load<{ runFaults: typeof runFaults }>('fault/run')
  const results = await run.runFaults({
    faults: ['kill-sms', 'redis-flushed', 'provider-resets'],
    contacts: 30,
  })
  expect(results.map(({ fault, contacts }) => [fault, contacts])).toEqual([
    ['kill-sms', 30],
    ['redis-flushed', 30],
    ['provider-resets', 30],
  ])
  expect(results.filter(isFaulty).flatMap(linesOf)).toEqual([])
}, 300_000)

test('every kind of worker is killed and frozen', () => {
  for (const worker of Object.keys(WORKERS)) {
    expect(Object.keys(FAULTS)).toEqual(expect.arrayContaining([`kill-${worker}`, `freeze-${worker}`]))
  }
})

test('every alarm has a fault that it is there to notice', () => {
  expect([...new Set(PLANTED.map(({ alarm }) => alarm))].toSorted()).toEqual(ALARMS.toSorted())
})
