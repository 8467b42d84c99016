import { expect, test } from 'vitest'
import { claimedTask } from '../../src/channels/claimed-task.ts'
import { visit } from '../../src/core/channel/visit.ts'
import { claimedCall } from './claimed.ts'

test('a visit arrives within four hours of its claim', () => {
  expect(visit).toMatchObject({ by: 'task', table: 'visit_ticket', actBefore: 'arriveBefore' })
  expect(visit.actWithinMs).toBe(4 * 3_600_000)
})

test('it ends as a visit ends', () => {
  expect(visit.dispositions).toContain('no_one_home')
  expect(visit.dispositions.filter((one: string) => one === 'voicemail' || one === 'busy')).toEqual([])
})

test('the claim says when to be there', () => {
  const shown = claimedTask(claimedCall('visit', 'Ask for {amount}.'))
  expect(shown).toMatchObject({ kind: 'visit', arriveBefore: '2026-03-02T10:02:00Z' })
  expect(shown).not.toHaveProperty('dialBefore')
})
