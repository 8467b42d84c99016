import type { Instant } from '../../../core/base/time.ts'
import { noteAudit } from '../base/audit.ts'
import type { Database, Sql } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

export interface Approval {
  id: number
  what: string
  /** What will be touched, in words without personal data. */
  touches: string[]
  size: number
  askedBy: string
  askedAt: Instant
  expiresAt: Instant
  decidedBy: string | null
  /** Null = nobody has decided yet. */
  granted: boolean | null
}

export interface Wanted {
  what: string
  /** The same for the same action on the same things. */
  digest: Buffer
  touches: readonly string[]
  size: number
  by: string
}

/** How long a second person has, and how long what was granted may be used: counted from when it was asked for. */
const HOURS = 24

const COLUMNS = `id, what, touches, size, asked_by as "askedBy", asked_at as "askedAt", expires_at as "expiresAt",
  decided_by as "decidedBy", granted`
const ROW = {
  id: 'int8',
  what: 'text',
  touches: 'text[]',
  size: 'int4',
  askedBy: 'text',
  askedAt: 'timestamptz',
  expiresAt: 'timestamptz',
  decidedBy: 'text?',
  granted: 'bool?',
} as const

const IN_FORCE = statement<Approval>({
  name: 'approvals-in-force',
  once: true,
  text: `select ${COLUMNS} from approval where used_at is null and expires_at > clock_timestamp() order by id`,
  row: ROW,
})

export const approvalsInForce = (db: Sql) => ask(db, IN_FORCE)

const SAME = statement<Approval>({
  name: 'approval-of-the-same',
  once: true,
  text: `
    select ${COLUMNS} from approval
    where digest = $1 and used_at is null and expires_at > clock_timestamp() order by id desc limit 1`,
  row: ROW,
})

export async function approvalOf(db: Sql, digest: Buffer): Promise<Approval | null> {
  return (await ask(db, SAME, [digest]))[0] ?? null
}

const WANT = statement<Approval>({
  name: 'approval-want',
  once: true,
  text: `
    insert into approval (what, digest, touches, size, asked_by, asked_at, expires_at)
    values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + interval '${HOURS} hours')
    returning ${COLUMNS}`,
  row: ROW,
})

export async function wantApproval(db: Database, wanted: Wanted): Promise<Approval> {
  const { what, digest, touches, size, by } = wanted
  return db.transaction(async (tx) => {
    const [made] = await ask(tx, WANT, [what, digest, [...touches], size, by])
    if (!made) throw new Error('what was asked for was not stored')
    const detail = { approval: made.id, what, size }
    await noteAudit(tx, { who: by, what: 'approval.asked', detail, at: 'machine' })
    return made
  })
}

/** One at a time for each person, so that two parts at once count together too. */
const LOCK_PERSON = plainStatement({
  name: 'approval-lock-person',
  once: true,
  text: `select pg_advisory_xact_lock(hashtext('second person'), hashtext($1))::text as locked`,
  row: { locked: 'text' },
})

/** What nobody was asked about is used up as it is stored, without a decision. */
const DONE_ALONE = plainStatement({
  name: 'approval-done-alone',
  once: true,
  text: `
    select coalesce(sum(size), 0)::int8 as size from approval
    where what = $1 and asked_by = $2 and decided_by is null and used_at > clock_timestamp() - make_interval(hours => $3::int)`,
  row: { size: 'int8' },
})

const NOTE_ALONE = plainStatement({
  name: 'approval-note-alone',
  once: true,
  text: `
    insert into approval (what, digest, touches, size, asked_by, asked_at, expires_at, used_at)
    values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp(), clock_timestamp()) returning id`,
  row: { id: 'int8' },
})

/** Null = it may be done alone, and is counted; otherwise what the same person did alone in these hours, to which this would be too much. */
export async function aloneOrNot(
  db: Database,
  { what, digest, touches, size, by }: Wanted,
  { above, hours }: { above: number; hours: number },
): Promise<number | null> {
  return db.transaction(async (tx) => {
    await ask(tx, LOCK_PERSON, [by])
    const [sofar] = await ask(tx, DONE_ALONE, [what, by, hours])
    if ((sofar?.size ?? 0) + size > above) return sofar?.size ?? 0
    if (size > 0) await ask(tx, NOTE_ALONE, [what, digest, [...touches], size, by])
    return null
  })
}

const DECIDE = statement<Approval>({
  name: 'approval-decide',
  once: true,
  text: `
    update approval set decided_by = $2, decided_at = clock_timestamp(), granted = $3
    where id = $1 and decided_by is null and asked_by <> $2 and used_at is null and expires_at > clock_timestamp()
    returning ${COLUMNS}`,
  row: ROW,
})

const BY_ID = plainStatement({
  name: 'approval-by-id',
  once: true,
  text: `
    select asked_by as "askedBy", decided_by as "decidedBy", expires_at <= clock_timestamp() as expired
    from approval where id = $1`,
  row: { askedBy: 'text', decidedBy: 'text?', expired: 'bool' },
})

export type Decided =
  | { ok: true; approval: Approval }
  | { ok: false; why: 'unknown' | 'own' | 'decided' | 'expired' }

/** Nobody decides what they asked for themselves, and nobody decides twice. */
export async function decideApproval(
  db: Database,
  { id, by, granted }: { id: number; by: string; granted: boolean },
): Promise<Decided> {
  return db.transaction(async (tx) => {
    const [approval] = await ask(tx, DECIDE, [id, by, granted])
    if (!approval) return { ok: false, why: await whyNot(tx, id, by) }
    const detail = { approval: id, what: approval.what }
    await noteAudit(tx, {
      who: by,
      what: granted ? 'approval.granted' : 'approval.refused',
      detail,
      at: 'machine',
    })
    return { ok: true, approval }
  })
}

async function whyNot(tx: Sql, id: number, by: string): Promise<'unknown' | 'own' | 'decided' | 'expired'> {
  const [row] = await ask(tx, BY_ID, [id])
  if (!row) return 'unknown'
  if (row.decidedBy !== null) return 'decided'
  if (row.expired) return 'expired'
  return row.askedBy === by ? 'own' : 'unknown'
}

const USE = plainStatement({
  name: 'approval-use',
  once: true,
  text: `
    update approval set used_at = clock_timestamp()
    where id = $1 and granted and used_at is null and expires_at > clock_timestamp() returning id`,
  row: { id: 'int8' },
})

/** It is used once; false = somebody else was first. */
export async function useApproval(db: Database, id: number, by: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const used = await ask(tx, USE, [id])
    if (used.length > 0)
      await noteAudit(tx, { who: by, what: 'approval.used', detail: { approval: id }, at: 'machine' })
    return used.length > 0
  })
}
