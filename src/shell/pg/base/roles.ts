import pg from 'pg'
import type { Sql } from './database.ts'
import { askOne, plainStatement } from './statement.ts'

/** Migrates and purges; owns the tables. */
export const OWNER_ROLE = 'arrears_owner'
/** What workers run as; see grants.ts. */
export const ENGINE_ROLE = 'arrears_engine'

/** The API: what the engine may, and whom a key is of. */
export const API_ROLE = 'arrears_api'
/** The board looks. */
export const BOARD_ROLE = 'arrears_board'

/** A role that can log in is made, or gets this password. */
export async function ensureRole(client: pg.ClientBase, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name])
  const verb = rowCount ? 'alter' : 'create'
  const words = `${verb} role ${pg.escapeIdentifier(name)} login password ${pg.escapeLiteral(password)}`
  await client.query(words)
}

/** The role that a URL names is made with its password, where it is missing. */
export async function ensureRoleOf(client: pg.ClientBase, url: string): Promise<string> {
  const { username, password } = new URL(url)
  const name = decodeURIComponent(username)
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name])
  if (!rowCount) await ensureRole(client, name, decodeURIComponent(password))
  return name
}

export async function ensureDatabase(client: pg.ClientBase, name: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (rowCount) return
  await client.query(`create database ${pg.escapeIdentifier(name)} owner ${pg.escapeIdentifier(owner)}`)
}

/** Whether the role of this connection could change what it must only add to. */
export async function isSeparated(
  query: (text: string) => Promise<{ separated: boolean }[]>,
): Promise<boolean> {
  const rows = await query(`
    select not has_table_privilege('fact', 'update') and not has_table_privilege('fact', 'delete')
       and not has_schema_privilege('public', 'create') as separated`)
  return rows[0]?.separated === true
}

/** Whether the role of this connection may empty what is sealed. */
export async function mayErase(sql: Sql): Promise<boolean> {
  return (await askOne(sql, MAY_ERASE)).may
}

const MAY_ERASE = plainStatement({
  name: 'may-erase',
  once: true,
  text: `select has_table_privilege('sealed', 'update') as may`,
  row: { may: 'bool' },
})
