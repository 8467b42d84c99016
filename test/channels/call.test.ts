import { expect, test } from 'vitest'
import { call } from '../../src/core/channel/call.ts'
import { claimedTask } from '../../src/channels/claimed-task.ts'
import { claimedCall } from './claimed.ts'

test('a call is dialled within two minutes of its claim', () => {
  expect(call).toMatchObject({
    by: 'task',
    table: 'call_task',
    actWithinMs: 120_000,
    actBefore: 'dialBefore',
  })
})

test('it ends as a call ends', () => {
  expect(call.dispositions).toContain('rpc_promise')
  expect(call.dispositions.filter((one) => one.startsWith('met'))).toEqual([])
  expect(call.dispositions.filter((one: string) => one === 'sent' || one === 'delivered')).toEqual([])
})

test('the claim shows the number, what to say, and until when', () => {
  expect(claimedTask(claimedCall('call', 'Ask {name} for {amount} {currency}.'))).toMatchObject({
    to: '+12025550100',
    say: 'Ask customer for 55.94 USD.',
    dialBefore: '2026-03-02T10:02:00Z',
    expiresAt: '2026-03-02T18:00:00Z',
  })
})

test('a script with a hole in it is not read out', () => {
  expect(claimedTask(claimedCall('call', 'See {paylink}.')).say).toBeNull()
})
