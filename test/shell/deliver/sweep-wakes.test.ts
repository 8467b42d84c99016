import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, HOUR, MINUTE } from '../../../src/core/base/time.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { askForTick, beginTick, endTick } from '../../../src/shell/pg/watch/tick-run.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { pgStage } from './pg-stage.ts'
import { depotOf, NOW } from './stage.ts'

let stage: Awaited<ReturnType<typeof pgStage>>
beforeAll(async () => void (stage = await pgStage()))
afterAll(() => stage.close())

/** How often detect is woken by one sweep, where the timetable let it run at that instant. */
async function wakes(due: number): Promise<number> {
  const { sweep: deps } = depotOf(stage, { provider: toldProvider(() => accepted) })
  let count = 0
  const enqueuer = { ...deps.enqueuer, enqueueDetect: async () => void count++ }
  await sweep({ ...deps, enqueuer, detectDue: async () => due })
  return count
}

test('a sweep wakes detect for a run that was missed, or that somebody asked for, and for no other', async () => {
  const due = NOW - 5 * MINUTE
  expect(await wakes(NOW - 1_000)).toBe(0)
  expect(await wakes(due)).toBe(1)
  const began = await beginTick(stage.db, 'detect')
  expect([began, await wakes(due)]).toEqual([NOW, 0])
  await endTick(stage.db, 'detect', began)
  expect(await wakes(due)).toBe(0)
  await stage.setNow(NOW + HOUR)
  expect(await wakes(due)).toBe(0)
  await askForTick(stage.db, 'detect')
  expect(await wakes(due)).toBe(1)
  await endTick(stage.db, 'detect', await beginTick(stage.db, 'detect'))
  expect(await wakes(due)).toBe(0)
})

test('a sweep wakes detect for an account that was put aside, once its time has come', async () => {
  await stage.db.query(
    `insert into parked (loop, kind, id, code, since, retry_at)
     select 'detect', 'account', '11', '22P02', business_now(), business_now() + interval '5 minutes'`,
  )
  expect(await wakes(0)).toBe(0)
  await stage.db.query('update parked set retry_at = business_now()')
  expect(await wakes(0)).toBe(1)
  await stage.db.query(`update parked set retry_at = business_now() + interval '1 year'`)
})

test('what counted hours and days that are over, and who is long gone, is taken away', async () => {
  await stage.setNow(NOW)
  await stage.db.query(
    `insert into rate_slot (channel, hour) select 'sms', h from generate_series($1::timestamptz - interval '60 days', $1, '1 hour') h`,
    [new Date(NOW).toISOString()],
  )
  await stage.db.query(
    `insert into opening_count (strategy, day) select 'test', d from generate_series($1::date - 100, $1::date, '1 day') d`,
    [new Date(NOW).toISOString()],
  )
  await stage.db.query(
    `insert into heartbeat (worker, instance, last_work_at, detail) values
      ('sms', 'gone', now() - interval '8 days', jsonb_build_object('beatAt', now() - interval '8 days')),
      ('sms', 'idle', 'epoch', jsonb_build_object('beatAt', now())), ('sms', 'busy', now(), '{}')`,
  )
  await wakes(NOW)
  const left = await stage.db.query(
    `select (select min(hour) from rate_slot) as hour, (select min(day) from opening_count) as day,
       (select string_agg(instance, ' ' order by instance) from heartbeat) as alive`,
  )
  expect(left).toEqual([{ hour: NOW - 2 * DAY_MS, day: '2026-02-23', alive: 'busy idle' }])
})
