import { randomUUID } from 'node:crypto'
import { json } from '../base/cell.ts'
import type { Database, Sql } from '../base/database.ts'
import { fieldsIn, listIn } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'
import { BEFORE_SIGN, type Sealed, type Subscription } from './subscription.ts'

/** A subscription in the hands of one process. */
export interface Leased extends Subscription {
  id: number
  token: string
  position: number
  failures: number
  /** The secret in force, and those before it that still sign; the newest first. */
  secrets: Sealed[]
}

const DUE = plainStatement({
  name: 'webhooks-due',
  text: `select id from webhook where parked_at is null and retry_at <= clock_timestamp()
    and (lease_until is null or lease_until < clock_timestamp()) order by id`,
  row: { id: 'int8' },
})

export async function dueSubscriptions(db: Sql): Promise<number[]> {
  return (await ask(db, DUE)).map(({ id }) => id)
}

/** The last secret before stands in the subscription too; a rotation that is committed while the lease is taken is seen there alone. */
const LEASE = plainStatement({
  name: 'webhook-lease',
  text: `update webhook w set lease_token = $2::uuid, lease_until = clock_timestamp() + make_interval(secs => $3::float8)
    where id = $1 and parked_at is null and retry_at <= clock_timestamp()
      and (lease_until is null or lease_until < clock_timestamp())
    returning id, name, url, kinds, bodies, position, failures, secret_sealed as secret, key_id as "keyId",
      (select coalesce(jsonb_agg(jsonb_build_object('hex', encode(b.sealed, 'hex'), 'keyId', b.key_id) order by b.until desc), '[]') from (
        select * from (select sealed, key_id, until from webhook_secret_before where webhook_id = w.id
          union select w.before_sealed, w.before_key_id, w.before_until) every
        where until > clock_timestamp() order by until desc limit ${BEFORE_SIGN}) b) as before`,
  row: {
    id: 'int8',
    name: 'text',
    url: 'text',
    kinds: 'text[]',
    bodies: 'bool',
    position: 'int8',
    failures: 'int4',
    secret: 'bytea',
    keyId: 'text',
    before: json(listIn(fieldsIn<{ hex: string; keyId: string }>({ hex: 'string', keyId: 'string' }))),
  },
})

/** Null = another process has it. */
export async function lease(db: Sql, id: number, seconds: number): Promise<Leased | null> {
  const token = randomUUID()
  const [row] = await ask(db, LEASE, [id, token, seconds])
  if (!row) return null
  const { secret, keyId, before, ...leased } = row
  const past = before.map(({ hex, ...sealed }) => ({ ...sealed, value: Buffer.from(hex, 'hex') }))
  return { ...leased, token, secrets: [{ value: secret, keyId }, ...past] }
}

const RENEW = plainStatement({
  name: 'webhook-renew',
  text: `update webhook set lease_until = clock_timestamp() + make_interval(secs => $3::float8)
    where id = $1 and lease_token = $2::uuid returning id`,
  row: { id: 'int8' },
})

/** False = another process has it now. */
export async function renewLease(db: Sql, { id, token }: Leased, seconds: number): Promise<boolean> {
  return (await ask(db, RENEW, [id, token, seconds])).length > 0
}

export interface LateEvent {
  person: number
  event: number
  attempts: number
}

const LATE = plainStatement({
  name: 'webhook-late',
  text: `select l.person_id as person, l.event_id as event, l.attempts from webhook_late l
    where l.webhook_id = $1 and l.parked_at is null and l.person_id in (
      select h.person_id from (select distinct on (person_id) person_id, retry_at from webhook_late
        where webhook_id = $1 and parked_at is null order by person_id, event_id) h
      where h.retry_at <= clock_timestamp() order by h.person_id limit $2)
    order by l.person_id, l.event_id limit $3`,
  row: { person: 'int8', event: 'int8', attempts: 'int4' },
})

/** What waits behind an event whose turn has come again. */
export function lateEvents(db: Sql, { id }: Leased, persons: number, limit: number): Promise<LateEvent[]> {
  return ask(db, LATE, [id, persons, limit])
}

