import { tmpdir } from 'node:os'
import type { AlarmName } from '../src/core/alarm/alarms.ts'
import { DialerSchema } from '../src/core/model/dialer.ts'
import { makeBook, payAll, tellBook } from './book.ts'
import type { Engine } from './engine.ts'
import { CALM } from './moods.ts'
import { publishCalendar, publishDialers, yearsUntil } from './published.ts'
import { withShiftedClock } from './shifted-clock.ts'
import { spoilOne } from './spoilt-row.ts'
import { forgetShut, untilShut } from './shut-provider.ts'

/** What an alarm is there to notice, done to an engine that works. */
export interface Planted {
  alarm: AlarmName
  /** The values of the alarm's labels, as it rings. */
  place: string
  about: string
  /** Others that the same fault makes ring, by its nature. */
  with?: readonly AlarmName[]
  /** The answer puts it right. */
  plant(engine: Engine): Promise<Mend>
}
type Mend = () => Promise<unknown>

/** Rows that another system, an old version or a hand in psql left. */
const bySql =
  (plant: string, mend: string): Planted['plant'] =>
  async ({ db }) => {
    await db.query(plant)
    return () => db.query(mend)
  }

const ONE_CASE = `id = (select max(id) from collection_case where closed_on is null)`
const ONE_ACCOUNT = `id = (select max(account_id) from collection_case where closed_on is null)`

/** It is handed no calls, and tells with a signature that nobody can check. */
const DIALER = DialerSchema.parse({
  dialer: 'planted',
  takes: { creditor: ['nobody'] },
  out: { directory: tmpdir() },
  tells: { secret: '{env.PROVIDER_PLANTED_SECRET}' },
})

