import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { ProblemError } from '../../../core/base/problem.ts'
import { grantServices } from './grants.ts'
import type { Sql } from './database.ts'
import { applied, noteEnding, refuseBesideOlder, refuseEnded, refuseNewer } from './schema-version.ts'

export interface MigrateOptions {
  ownerUrl: string
  /** What the workers connect as: the role is made where it is missing, and gets its grants anew after each run. */
  engineUrl: string
  /** Roles of their own for the API and the board; without them, the engine's is theirs. */
  apiUrl?: string | undefined
  boardUrl?: string | undefined
  folder?: string
  /** It is told each file before it is applied: one may take long. */
  begin?: (name: string) => void
}

interface Migration {
  name: string
  text: string
  digest: string
}

const FOLDER = fileURLToPath(new URL('../migrations/', import.meta.url))
const LOCK = 4_741_550

/** The files of migrations/*.sql that are missing are applied in order, each in one transaction, by one process at a time; the answer is their names. */
export async function migrate({
  ownerUrl,
  engineUrl,
  apiUrl,
  boardUrl,
  folder = FOLDER,
  begin = () => {},
}: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'arrears migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const applied = await applyMissing(client, readMigrations(folder), begin)
    await grantServices(client, { engine: engineUrl, api: apiUrl, board: boardUrl })
    return applied
  } finally {
    await client.end()
  }
}

/** Names of migrations that the database lacks; a worker refuses to start on an older schema, and on a later one that ended its version. */
export async function missingMigrations(sql: Sql, folder = FOLDER): Promise<string[]> {
  const done = await applied(sql).catch((error: { code?: string }) => {
    if (error.code === '42P01') return []
    throw error
  })
  const known = migrationNames(folder)
  refuseEnded(done, known)
  const names = new Set(done.map((row) => row.name))
  return known.filter((name) => !names.has(name))
}

function migrationNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
}

function readMigrations(folder: string): Migration[] {
  return migrationNames(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return { name, text, digest: createHash('sha256').update(text).digest('hex') }
  })
}

async function applyMissing(
  client: pg.Client,
  migrations: Migration[],
  begin: (name: string) => void,
): Promise<string[]> {
  await client.query(
    'create table if not exists schema_migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
  )
  await client.query(
    'alter table schema_migration add column if not exists ends_older boolean not null default false',
  )
  const known = migrations.map(({ name }) => name)
  const sql = askedOf(client)
  await refuseNewer(sql, known)
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from schema_migration',
  )
  const digests = new Map(rows.map((row) => [row.name, row.digest]))
  const missing = known.filter((name) => !digests.has(name))
  if (digests.size > 0) await refuseBesideOlder(sql, missing)
  const done: string[] = []
  for (const migration of migrations) {
    const digest = digests.get(migration.name)
    if (digest === undefined) {
      begin(migration.name)
      await applyOne(client, migration)
      done.push(migration.name)
    } else if (digest !== migration.digest) {
      throw new ProblemError([
        {
          code: 'migration_changed',
          file: migration.name,
          message: 'the database was made with another text of this migration',
          suggestion:
            'add a new migration instead of editing one; a demo starts over with npm start -- --reset',
        },
      ])
    }
  }
  await noteEnding(sql)
  return done
}

function askedOf(client: pg.Client): Sql {
  return { query: async (text, params) => (await client.query(text, params)).rows }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.text)
    await client.query('insert into schema_migration (name, digest) values ($1, $2)', [
      migration.name,
      migration.digest,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${migration.name}: ${(error as Error).message}`, { cause: error })
  }
}