const WAITING = plainStatement({
  name: 'webhook-waiting',
  text: 'select distinct person_id as person from webhook_late where webhook_id = $1 and parked_at is null and person_id = any($2::int8[])',
  row: { person: 'int8' },
})

/** Those of the persons of whom something is late: what comes later waits behind it. */
export async function waitingAmong(
  db: Sql,
  { id }: Leased,
  persons: readonly number[],
): Promise<Set<number>> {
  return new Set((await ask(db, WAITING, [id, persons])).map(({ person }) => person))
}

/** An event that was not told: when it is tried again, or why it is given up. */
export interface Untold extends LateEvent {
  seconds: number
  code: string | null
  parked: boolean
}

/** What came of a turn. */
export interface Turned {
  position: number
  /** Late events that were told after all. */
  told: readonly LateEvent[]
  untold: readonly Untold[]
  /** Everybody's failures in a row, and how long nothing is tried. */
  failures: number
  pause: number
  /** What the receiver answered that takes nothing, or wants a pause. */
  failedWhy: string | null
  /** Whether it took anything; null = it was asked about nothing. */
  took: boolean | null
  /** Why nothing is tried any more until somebody says so. */
  parked: string | null
}

const MOVE = plainStatement({
  name: 'webhook-move',
  text: `update webhook set position = $3, failures = $4, retry_at = clock_timestamp() + make_interval(secs => $5::float8),
      parked_at = case when $6::text is not null then clock_timestamp() end, parked_why = $6, failed_why = $7, lease_token = null, lease_until = null,
      nothing_since = case when $8::bool then clock_timestamp() when not $8::bool then coalesce(nothing_since, clock_timestamp())
        when exists (select from webhook_late l where l.webhook_id = $1 and l.parked_at is null) then nothing_since end
    where id = $1 and lease_token = $2::uuid returning id`,
  row: { id: 'int8' },
})
const TOLD = plainStatement({
  name: 'webhook-told',
  text: `delete from webhook_late l using unnest($2::int8[], $3::int8[]) as u (person, event)
    where l.webhook_id = $1 and l.person_id = u.person and l.event_id = u.event`,
  row: {},
})
const UNTOLD = plainStatement({
  name: 'webhook-untold',
  text: `insert into webhook_late (webhook_id, person_id, event_id, attempts, retry_at, code, parked_at)
    select $1, u.person, u.event, u.attempts, clock_timestamp() + make_interval(secs => u.seconds), u.code,
      case when u.parked then clock_timestamp() end
    from unnest($2::int8[], $3::int8[], $4::int4[], $5::float8[], $6::text[], $7::bool[])
      as u (person, event, attempts, seconds, code, parked)
    on conflict (webhook_id, person_id, event_id) do update set attempts = excluded.attempts, retry_at = excluded.retry_at,
      code = excluded.code, parked_at = excluded.parked_at`,
  row: {},
})

/** The turn is over, and the lease with it; false = another process has had it since, and nothing is written. */
export function endTurn(db: Database, leased: Leased, turned: Turned): Promise<boolean> {
  const { position, told, untold, failures, pause, parked, failedWhy, took } = turned
  return db.transaction(async (tx) => {
    const moved = await ask(tx, MOVE, [
      leased.id,
      leased.token,
      position,
      failures,
      pause,
      parked,
      failedWhy,
      took,
    ])
    if (moved.length === 0) return false
    const keys = (rows: readonly LateEvent[]) => [rows.map((one) => one.person), rows.map((one) => one.event)]
    if (told.length > 0) await ask(tx, TOLD, [leased.id, ...keys(told)])
    if (untold.length > 0)
      await ask(tx, UNTOLD, [
        leased.id,
        ...keys(untold),
        untold.map((one) => one.attempts),
        untold.map((one) => one.seconds),
        untold.map((one) => one.code),
        untold.map((one) => one.parked),
      ])
    return true
  })
}

const PURGE = plainStatement({
  name: 'webhook-purge',
  text: `delete from task_event where at < business_now() - make_interval(days => $1::int4)`,
  row: {},
})

/** Events of tasks are kept for a while, so that they can be told again. */
export async function forgetTaskEvents(db: Sql, days: number): Promise<void> {
  await ask(db, PURGE, [days])
}
