import type {
  AccountId,
  CaseId,
  ContactId,
  HouseholdId,
  NumberId,
  PersonId,
  PointId,
} from '../../../src/core/base/id.ts'
import type { ContactRow } from '../../../src/core/model/contact-row.ts'
import type { World } from '../../../src/shell/replay/memory/world.ts'
import { at, contactOf, promiseOf } from '../../core/decide/build.ts'

/** What happened before: payments, holds, consents, promises, and contacts of four persons. */
export function seedHistory(world: World): void {
  world.payments.set(1 as AccountId, [
    {
      externalId: 'p1',
      obligation: null,
      amount: 5_000,
      happenedAt: at('2026-02-28 16:30'),
      recordedAt: at('2026-02-28 17:00'),
      reversedAt: null,
    },
    {
      externalId: 'p2',
      obligation: null,
      amount: 7_000,
      happenedAt: at('2026-02-20 09:00'),
      recordedAt: at('2026-02-20 09:00'),
      reversedAt: at('2026-02-21 09:00'),
    },
  ])
  const nowhere = { channel: null, number: null, point: null, until: null, lifted: null, reason: null }
  world.holds.push(
    {
      ...nowhere,
      kind: 'dispute',
      account: 5 as AccountId,
      from: at('2026-02-25 00:00'),
      person: 4 as PersonId,
      externalId: 'X1',
    },
    {
      ...nowhere,
      kind: 'hold',
      reason: 'hardship',
      account: null,
      from: at('2026-01-01 00:00'),
      until: '2026-01-20',
      lifted: at('2026-01-10 00:00'),
      person: 1 as PersonId,
      externalId: 'H1',
    },
    {
      ...nowhere,
      kind: 'optout',
      account: null,
      channel: 'im',
      number: 71 as NumberId,
      point: 20 as PointId,
      from: at('2026-01-05 00:00'),
      person: 2 as PersonId,
      externalId: 'O1',
    },
  )
  world.evidence.push({
    key: 'consent.sms',
    account: null,
    point: 10 as PointId,
    agent: null,
    value: true,
    at: at('2026-01-01 00:00'),
    until: null,
    person: 1 as PersonId,
  })
  world.promises.push({
    ...promiseOf({
      account: 2 as AccountId,
      amount: 9_000,
      madeAt: at('2026-01-02 00:00'),
      by: '2026-01-09',
    }),
    graceDays: 1,
    cancelled: true,
    person: 1 as PersonId,
    externalId: 'PR1',
    decidedAt: null,
  })
  const past = {
    channel: 'call',
    outcome: 'no_answer',
    disposition: 'no_answer',
    case: null,
    step: null,
    episode: null,
    attempt: null,
  } as const
  for (const row of [
    contactOf({
      ...past,
      id: 101 as ContactId,
      number: 71 as NumberId,
      point: 10 as PointId,
      at: at('2026-02-20 02:00'),
    }),
    contactOf({
      ...past,
      id: 102 as ContactId,
      person: 2 as PersonId,
      accounts: [3 as AccountId],
      number: 71 as NumberId,
      point: 20 as PointId,
      at: at('2026-02-21 02:00'),
    }),
    contactOf({
      ...past,
      id: 103 as ContactId,
      person: 3 as PersonId,
      household: 91 as HouseholdId,
      accounts: [4 as AccountId],
      number: 73 as NumberId,
      point: 30 as PointId,
      at: at('2026-02-22 02:00'),
    }),
    contactOf({
      ...past,
      id: 104 as ContactId,
      state: 'cancelled',
      number: 71 as NumberId,
      point: 10 as PointId,
    }),
  ]) {
    world.contacts.set(row.id, rowOf(row))
  }
  const denied = contactOf({
    id: 105 as ContactId,
    case: 1 as CaseId,
    step: 'x',
    stage: 'reminder',
    state: 'denied',
    number: 71 as NumberId,
    point: 10 as PointId,
  })
  world.contacts.set(denied.id, { ...rowOf(denied), changedAt: at('2026-03-01 04:00') })
}

function rowOf(row: ReturnType<typeof contactOf>): ContactRow {
  return {
    ...row,
    creditor: 'demo-finance',
    collector: 'demo-finance',
    household: row.person % 2 === 1 ? (91 as HouseholdId) : null,
    dpd: null,
    template: null,
    durationMinutes: 0,
    ring: 0,
    tries: 0,
    leaseToken: null,
    leaseUntil: null,
    clientRef: `00000000-0000-4000-8000-${String(row.id).padStart(12, '0')}`,
    agent: null,
    provider: null,
    passedOver: [],
    providerRef: null,
    providerCode: null,
    reasons: [],
    createdAt: at('2026-02-20 00:00'),
    changedAt: at('2026-02-20 00:00'),
  }
}
