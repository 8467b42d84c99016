import pg from 'pg'
import { inject } from 'vitest'
import { connect } from '../../src/shell/pg/base/database.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/** Databases of this file that were emptied and wait for its next test: emptying one takes a tenth of the time that making and dropping one takes. */
const emptied: Reused[] = []

interface Reused {
  url: string
  ownerUrl: string
  name: string
  /** What stands in a table when it is new, as JSON by the table's name. */
  seeds: Record<string, string>
  /** A mark of the schema: it differs when a test changed the schema. */
  schema: string
}

/** A migrated database in which no other test has left a row, asked as workers ask theirs; its numbers begin at 1. The schema is the test's to read, not to change. */
export async function reusedDatabase(): Promise<TestDatabase> {
  const reused = emptied.pop() ?? (await made())
  const db = connect({ url: reused.url, max: 6, applicationName: 'test', pipelined: true })
  const owner = connect({ url: reused.ownerUrl, max: 2, applicationName: 'test' })
  return {
    url: reused.url,
    ownerUrl: reused.ownerUrl,
    db,
    owner,
    drop: async () => {
      await Promise.all([db.close(), owner.close()])
      await empty(reused)
      emptied.push(reused)
    },
  }
}

async function made(): Promise<Reused> {
  const fresh = await freshDatabase()
  await Promise.all([fresh.db.close(), fresh.owner.close()])
  const name = new URL(fresh.url).pathname.slice(1)
  return asAdmin(name, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    const seeds: Record<string, string> = {}
    for (const { name: table } of tables.rows) {
      const { rows } = await client.query<{ rows: string | null }>(
        `select jsonb_agg(t)::text as rows from ${table} t`,
      )
      seeds[table] = rows[0]?.rows ?? '[]'
    }
    return { url: fresh.url, ownerUrl: fresh.ownerUrl, name, seeds, schema: await schemaOf(client) }
  })
}

/** All in one statement per table, without triggers: an append-only table is emptied like any other. */
async function empty({ name, seeds, schema }: Reused): Promise<void> {
  await asAdmin(name, async (client) => {
    if ((await schemaOf(client)) !== schema)
      throw new Error('a test has changed the schema of a reused database')
    const tables = Object.entries(seeds).map(([table, rows]) => {
      const back =
        rows === '[]'
          ? ''
          : `insert into ${table} overriding system value
        select * from jsonb_populate_recordset(null::${table}, ${client.escapeLiteral(rows)});`
      return `delete from ${table}; ${back}`
    })
    await client.query(`
      begin;
      set local session_replication_role = replica;
      ${tables.join('\n')}
      select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences;
      commit;`)
  })
}

/** Any change of a table, a function or a trigger leaves another mark. */
async function schemaOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ mark: string }>(
    `select md5(string_agg(line, ' ' order by line)) as mark from (
       select concat('c', oid, relname, relkind, relacl) as line from pg_class where oid >= 16384
       union all select concat('a', attrelid, attname, atttypid, attnotnull) from pg_attribute where attrelid >= 16384
       union all select concat('k', oid) from pg_constraint where oid >= 16384
       union all select concat('f', oid, ':', xmin) from pg_proc where oid >= 16384
       union all select concat('t', oid, tgenabled) from pg_trigger where oid >= 16384) as all_of_it`,
  )
  return rows[0]?.mark ?? ''
}

async function asAdmin<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(inject('postgres'))
  url.pathname = `/${name}`
  const client = new pg.Client(url.href)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
