import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { heartbeat } from '../../../../src/shell/pg/watch/heartbeat.ts'
import { freshDatabase, type TestDatabase } from '../../../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())
afterEach(() => {
  vi.restoreAllMocks()
})

async function lastWork(): Promise<{ ahead: boolean; at: string } | undefined> {
  const rows = await database.db.query<{ ahead: boolean; at: string }>(
    `select last_work_at > clock_timestamp() as ahead, last_work_at::text as at from heartbeat where worker = 'decide'`,
  )
  return rows[0]
}

it('a process tells of its work also while the clock of its machine stands behind what it was', async () => {
  const life = heartbeat(database.db, 'decide', 'host-1')
  life.worked()
  await vi.waitFor(async () => expect(await lastWork()).toBeDefined())
  const before = await lastWork()
  const behind = Date.now() - 3_600_000
  vi.spyOn(Date, 'now').mockReturnValue(behind)
  await expect
    .poll(
      async () => {
        life.worked()
        return (await lastWork())?.at
      },
      { timeout: 10_000, interval: 500 },
    )
    .not.toBe(before?.at)
})

it('work that lies ahead since the clock was put back counts as of the next beat', async () => {
  const life = heartbeat(database.db, 'decide', 'host-1')
  await database.db.query(
    `insert into heartbeat (worker, instance, last_work_at) values ('decide', 'host-1', clock_timestamp() + interval '1 hour')
     on conflict (worker, instance) do update set last_work_at = excluded.last_work_at`,
  )
  expect(await lastWork()).toMatchObject({ ahead: true })
  await life.beat()
  expect(await lastWork()).toMatchObject({ ahead: false })
})
