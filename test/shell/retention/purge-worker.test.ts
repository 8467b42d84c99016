import { afterEach, beforeEach, expect, test } from 'vitest'
import { purgeRaw } from '../../../src/flow/purge.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { retentionStore } from '../../../src/shell/pg/retention/retention.ts'
import type { Running } from '../../../src/shell/run/process.ts'
import { purgeWorker } from '../../../src/shell/run/purge-worker.ts'
import { ticksWorker } from '../../../src/shell/run/ticks-worker.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { until } from '../../support/until.ts'

let real: RealEngine
let owner: Database
beforeEach(async () => {
  real = await realEngine()
  owner = connect({ url: real.env['DATABASE_OWNER_URL'] ?? '', max: 1, applicationName: 'test' })
})
afterEach(async () => {
  await owner.close()
  await real.close()
})

async function wroteIn2026(): Promise<void> {
  await real.at('2026-03-02T12:00:00Z')
  const at = '2026-03-01T12:00:00Z'
  const account = { type: 'account.opened', at, creditor: 'acme', currency: 'USD', region: 'ES', zone: 'UTC' }
  const wrote = { type: 'contact.recorded', at, channel: 'sms', direction: 'in', disposition: 'replied' }
  for (const name of ['1', '2', '3'])
    await real.take(
      { ...account, account: `A${name}`, debtor: `D${name}` },
      { ...wrote, debtor: `D${name}`, text: 'please wait' },
    )
}

test('the tick wakes the worker, which takes what is past its time, in pages', async () => {
  await wroteIn2026()
  await real.at('2032-03-04T12:00:00Z')
  const engine = { ...real.engine, settings: { ...real.engine.settings, PURGE_PAGE: 2 } }
  const running: Running[] = [await ticksWorker(engine), purgeWorker(engine)]
  await engine.enqueuer.enqueueTick('purge')
  await until(async () => (await real.db.query('select 1 from sealed where value is not null')).length === 0)
  await until(
    async () => (await real.db.query('select 1 from person where retention_on is not null')).length === 3,
  )
  expect(await real.db.query('select 1 from audit where what = $1', ['purge'])).toHaveLength(2)
  await Promise.all(running.map((one) => one.stop(5)))
})

test('a run of the timetable that waits in Redis takes nothing once its tick was taken out', async () => {
  await real.at('2026-03-02T12:00:00Z')
  const { engine } = real
  const { ticks, purge } = engine.queues.byName
  const { schedules } = await engine.config.active()
  expect(schedules.ticks.ticks.map(({ tick }) => tick)).not.toContain('purge')
  await ticks.upsertJobScheduler('tick-purge', { every: 3_600_000 }, { name: 'purge', data: {} })
  const [first] = await ticks.getJobs(['waiting', 'delayed'])
  expect(first?.name).toBe('purge')
  const running = await ticksWorker(engine)
  await until(async () => (await ticks.getJob(first?.id ?? ''))?.finishedOn !== undefined)
  await until(async () => (await ticks.getJobCountByTypes('waiting', 'active')) === 0)
  await running.stop(5)
  expect(await purge.getJobCountByTypes('waiting', 'delayed', 'active', 'completed')).toBe(0)
})

test('the worker does not start without the owner of the tables', () => {
  const settings = { ...real.engine.settings, DATABASE_OWNER_URL: undefined }
  expect(() => purgeWorker({ ...real.engine, settings })).toThrow(/no_owner_url/)
})

test('what was staged by runs that ended or died goes, what is being merged stays; old callbacks too', async () => {
  await real.db.query(
    `insert into import_run (kind, file, started_at, ended_at) overriding system value
     values ('facts', 'done', now(), now()), ('facts', 'killed', now() - interval '2 days', null), ('facts', 'running', now(), null)`,
  )
  await real.db.query(
    `insert into import_staging (run_id, first_line, facts, said, told, accounts, debtors)
     select id, 1, '[]', '[]', array[]::text[], array[]::text[], array[]::text[]
     from (select id from import_run union all select 99) r`,
  )
  await real.db.query(
    `insert into callback_seen values ('sms', 'old', now() - interval '31 days'), ('sms', 'new', now() - interval '29 days')`,
  )
  expect(await purgeRaw({ store: retentionStore(owner), config: real.engine.config })).toEqual({
    staged: 3,
    callbacks: 1,
    texts: 0,
    laws: 0,
  })
  expect(
    await real.db.query('select file from import_staging s join import_run r on r.id = s.run_id'),
  ).toEqual([{ file: 'running' }])
})
