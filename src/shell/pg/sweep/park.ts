import type { PersonId } from '../../../core/base/id.ts'
import type { EngineWord } from '../../../core/model/task-word.ts'
import {
  type FaultyRow,
  type Loop,
  LOOPS,
  type ParkedKind,
  type ParkedRow,
  parkedWords,
  retryAfter,
} from '../../../core/base/parked.ts'
import { DAY_MS, type Instant } from '../../../core/base/time.ts'
import { NOBODY } from '../../../core/model/ledger.ts'
import type { ParkTx, RetryRow } from '../../../flow/ports/park.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'

/** Ids that a loop has put aside, for `<> all (...)`: an array that is read once per statement. `until` = only those whose time has not come, by that instant. */
export function aside(loop: Loop, kind: ParkedKind, until?: string): string {
  const waits = until === undefined ? '' : ` and retry_at > ${instantOf(until)}`
  return `array(select id::bigint from parked
    where loop = '${loop}' and kind = '${kind}' and cleared_at is null${waits})`
}

/** What was put aside and is mended is tried again at once, where the task about it is answered: `answered` = a relation with the person and id of tasks, `now` = an instant. */
export function retryAnswered(answered: string, now: string): string {
  return `update parked p set retry_at = ${now}, task_id = null from ${answered} s
    where coalesce(p.person_id, 0) = s.person_id and p.task_id = s.id and p.cleared_at is null`
}

/** Keys that are not there. */
const LOST_KEYS = `array(select id from parked where loop = 'key' and code = 'key_missing' and cleared_at is null)`

/** The condition under which a contact can be read: the loop has not put it aside just now, and it needs no value whose key is lost; `now` = a parameter in milliseconds. */
export function readable(
  { person, contact }: { person: string; contact: string },
  loop: Loop,
  now: string,
): string {
  return `${contact} <> all (${aside(loop, 'contact', now)})
    and (cardinality(${LOST_KEYS}) = 0 or not exists (
      select from contact lc join person lp on lp.id = lc.person_id
      left join contact_point lv on lv.person_id = lc.person_id and lv.id = lc.point_id
      where lc.person_id = ${person} and lc.id = ${contact}
        and (lp.name_sealed is not null and lp.key_id = any (${LOST_KEYS})
          or lv.value_sealed is not null and lv.key_id = any (${LOST_KEYS}))))`
}

export function parkTx(tx: SqlTransaction): Omit<ParkTx, 'now'> {
  return {
    park: (rows) => park(tx, rows),
    retriesDue: (loop, limit) => retriesDue(tx, loop, limit),
    unpark: (loop, ids) => unpark(tx, loop, ids),
  }
}

async function park(tx: SqlTransaction, rows: readonly FaultyRow[]): Promise<ParkedRow[]> {
  // Two workers that lose a value each of one key see each other's.
  await tx.query('lock table parked in share row exclusive mode')
  const parked: ParkedRow[] = []
  for (const row of rows) parked.push(await parkOne(tx, row))
  return parked
}

/** The row; or the key, where another value of it was lost before. Values of a key that is not there at all are found by its name. */
async function parkOne(tx: SqlTransaction, row: FaultyRow): Promise<ParkedRow> {
  if (row.keyId === null || row.loop === 'key' || !(await isLostAgain(tx, row, row.keyId)))
    return keep(tx, row)
  const key: FaultyRow = { ...row, loop: 'key', kind: 'key', id: row.keyId }
  const told = await keep(tx, key)
  if (row.code === 'key_missing') await fold(tx, row.keyId)
  else await keep(tx, row, { quietly: true })
  return told
}

const LOST = plainStatement({
  name: 'park-lost',
  once: true,
  text: `select exists (
       select from parked where key_id = $1 and cleared_at is null
         and (kind = 'key' or person_id is distinct from $2::bigint)) as lost`,
  row: { lost: 'bool' },
})

/** The lost value must be another person's: what two contacts to one person need is one value. */
async function isLostAgain(tx: SqlTransaction, { person }: FaultyRow, keyId: string): Promise<boolean> {
  const [row] = await ask(tx, LOST, [keyId, person])
  return row?.lost ?? false
}

interface KnownRow {
  attempts: number
  since: Instant
  task: number | null
  retryAt: Instant
  clearedAt: Instant | null
}

const KNOWN = statement<KnownRow>({
  name: 'park-known',
  once: true,
  text: `select attempts, since, task_id as task, retry_at as "retryAt", cleared_at as "clearedAt"
     from parked where loop = $1 and kind = $2 and id = $3`,
  row: {
    attempts: 'int4',
    since: 'timestamptz',
    task: 'int8?',
    retryAt: 'timestamptz',
    clearedAt: 'timestamptz?',
  },
})

