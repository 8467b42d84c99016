import type { ContentHash } from '../../../core/base/id.ts'
import { type Problem, ProblemError } from '../../../core/base/problem.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import type { DialerFile } from '../../../core/model/dialer.ts'
import type { Template } from '../../../core/model/template.ts'
import { contentHash } from '../../config/content-hash.ts'
import { parseSchedules } from '../../config/stored.ts'
import { followDebtPolicies } from './debt-policy.ts'
import { refuseMissingDialers } from './dialers-in-use.ts'
import { refuseMissingTexts } from './pinned.ts'
import { instantOf } from '../base/instant.ts'
import { noteAudit } from '../base/audit.ts'
import { json } from '../base/cell.ts'
import type { Database, Sql, SqlTransaction } from '../base/database.ts'
import { anyJson, fieldsIn, listIn } from '../base/read-json.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { askForTick } from '../watch/tick-run.ts'
import { followLaw } from './follow-law.ts'

export interface PublishedVersion {
  id: number
  hash: ContentHash
  publishedAt: Instant
  publishedBy: string
  note: string | null
  active: boolean
}

/** A text, and the channel that it is for. */
type TextOf = Pick<Template, 'template' | 'channel'>

export interface Publication {
  schedules: Schedules
  hash: ContentHash
  by: string
  note?: string
}

const STORE = plainStatement({
  name: 'config-store',
  once: true,
  text: `
    insert into config_version (hash, content, published_at, published_by, note)
    values ($1, $2, ${instantOf('$3')}, $4, $5) returning id`,
  row: { id: 'int8' },
})

const ACTIVE = plainStatement({
  name: 'config-active-content',
  once: true,
  text: 'select content from config_version where active',
  row: { content: json(anyJson) },
})

const CONTENT = plainStatement({
  name: 'config-content',
  once: true,
  text: 'select content from config_version where id = $1',
  row: { content: json(anyJson) },
})

const TEMPLATES = plainStatement({
  name: 'config-templates',
  once: true,
  text: `select content -> 'templates' as templates from config_version where id = $1`,
  row: { templates: json(listIn(fieldsIn<TextOf>({ template: 'string', channel: 'string' }))) },
})

const DIALERS = plainStatement({
  name: 'config-dialers',
  once: true,
  text: `select coalesce(content -> 'dialers', '[]') as dialers from config_version where id = $1`,
  row: { dialers: json(listIn(fieldsIn<Pick<DialerFile, 'dialer'>>({ dialer: 'string' }))) },
})

const VERSIONS = statement<PublishedVersion>({
  name: 'config-versions',
  once: true,
  text: `
    select id, hash, published_at as "publishedAt", published_by as "publishedBy", note, active
    from config_version order by id desc`,
  row: {
    id: 'int8',
    hash: 'text',
    publishedAt: 'timestamptz',
    publishedBy: 'text',
    note: 'text?',
    active: 'bool',
  },
})

/** The schedules become the active version, which the next page of every worker feels; the same content again changes nothing. */
export async function publishSchedules(
  db: Database,
  { schedules, hash, by, note }: Publication,
): Promise<{ version: PublishedVersion; changed: boolean }> {
  const before = await activeSchedules(db)
  const published = await db.transaction(async (tx) => {
    await lockVersions(tx)
    const active = (await versions(tx)).find((one) => one.active)
    if (active?.hash === hash) return { version: active, changed: false }
    await refuseMissingTexts(tx, schedules.templates)
    await refuseMissingDialers(tx, schedules.dialers ?? [])
    await insertContent(tx, schedules)
    const { id } = await askOne(tx, STORE, [hash, JSON.stringify(schedules), tx.now, by, note ?? null])
    await followDebtPolicies(tx, schedules)
    return { version: await activate(tx, id, { by, what: 'publish' }), changed: true }
  })
  if (published.changed && before) await followLaw(db, before, schedules)
  return published
}

