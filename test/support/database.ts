import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect, type Database } from '../../src/shell/pg/base/database.ts'
import { ENGINE_ROLE, OWNER_ROLE } from '../../src/shell/pg/base/roles.ts'
import { databaseUrl, TEMPLATE } from './database-url.ts'

export interface TestDatabase {
  /** The address for the engine's role. */
  url: string
  ownerUrl: string
  db: Database
  /** What no service may do: the owner does it. */
  owner: Database
  drop(): Promise<void>
}

/** A migrated database of its own. */
export function freshDatabase(): Promise<TestDatabase> {
  return databaseFrom(`template ${TEMPLATE}`)
}

/** One without any table. */
export function emptyDatabase(): Promise<TestDatabase> {
  return databaseFrom('template template0')
}

async function databaseFrom(template: string): Promise<TestDatabase> {
  const admin = inject('postgres')
  const name = `t_${randomBytes(6).toString('hex')}`
  await asAdmin(admin, `create database ${name} ${template} owner ${OWNER_ROLE}`)
  const url = databaseUrl(admin, name, ENGINE_ROLE)
  const ownerUrl = databaseUrl(admin, name, OWNER_ROLE)
  const db = connect({ url, max: 6, applicationName: 'test' })
  const owner = connect({ url: ownerUrl, max: 2, applicationName: 'test' })
  return {
    url,
    ownerUrl,
    db,
    owner,
    drop: async () => {
      await Promise.all([db.close(), owner.close()])
      await asAdmin(admin, `drop database if exists ${name} with (force)`)
    },
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
