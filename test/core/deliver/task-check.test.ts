import { expect, test } from 'vitest'
import { CaseId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { MINUTE } from '../../../src/core/base/time.ts'
import { heardFrom, inHand, unfitRefusal, withdrawnCode } from '../../../src/core/deliver/task-check.ts'
import type { TaskRow } from '../../../src/core/model/task-row.ts'

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
  had: {},
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

test.each<[string, Partial<TaskRow>, string, ReturnType<typeof heardFrom>]>([
  ['what he started', { state: 'started', startedAt: 50 }, 'amy', { beside: false, at: 50 }],
  ['what he told of before', { state: 'done', startedAt: 50 }, 'amy', { beside: false, at: 50 }],
  ['what was taken back then', { state: 'withdrawn', startedAt: 50 }, 'amy', { beside: false, at: 50 }],
  ['what was taken from him first', { state: 'withdrawn' }, 'amy', { beside: true, at: 2 * MINUTE }],
  [
    'what nobody has by now',
    { state: 'open', claimedBy: null, had: { amy: 7 } },
    'amy',
    { beside: true, at: 7 },
  ],
  ['what another has', { claimedBy: 'bob', had: { amy: 7 } }, 'amy', { beside: true, at: 7 }],
  [
    'what another did',
    { state: 'done', claimedBy: 'bob', startedAt: 9, had: { amy: 7 } },
    'amy',
    { beside: true, at: 7 },
  ],
  ['what he has not started', { had: { amy: 7 } }, 'amy', null],
  ['what he never had', { state: 'open', claimedBy: null, had: { amy: 7 } }, 'bob', null],
  ['what was taken from another', { state: 'withdrawn', startedAt: 50 }, 'bob', null],
])('%s', (_, change, agent, heard) => {
  expect(heardFrom({ ...task, ...change }, agent, 60 * MINUTE)).toEqual(heard)
})

test('a task that does not exist is refused, and so is one whose end nobody explained', () => {
  expect(inHand(null, 'amy')?.code).toBe('unknown_task')
  expect(withdrawnCode(null)).toBe('superseded')
})

test('what an agent has to show first is named with the rule that asks for it; any other reason is none of his', () => {
  const lacks = { rule: 'R-1', pack: 'p', text: 't', cite: null, effect: 'block' as const, liftsAt: null }
  const reasons = [
    { ...lacks, missing: ['agent.trained'] },
    { ...lacks, rule: 'R-2', missing: ['visit.id_shown', 'visit.staff'] },
  ]
  expect(unfitRefusal(reasons)).toMatchObject({
    code: 'evidence_missing',
    message: 'show first: agent.trained (R-1), visit.id_shown (R-2), visit.staff (R-2)',
    reasons,
  })
  expect(unfitRefusal([...reasons, lacks])).toMatchObject({ code: 'refused' })
  expect(unfitRefusal([])).toMatchObject({ code: 'refused' })
})