/** An earlier version becomes the active one again. */
export async function rollbackSchedules(db: Database, id: number, by: string): Promise<PublishedVersion> {
  const before = await activeSchedules(db)
  const version = await db.transaction(async (tx) => {
    await lockVersions(tx)
    const known = await versions(tx)
    if (!known.some((one) => one.id === id)) throw new ProblemError([unknownVersion(id, known)])
    await refuseMissingTexts(tx, await templatesOf(tx, id))
    await refuseMissingDialers(tx, await dialersIn(tx, id))
    await followDebtPolicies(tx, await schedulesOfVersion(tx, id))
    return activate(tx, id, { by, what: 'rollback' })
  })
  if (before) await followLaw(db, before, await schedulesOfVersion(db, id))
  return version
}

/** What holds now; null before the first version. */
async function activeSchedules(db: Database): Promise<Schedules | null> {
  const [row] = await ask(db, ACTIVE)
  return row ? parseSchedules(row.content) : null
}

/** All versions, the latest first. */
export async function publishedVersions(db: Database): Promise<PublishedVersion[]> {
  return versions(db)
}

/** What a version says. */
export async function schedulesOfVersion(db: Sql, id: number): Promise<Schedules> {
  const [row] = await ask(db, CONTENT, [id])
  if (!row) throw new ProblemError([unknownVersion(id, await versions(db))])
  return parseSchedules(row.content)
}

async function templatesOf(tx: SqlTransaction, id: number): Promise<TextOf[]> {
  const [row] = await ask(tx, TEMPLATES, [id])
  return row?.templates ?? []
}

async function dialersIn(tx: SqlTransaction, id: number): Promise<Pick<DialerFile, 'dialer'>[]> {
  const [row] = await ask(tx, DIALERS, [id])
  return row?.dialers ?? []
}

function unknownVersion(id: number, known: readonly PublishedVersion[]): Problem {
  const suggestion = `known: ${known.map((one) => one.id).join(', ') || 'none'}`
  return { code: 'unknown_version', message: `there is no version ${id}`, suggestion }
}

/** One publisher at a time. */
async function lockVersions(tx: SqlTransaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('config_version'))`)
}

async function versions(sql: Pick<Database, 'query'>): Promise<PublishedVersion[]> {
  return ask(sql, VERSIONS)
}

async function activate(
  tx: SqlTransaction,
  id: number,
  { by, what }: { by: string; what: string },
): Promise<PublishedVersion> {
  await tx.query('update config_version set active = false where active and id <> $1', [id])
  await tx.query('update config_version set active = true where id = $1', [id])
  // What is overdue, of what age figures are stale: another version may say otherwise.
  await askForTick(tx, 'detect')
  await noteAudit(tx, { who: by, what: `config.${what}`, detail: { version: id }, at: tx.now })
  const version = (await versions(tx)).find((one) => one.id === id)
  if (!version) throw new Error(`version ${id} is gone`)
  return version
}

/** Every part by its own hash: cases find the version that they are pinned to. */
async function insertContent(tx: SqlTransaction, schedules: Schedules): Promise<void> {
  const { strategies, packs, calendars, templates, wording, replies } = schedules
  const parts = [
    ...strategies.map((one) => ({ hash: one.hash, kind: 'strategy', name: one.strategy, content: one })),
    ...packs.map((one) => ({ hash: one.hash, kind: 'pack', name: one.pack, content: one })),
    ...calendars.map((one) => ({
      hash: contentHash(one),
      kind: 'calendar',
      name: one.calendar,
      content: one,
    })),
    ...templates.map((one) => {
      return { hash: one.hash, kind: 'template', name: `${one.locale}/${one.template}`, content: one }
    }),
    ...wording.map((one) => ({ hash: one.hash, kind: 'wording', name: one.locale, content: one })),
    ...replies.map((one) => ({ hash: one.hash, kind: 'replies', name: one.language, content: one })),
  ]
  await tx.query(
    `insert into config_content (hash, kind, name, content)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])
     on conflict (hash) do nothing`,
    [
      parts.map((one) => one.hash),
      parts.map((one) => one.kind),
      parts.map((one) => one.name),
      parts.map((one) => JSON.stringify(one.content)),
    ],
  )
}
