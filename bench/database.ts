import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { connect, type Database } from '../src/shell/pg/base/database.ts'
import { migrate } from '../src/shell/pg/base/migrate.ts'
import { ENGINE_ROLE, ensureDatabase, ensureRole, OWNER_ROLE } from '../src/shell/pg/base/roles.ts'
import type { Servers } from './servers.ts'

export interface BenchDatabase {
  name: string
  /** The address for the engine's role. */
  url: string
  /** The address for the role that owns the tables. */
  ownerUrl: string
  /** The address for the superuser, who fills and inspects. */
  adminUrl: string
  db: Database
  drop(): Promise<void>
}

/** A migrated database, filled once; the rounds run on copies of it. */
export async function makeTemplate(
  servers: Servers,
  fill: (client: pg.Client) => Promise<void>,
): Promise<string> {
  const name = `template_${randomBytes(4).toString('hex')}`
  await asAdmin(servers.adminUrl, async (client) => {
    const password = new URL(servers.adminUrl).password
    for (const role of [OWNER_ROLE, ENGINE_ROLE]) await ensureRole(client, role, password)
    await ensureDatabase(client, name, OWNER_ROLE)
  })
  await migrate({ ownerUrl: urlOf(servers, name, OWNER_ROLE), engineUrl: urlOf(servers, name, ENGINE_ROLE) })
  await asAdmin(urlOf(servers, name), fill)
  await asAdmin(servers.adminUrl, (client) => client.query('checkpoint'))
  return name
}

export interface CopyOptions {
  /** Connections at most. */
  max?: number
  name?: string
}

export async function copyOf(
  servers: Servers,
  template: string,
  { max = 8, name = `copy_${randomBytes(4).toString('hex')}` }: CopyOptions = {},
): Promise<BenchDatabase> {
  await asAdmin(servers.adminUrl, (client) => client.query(`create database ${name} template ${template}`))
  const url = urlOf(servers, name, ENGINE_ROLE)
  const db = connect({ url, max, applicationName: 'bench' })
  return {
    name,
    url,
    ownerUrl: urlOf(servers, name, OWNER_ROLE),
    adminUrl: urlOf(servers, name),
    db,
    drop: async () => {
      await db.close()
      await dropDatabase(servers, name)
    },
  }
}

export async function dropDatabase(servers: Servers, name: string): Promise<void> {
  await asAdmin(servers.adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
}

export function adminUrlOf(servers: Servers, database: string): string {
  return urlOf(servers, database)
}

export async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(servers: Servers, database: string, role?: string): string {
  const url = new URL(servers.adminUrl)
  url.pathname = `/${database}`
  if (role) url.username = role
  return url.href
}
