import { noteAudit } from '../base/audit.ts'
import type { Database, Sql, SqlTransaction } from '../base/database.ts'
import { ask, plainStatement, type Statement } from '../base/statement.ts'

export interface Sealed {
  value: Buffer
  keyId: string
}

/** Every kind is told where none is named. */
export interface Subscription {
  name: string
  url: string
  kinds: string[]
  bodies: boolean
}

const LINE = {
  name: 'text',
  url: 'text',
  kinds: 'text[]',
  bodies: 'bool',
  position: 'int8',
  last: 'int8',
  failures: 'int4',
  failedWhy: 'text?',
  retryAt: 'timestamptz?',
  late: 'int8',
  parked: 'int8',
  parkedAt: 'timestamptz?',
  parkedWhy: 'text?',
  createdAt: 'timestamptz',
} as const

const LIST = plainStatement({
  name: 'webhooks-list',
  once: true,
  text: `select w.name, w.url, w.kinds, w.bodies, w.position, coalesce(pg_sequence_last_value('fact_id_seq'), 0) as last, w.failures,
      coalesce(w.failed_why, (select l.code from webhook_late l where l.webhook_id = w.id and l.code is not null
        order by l.retry_at desc limit 1)) as "failedWhy",
      case when w.parked_at is null and w.retry_at > clock_timestamp() then w.retry_at end as "retryAt",
      (select count(*) from webhook_late l where l.webhook_id = w.id and l.parked_at is null) as late,
      (select count(*) from webhook_late l where l.webhook_id = w.id and l.parked_at is not null) as parked,
      w.parked_at as "parkedAt", w.parked_why as "parkedWhy", w.created_at as "createdAt"
    from webhook w order by w.name`,
  row: LINE,
})

export type SubscriptionRow = typeof LIST extends Statement<infer Row> ? Row : never

export function listSubscriptions(db: Sql): Promise<SubscriptionRow[]> {
  return ask(db, LIST)
}

const ADD = plainStatement({
  name: 'webhook-add',
  once: true,
  text: `insert into webhook (name, url, kinds, bodies, secret_sealed, key_id, position)
    values ($1, $2, $3::text[], $4, $5, $6, coalesce($7::int8, pg_sequence_last_value('fact_id_seq'), 0))
    on conflict (name) do nothing returning id`,
  row: { id: 'int8' },
})

/** The first event that is told is the next one, or that after `from`. False = the name is taken. */
export function addSubscription(
  db: Database,
  made: Subscription & { secret: Sealed; from: number | null; who: string },
): Promise<boolean> {
  const { name, url, kinds, bodies, secret, from, who } = made
  return noted(db, { who, what: 'webhook.added', detail: { name, kinds, bodies } }, (tx) =>
    ask(tx, ADD, [name, url, kinds, bodies, secret.value, secret.keyId, from]),
  )
}

const REMOVE = plainStatement({
  name: 'webhook-remove',
  once: true,
  text: 'delete from webhook where name = $1 returning id',
  row: { id: 'int8' },
})

/** False where there is no such subscription, here and below. */
export function removeSubscription(db: Database, name: string, who: string): Promise<boolean> {
  return noted(db, { who, what: 'webhook.removed', detail: { name } }, (tx) => ask(tx, REMOVE, [name]))
}

/** So many secrets before sign beside the one in force: all signatures stand in one header, and receivers refuse a long one. */
export const BEFORE_SIGN = 5

/** Those that sign no more although their day is not over, with the one that this rotation puts out. */
const ROTATE = plainStatement({
  name: 'webhook-rotate',
  once: true,
  text: `update webhook set before_sealed = secret_sealed, before_key_id = key_id,
      before_until = clock_timestamp() + make_interval(secs => $4::float8), secret_sealed = $2, key_id = $3
    where name = $1 returning id, (select count(*) from webhook_secret_before b where b.webhook_id = webhook.id
      and b.until > clock_timestamp()) + 1 - ${BEFORE_SIGN} as silenced`,
  row: { id: 'int8', silenced: 'int8' },
})