/** `quietly`: its key is told instead of it. The caller holds the lock of the table. */
async function keep(tx: SqlTransaction, row: FaultyRow, { quietly = false } = {}): Promise<ParkedRow> {
  const [known] = await ask(tx, KNOWN, [row.loop, row.kind, row.id])
  const open = known?.clearedAt === null ? known : null
  // Whoever still had it in hand adds nothing to what is known.
  if (open && open.retryAt > tx.now)
    return { ...row, attempts: open.attempts, since: open.since, retryAt: open.retryAt, told: false }
  const isOld = known !== undefined && known.clearedAt !== null && known.clearedAt < tx.now - DAY_MS
  const attempts = known && !isOld ? known.attempts + 1 : 1
  const since = open?.since ?? tx.now
  const retryAt = tx.now + retryAfter(attempts)
  const task = open?.task ?? (quietly ? null : await askHuman(tx, row))
  await tx.query(KEEP, [
    row.loop,
    row.kind,
    row.id,
    row.person,
    row.account,
    row.keyId,
    row.code,
    attempts,
    since,
    retryAt,
    task,
  ])
  return { ...row, attempts, since, retryAt, told: !quietly }
}

const KEEP = `
  insert into parked (loop, kind, id, person_id, account_id, key_id, code, attempts, since, retry_at, task_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, ${instantOf('$9')}, ${instantOf('$10')}, $11)
  on conflict (loop, kind, id) do update set
    person_id = excluded.person_id, account_id = excluded.account_id, key_id = excluded.key_id,
    code = excluded.code, attempts = excluded.attempts, since = excluded.since,
    retry_at = excluded.retry_at, task_id = excluded.task_id, cleared_at = null`

const ASK = plainStatement({
  name: 'park-ask',
  once: true,
  text: `with asked as (
       insert into human_task (person_id, account_id, kind, reason, role, due, created_at)
       values ($1, $2, $6, $3, $4, ${instantOf('$5')}, ${instantOf('$5')})
       on conflict do nothing returning id)
     select id from asked
     union all
     select id from human_task
     where person_id = $1 and account_id is not distinct from $2 and kind = $6 and reason = $3
       and resolved_at is null
     limit 1`,
  row: { id: 'int8' },
})

/** What belongs to no person, such as a creditor, is asked of nobody in particular. */
async function askHuman(tx: SqlTransaction, row: FaultyRow): Promise<number | null> {
  const words = parkedWords(row)
  const params = [
    row.person ?? NOBODY,
    row.account,
    words,
    LOOPS[row.loop],
    tx.now,
    ASKED_BY_STORE.parked.kind,
  ]
  const [asked] = await ask(tx, ASK, params)
  return asked?.id ?? null
}

const FOLD = statement<Ended>({
  name: 'park-fold',
  once: true,
  text: `update parked set cleared_at = ${instantOf('$2')} where key_id = $1 and kind <> 'key' and cleared_at is null
     returning person_id as person, task_id as task`,
  row: { person: 'int8?', task: 'int8?' },
})

/** What was told of single values of the key is told by the key. */
async function fold(tx: SqlTransaction, keyId: string): Promise<void> {
  const rows = await ask(tx, FOLD, [keyId, tx.now])
  await answerParked(tx, rows, 'key')
}

export interface Ended {
  person: PersonId | null
  task: number | null
}

/** What was asked of humans about it is answered. */
export async function answerParked(
  tx: SqlTransaction,
  rows: readonly Ended[],
  resolution: EngineWord,
): Promise<void> {
  const asked = rows.filter(({ task }) => task !== null)
  if (asked.length === 0) return
  await tx.query(
    `update human_task t set resolved_at = ${instantOf('$3')}, resolution = $4
     from unnest($1::bigint[], $2::bigint[]) as u (person, id)
     where t.person_id = u.person and t.id = u.id and t.resolved_at is null`,
    [asked.map(({ person }) => person ?? NOBODY), asked.map(({ task }) => task), tx.now, resolution],
  )
}

const DUE = statement<RetryRow>({
  name: 'parked-due',
  text: `select id, person_id as person, account_id as account from parked
     where loop = $1 and cleared_at is null and retry_at <= (select business_now())
     order by retry_at, id limit $2`,
  row: { id: 'text', person: 'int8?', account: 'int8?' },
})

async function retriesDue(tx: SqlTransaction, loop: Loop, limit: number): Promise<RetryRow[]> {
  return ask(tx, DUE, [loop, limit])
}

const UNPARK = statement<Ended>({
  name: 'park-unpark',
  once: true,
  text: `update parked set cleared_at = ${instantOf('$3')}
     where loop = $1 and id = any($2::text[]) and cleared_at is null
     returning person_id as person, task_id as task`,
  row: { person: 'int8?', task: 'int8?' },
})

async function unpark(tx: SqlTransaction, loop: Loop, ids: readonly string[]): Promise<void> {
  const rows = await ask(tx, UNPARK, [loop, ids, tx.now])
  await answerParked(tx, rows, 'went_through')
}
