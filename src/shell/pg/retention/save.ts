import type { PersonId } from '../../../core/base/id.ts'
import type { Conflict } from '../../../core/retention/judge-person.ts'
import {
  type Erased,
  type Erasure,
  type RawCleared,
  type RetentionSave,
  UNREAD_DAYS,
} from '../../../flow/ports/retention.ts'
import { BYTES_OF_MARK } from '../feed/blocks.ts'
import { noteAudit } from '../base/audit.ts'
import { chainFacts } from '../base/chain-heads.ts'
import { instantOf } from '../base/instant.ts'
import { endLaws } from './law-end.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'

/** Callbacks are remembered so that one that comes again is not taken twice; by then none does. */
const CALLBACK_DAYS = 30

export async function saveRetention(tx: SqlTransaction, save: RetentionSave): Promise<void> {
  const { texts, forgotten, looks, conflicts } = save
  if (texts.length > 0) await emptyTexts(tx, texts)
  if (forgotten.length > 0) await forget(tx, forgotten)
  await tx.query(
    `update person p set retention_on = u.on_day from unnest($1::bigint[], $2::date[]) as u (id, on_day) where p.id = u.id`,
    [looks.map(({ person }) => person), looks.map(({ on }) => on)],
    'retention-looks',
  )
  if (conflicts.length > 0) await askHuman(tx, conflicts)
  if (texts.length + forgotten.length > 0)
    await noteAudit(tx, {
      who: save.by,
      what: 'purge',
      detail: { ...save.counts, persons: looks.length },
      at: tx.now,
    })
}

async function emptyTexts(tx: SqlTransaction, texts: RetentionSave['texts']): Promise<void> {
  await tx.query(
    `update sealed s set value = null, salt = null, erased_at = ${instantOf('$3')}
     from unnest($1::bigint[], $2::bigint[]) as u (person, id) where s.person_id = u.person and s.id = u.id`,
    [texts.map(({ person }) => person), texts.map(({ sealed }) => sealed), tx.now],
    'retention-texts',
  )
}

/** Whether a number is right is not known any more either: who comes back with it is known anew. */
async function forget(tx: SqlTransaction, persons: readonly PersonId[]): Promise<{ points: number }> {
  await tx.query(
    `update person set name_sealed = null, key_id = null, closed = '[]', closed_at = null, household_id = null
     where id = any($1)`,
    [persons],
    'retention-forget',
  )
  await tx.query(
    `update letter set pdf_sealed = null, key_id = null where person_id = any($1) and pdf_sealed is not null`,
    [persons],
    'retention-forget-letters',
  )
  await tx.query(
    `update dialer_list l set body_sealed = null, key_id = null
     where body_sealed is not null and exists (
       select from dialer_entry e where e.list_id = l.id and e.person_id = any($1))`,
    [persons],
    'retention-forget-dialers',
  )
  const points = await tx.query(
    `update contact_point set value_sealed = null, valid = false, valid_at = null,
       words = words || '{"deadAt": null, "aliveAt": null}'
     where person_id = any($1) and value_sealed is not null returning id`,
    [persons],
    'retention-forget-points',
  )
  return { points: points.length }
}

/** A conflict is asked about once: the words say which rules stand against each other, not the dates, which move. */
async function askHuman(tx: SqlTransaction, conflicts: readonly Conflict[]): Promise<void> {
  const { kind, role } = ASKED_BY_STORE.retention
  await tx.query(
    `insert into human_task (person_id, kind, reason, role, due, created_at)
     select u.person, $4, u.reason, $5, ${instantOf('$3')}, ${instantOf('$3')}
     from unnest($1::bigint[], $2::text[]) as u (person, reason)
     where not exists (select 1 from human_task t
       where t.person_id = u.person and t.kind = $4 and t.reason = u.reason)`,
    [conflicts.map(({ person }) => person), conflicts.map(conflictWords), tx.now, kind, role],
    'retention-tasks',
  )
}

export function conflictWords({ kind, destroy, keep }: Conflict): string {
  return `${kind}: ${destroy.rule} (${destroy.pack}) orders it destroyed while ${keep.rule} (${keep.pack}) keeps it`
}

/** Facts stay: their bodies name nobody, and their digests are keyed. */
export async function erasePerson(tx: SqlTransaction, { person, by, reason }: Erasure): Promise<Erased> {
  const [row] = await tx.query<{ named: boolean }>(
    'select name_sealed is not null as named from person where id = $1 for update',
    [person],
  )
  const texts = await tx.query(
    `update sealed set value = null, salt = null, erased_at = ${instantOf('$2')}
     where person_id = $1 and value is not null returning id`,
    [person, tx.now],
  )
  const { points } = await forget(tx, [person])
  await tx.query(
    `update human_task set resolved_at = ${instantOf('$2')}, resolution = 'erased'
     where person_id = $1 and resolved_at is null`,
    [person, tx.now],
  )
  await tx.query('update account set line_mark = null where person_id = $1', [person])
  await tx.query(`update person set erased_at = ${instantOf('$2')} where id = $1`, [person, tx.now])
  const erased = { texts: texts.length, points, name: row?.named === true }
  await chainFacts(tx, [
    {
      person,
      account: null,
      kind: 'person.erased',
      happenedAt: tx.now,
      source: 'engine',
      key: null,
      body: { by, reason },
      digest: null,
    },
  ])
  await noteAudit(tx, { who: by, what: 'person.erased', detail: { person, reason, ...erased }, at: tx.now })
  return erased
}

export async function clearRaw(tx: SqlTransaction, packs: readonly string[]): Promise<RawCleared> {
  const laws = await endLaws(tx, packs)
  const [row] = await tx.query<Omit<RawCleared, 'laws'>>(
    `with staged as (
       delete from import_staging s where not exists (
         select 1 from import_run r
         where r.id = s.run_id and r.ended_at is null and r.started_at > now() - interval '1 day')
       returning 1),
     kept as (
       delete from import_text t where not exists (
         select 1 from import_run r
         where r.id = t.run_id and r.ended_at is null and r.started_at > now() - interval '1 day')),
     seen as (
       delete from callback_seen where at < now() - interval '${CALLBACK_DAYS} days' returning 1),
     bodies as (
       delete from callback_body where at < now() - interval '${CALLBACK_DAYS} days'),
     over as (
       delete from account_block b where octet_length(b.marks) / ${BYTES_OF_MARK} <= (
         select count(*) from account_left l where l.block = b.id)
       returning id),
     gone as (
       delete from account_left l using over where l.block = over.id),
     texts as (
       update sealed s set value = null, salt = null, erased_at = ${instantOf('$1')}
       where s.person_id = 0 and s.value is not null
         and (s.created_at < ${instantOf('$1')} - interval '${UNREAD_DAYS} days' or not exists (
           select from human_task t
           where t.person_id = 0 and s.id in (t.sealed_id, t.sender_id) and t.resolved_at is null))
       returning 1)
     select (select count(*) from staged) as staged, (select count(*) from seen) as callbacks,
       (select count(*) from texts) as texts`,
    [tx.now],
  )
  return { staged: 0, callbacks: 0, texts: 0, ...row, laws }
}