/** The secret before signs too for so many seconds more, also where it is rotated a few times more meanwhile. The answer is how many sign no more although their time is not over; null = there is no such subscription. */
export async function rotateSecret(
  db: Database,
  { name, secret, seconds, who }: { name: string; secret: Sealed; seconds: number; who: string },
): Promise<number | null> {
  let silenced = 0
  const note = { who, what: 'webhook.rotated', detail: { name } }
  const done = await noted(db, note, async (tx) => {
    const rows = await ask(tx, ROTATE, [name, secret.value, secret.keyId, seconds])
    silenced = Math.max(0, rows[0]?.silenced ?? 0)
    return rows
  })
  return done ? silenced : null
}

const FORGET = plainStatement({
  name: 'webhook-forget-secrets',
  text: `with ended as (delete from webhook_secret_before where until <= clock_timestamp())
    update webhook set before_sealed = null, before_key_id = null, before_until = null where before_until <= clock_timestamp()`,
  row: {},
})

/** Secrets that sign no more are of no use to anybody. */
export async function forgetSecrets(db: Sql): Promise<void> {
  await ask(db, FORGET)
}

const REPLAY = plainStatement({
  name: 'webhook-replay',
  once: true,
  text: `with again as (
      update webhook set position = coalesce($2::int8, position), failures = 0, retry_at = clock_timestamp(), parked_at = null,
        parked_why = null, failed_why = null, nothing_since = null, lease_token = null, lease_until = null where name = $1 returning id),
    dropped as (delete from webhook_late l using again w where l.webhook_id = w.id and l.event_id > $2::int8),
    freed as (update webhook_late l set parked_at = null, attempts = 0, retry_at = clock_timestamp()
      from again w where l.webhook_id = w.id and (l.event_id <= $2::int8 or $2::int8 is null))
    select id from again`,
  row: { id: 'int8' },
})

/** Everything after the position is told again, under the same ids; without one, what was given up is tried anew. */
export function replayFrom(
  db: Database,
  { name, from, who }: { name: string; from: number | null; who: string },
): Promise<boolean> {
  const what = from === null ? 'webhook.resumed' : 'webhook.replayed'
  return noted(db, { who, what, detail: { name, from } }, (tx) => ask(tx, REPLAY, [name, from]))
}

async function noted(
  db: Database,
  note: { who: string; what: string; detail: Record<string, unknown> },
  work: (tx: SqlTransaction) => Promise<unknown[]>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const done = await work(tx)
    if (done.length > 0) await noteAudit(tx, { ...note, at: 'machine' })
    return done.length > 0
  })
}

const PARKED = plainStatement({
  name: 'webhooks-parked',
  once: true,
  text: `select w.name, w.parked_why as why, (select count(*) from webhook_late l
      where l.webhook_id = w.id and l.parked_at is not null) as events
    from webhook w where w.parked_at is not null
      or exists (select from webhook_late l where l.webhook_id = w.id and l.parked_at is not null)
    order by w.name`,
  row: { name: 'text', why: 'text?', events: 'int8' },
})

/** Subscriptions that were given up, as a whole (`why`) or for some events. */
export function parkedSubscriptions(
  db: Sql,
): Promise<{ name: string; why: string | null; events: number }[]> {
  return ask(db, PARKED)
}

/** A receiver that takes nothing and says so, or refuses what is told of two debtors or more: what is told of one alone may be at fault itself. */
const AWAY = plainStatement({
  name: 'webhooks-away',
  once: true,
  text: `select w.name, extract(epoch from clock_timestamp() - w.nothing_since)::float8 as seconds from webhook w
    where w.parked_at is null and w.nothing_since <= clock_timestamp() and (w.failed_why is not null
      or (select count(distinct l.person_id) from webhook_late l where l.webhook_id = w.id and l.parked_at is null) > 1)
    order by w.name`,
  row: { name: 'text', seconds: 'float8' },
})

/** Subscriptions that are told nothing now although something waits for them, and that were not given up. */
export function awaySubscriptions(db: Sql): Promise<{ name: string; seconds: number }[]> {
  return ask(db, AWAY)
}