export const PLANTED: readonly Planted[] = [
  {
    alarm: 'redis_down',
    place: '',
    about: 'Redis is stopped',
    plant: async ({ servers }) => {
      await servers.redis.stop()
      return () => servers.redis.start()
    },
  },
  {
    alarm: 'postgres_down',
    place: '',
    about: 'Postgres is stopped',
    plant: async ({ servers }) => {
      await servers.postgres.stop()
      return () => servers.postgres.start()
    },
  },
  {
    alarm: 'clock_skew',
    place: '',
    about: 'the API runs on a machine whose clock is two hours ahead',
    with: ['worker_away', 'worker_silent'],
    plant: async ({ workers }) => {
      const startAgain = await workers.end('api')
      const ahead = await workers.add('api', withShiftedClock(2))
      return async () => {
        await ahead.stop()
        await startAgain()
      }
    },
  },
  {
    alarm: 'webhook_parked',
    place: 'ledger',
    about: 'a subscription that is told nothing any more',
    plant: bySql(
      `insert into webhook (name, url, secret_sealed, key_id, position, parked_at, parked_why)
       values ('ledger', 'https://ledger.example.com', '', 'k', 0, now(), 'gone')`,
      `delete from webhook where name = 'ledger'`,
    ),
  },
  {
    alarm: 'webhook_away',
    place: 'ledger',
    about: 'a receiver has taken nothing for a quarter of an hour',
    plant: bySql(
      `insert into webhook (name, url, secret_sealed, key_id, position, failures, failed_why, nothing_since, retry_at)
       values ('ledger', 'https://ledger.example.com', '', 'k', 0, 7, 'http_503', now() - interval '15 minutes', now() + interval '1 day')`,
      `delete from webhook where name = 'ledger'`,
    ),
  },
  {
    alarm: 'feed_stale',
    place: 'acme',
    about: 'the figures of a creditor are too old',
    plant: bySql(
      `insert into creditor_feed (creditor, stale_on) values ('acme', current_date)
       on conflict (creditor) do update set stale_on = excluded.stale_on`,
      `update creditor_feed set stale_on = null`,
    ),
  },
  {
    alarm: 'calendar_ends',
    place: 'house',
    about: 'a calendar that is published knows no later year',
    plant: async (engine) => {
      await publishCalendar(engine, [2024, 2025])
      return () => publishCalendar(engine, yearsUntil(2100))
    },
  },
  {
    alarm: 'value_missing',
    place: 'api dialer planted PROVIDER_PLANTED_SECRET',
    about: 'a dialer is published whose secret the environment of no process has',
    plant: async (engine) => {
      await publishDialers(engine, [DIALER])
      return () => publishDialers(engine, [])
    },
  },
  {
    alarm: 'late_after_check',
    place: 'sms',
    about: 'a hundred and one sends were put back',
    plant: bySql(
      `update contact set late_checks = 101 where id = (select max(id) from contact where channel = 'sms')`,
      `update contact set late_checks = 0 where late_checks = 101`,
    ),
  },
  {
    alarm: 'stuck_cases',
    place: '',
    about: 'an open case that nobody looks at again',
    with: ['invariant_broken'],
    plant: bySql(
      `update collection_case set next_review_at = null, waits_for = null where ${ONE_CASE}`,
      `update collection_case set next_review_at = business_now() where closed_on is null and next_review_at is null`,
    ),
  },
  {
    alarm: 'invariant_broken',
    place: 'I6',
    about: 'an account that owes another sum than its bills and payments say',
    plant: bySql(
      `update account set past_due = past_due + 1000001 where ${ONE_ACCOUNT}`,
      `update account set past_due = past_due - 1000001 where past_due > 1000000`,
    ),
  },
  {
    alarm: 'rows_parked',
    place: 'decide person',
    about: 'a person in a zone that no country has',
    with: ['stuck_cases'],
    plant: spoilOne,
  },
  {
    alarm: 'retries_grow',
    place: 'sms',
    about: 'a provider that answers 429 to everything',
    plant: async ({ gateway, api }) => {
      await gateway.set({ moods: ['busy_429'], receipts: 0 })
      await tellBook(api, makeBook('busy', 10, 900_000), Date.now())
      return () => gateway.set(CALM)
    },
  },
  {
    alarm: 'provider_shut',
    place: 'sms gateway silent',
    about: 'a provider swallows what it is sent, and has done so for ten minutes',
    with: ['retries_grow'],
    plant: async ({ gateway, api, db }) => {
      await gateway.set({ moods: ['silence'], receipts: 0 })
      await tellBook(api, makeBook('swallowed', 30, 1_200_000), Date.now())
      await untilShut(db)
      return async () => {
        await gateway.set(CALM)
        await forgetShut(db)
      }
    },
  },
  {
    alarm: 'worker_away',
    place: 'relay',
    about: 'relay is killed, and nobody starts it',
    with: ['tick_late', 'worker_silent'],
    plant: ({ workers }) => workers.end('relay'),
  },
  {
    alarm: 'worker_silent',
    place: 'decide',
    about: 'decide is killed while payments come, and nobody starts it',
    with: ['worker_away', 'tick_late'],
    plant: async ({ workers, api }) => {
      const startAgain = await workers.end('decide')
      await payAll(api, makeBook('healthy', 30, 0))
      return startAgain
    },
  },
  {
    alarm: 'work_overdue',
    place: 'decide',
    about: 'decide is killed, and a review has been due for 61 minutes',
    with: ['worker_away', 'worker_silent', 'tick_late', 'invariant_broken'],
    plant: async ({ workers, db }) => {
      const startAgain = await workers.end('decide')
      await db.query(
        `update collection_case set next_review_at = business_now() - interval '61 minutes' where ${ONE_CASE}`,
      )
      return startAgain
    },
  },
  {
    alarm: 'letters_waiting',
    place: 'planted',
    about: 'a letter waits for a print house that is none any more',
    plant: bySql(
      `insert into letter (person_id, contact_id, reference, provider, paper, pages, sha256, pdf_sealed, key_id, written_at)
       select person_id, id, gen_random_uuid(), 'planted', 'A4', 1, '', '\\x00', 'k', business_now() - interval '2 hours'
       from contact limit 1`,
      `delete from letter where provider = 'planted'`,
    ),
  },
  {
    alarm: 'dialer_takes_nothing',
    place: 'planted',
    about: 'a dialer has taken none of its lists for a quarter of an hour',
    plant: bySql(
      `insert into dialer_list (dialer, day, number, name, state, lease_token, made_at) select 'planted', '2026-01-01', m, m,
         'dropped', gen_random_uuid(), business_now() - make_interval(mins => m) from unnest('{16,1}'::int[]) as m`,
      `update dialer_list set state = 'out' where dialer = 'planted'`,
    ),
  },
  {
    alarm: 'tick_late',
    place: 'sweep',
    about: 'ticks is killed, and nobody starts it',
    with: ['worker_away', 'worker_silent'],
    plant: ({ workers }) => workers.end('ticks'),
  },
]
