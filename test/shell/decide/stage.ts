import type {
  AccountId,
  CaseId,
  HouseholdId,
  NumberId,
  PersonId,
  PointId,
} from '../../../src/core/base/id.ts'
import type { Instant } from '../../../src/core/base/time.ts'
import type { Schedules } from '../../../src/core/config/schedules.ts'
import type { Dossier } from '../../../src/core/model/dossier.ts'
import { emptyWorld, type World } from '../../../src/shell/replay/memory/world.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import type { DecideDeps } from '../../../src/flow/decide.ts'
import { accountOf, at, caseOf, pointOf } from '../../core/decide/build.ts'
import { seedHistory } from './seed-history.ts'

/** What a contract test checks, on either implementation. */
export interface Stage {
  deps: DecideDeps
  setNow(now: Instant): Promise<void>
  dossiers(persons: number[]): Promise<Dossier[]>
  cases(): Promise<
    { case: number; state: string; stage: string | null; version: number; next: Instant | null }[]
  >
  contacts(): Promise<
    {
      case: number | null
      step: string | null
      attempt: number | null
      state: string
      notBefore: Instant | null
      number: number | null
      creditor: string
      household: number | null
    }[]
  >
  decisions(): Promise<string[]>
  facts(): Promise<string[]>
  tasks(): Promise<string[]>
  bumpVersion(file: number): Promise<void>
  send(step: string): Promise<void>
  close(): Promise<void>
}

interface Shipped {
  schedules: Schedules
  hash: NonNullable<ReturnType<typeof loadSchedules>['hash']>
}

let shipped: Shipped | undefined

/** The packs are read once: a stage per test would read every one again. */
export function shippedSchedules(): Shipped {
  return (shipped ??= readShipped())
}

function readShipped(): Shipped {
  const { schedules, hash, problems } = loadSchedules('schedules')
  if (!schedules || !hash) throw new Error(JSON.stringify(problems))
  return { schedules, hash }
}

export const OPENED = at('2026-03-01 16:05')

/** Person 1 has two loans and shares its number with person 2 and its household with person 3; person 4 is in dispute. All live in Shanghai; the due date was 1 March, so that 2 March there is the first day past due. */
export function seededWorld(): World {
  const world = emptyWorld(OPENED)
  const { schedules } = shippedSchedules()
  const strategy = schedules.strategies.find((one) => one.strategy === 'cn-consumer')
  if (!strategy) throw new Error('the consumer strategy is not there')
  for (const [person, number] of [
    [1, 71],
    [2, 71],
    [3, 73],
    [4, 74],
  ] as const) {
    world.persons.set(person as PersonId, {
      id: person as PersonId,
      externalId: `P${person}`,
      household: person % 2 === 1 ? (91 as HouseholdId) : null,
      locale: 'zh-CN',
      regions: ['CN'],
      zones: ['Asia/Shanghai'],
      closed: person === 3 ? [{ days: 'sun', hours: null }] : [],
    })
    const phone = pointOf({ id: (person * 10) as PointId, number: number as NumberId })
    world.points.set(phone.id, { ...phone, person: person as PersonId, value: '' })
    world.numbers.set(`+86-${number}`, number as NumberId)
  }
  world.households.set('H', 91 as HouseholdId)
  for (const [id, person] of [
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ] as const) {
    const { received: _received, ...account } = accountOf({
      id: id as AccountId,
      externalId: `A${id}`,
      creditor: 'demo-finance',
      currency: 'CNY',
      pastDue: 150_000,
      balance: 900_000,
      score: id === 2 ? null : 0.25,
    })
    world.accounts.set(account.id, {
      ...account,
      person: person as PersonId,
      zones: ['Asia/Shanghai'],
      feed: 'ledger',
      snapshotAt: null,
      credit: 0,
      bucket: 1,
      lookOn: null,
      curedAt: null,
    })
    world.cases.set(id as CaseId, {
      ...caseOf(strategy, { id: id as CaseId, account: id as AccountId, nextReviewAt: OPENED }),
      person: person as PersonId,
      openedAt: OPENED,
      closedAt: null,
    })
  }
  seedHistory(world)
  world.nextId = 5000
  return world
}
