import { expect, test } from 'vitest'
import { CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { inHand, withdrawnCode } from '../../../src/core/deliver/task-check.ts'
import type { TaskRow } from '../../../src/core/deliver/task-row.ts'

const task: TaskRow = {
  kind: 'call',
  person: PersonId.parse(1),
  contact: ContactId.parse(1),
  case: CaseId.parse(1),
  rank: 1,
  state: 'claimed',
  duties: [],
  offeredAt: 0,
  expiresAt: 0,
  claimedBy: 'amy',
  claimedAt: 0,
  actBefore: 0,
  startedAt: null,
  doneAt: null,
  withdrawnWhy: null,
}

test.each<[Partial<TaskRow>, string, string | undefined]>([
  [{}, 'amy', undefined],
  [{ state: 'started' }, 'amy', undefined],
  [{}, 'bob', 'not_yours'],
  [{ state: 'started' }, 'bob', 'not_yours'],
  [{ state: 'open', claimedBy: null }, 'amy', 'not_claimed'],
  [{ state: 'done' }, 'amy', 'not_claimed'],
  [{ state: 'withdrawn', withdrawnWhy: 'superseded' }, 'amy', 'superseded'],
  [{ state: 'withdrawn', withdrawnWhy: 'superseded' }, 'bob', 'not_yours'],
  [{ state: 'withdrawn', withdrawnWhy: 'expired' }, 'amy', 'expired'],
  [{ state: 'withdrawn', withdrawnWhy: 'denied' }, 'amy', 'refused'],
])('%j in the hands of %s: %s', (change, agent, code) => {
  expect(inHand({ ...task, ...change }, agent)?.code).toBe(code)
})

test('a task that does not exist, and one whose end nobody explained', () => {
  expect(inHand(null, 'amy')?.code).toBe('unknown_task')
  expect(withdrawnCode(null)).toBe('superseded')
})
