import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from './migrate.ts'
import { ensureRole } from './roles.ts'

/** A database of that name is made with two roles of its own and migrated; the answer is the URL of its engine. */
export async function makeOwnDatabase(adminUrl: string, name: string): Promise<string> {
  const password = randomBytes(12).toString('hex')
  await asAdmin(adminUrl, async (client) => {
    for (const role of rolesOf(name)) await ensureRole(client, role, password)
    await client.query(`create database ${name}`)
  })
  const urlOf = (role: string | null): string => {
    const url = new URL(adminUrl)
    Object.assign(url, { pathname: `/${name}`, ...(role && { username: role, password }) })
    return url.href
  }
  const [owner, engine] = rolesOf(name)
  await asAdmin(urlOf(null), (client) => client.query(`grant create, usage on schema public to ${owner}`))
  await migrate({ ownerUrl: urlOf(owner), engineUrl: urlOf(engine) })
  return urlOf(engine)
}

export async function dropOwnDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    for (const role of rolesOf(name)) await client.query(`drop role if exists ${role}`)
  })
}

/** Whether the role of this URL may make databases and roles. */
export async function mayMakeDatabases(adminUrl: string): Promise<boolean> {
  const { rows } = await asAdmin(adminUrl, (client) =>
    client.query<{ may: boolean }>(
      'select rolsuper or (rolcreatedb and rolcreaterole) as may from pg_roles where rolname = current_user',
    ),
  )
  return rows[0]?.may === true
}

function rolesOf(name: string): [owner: string, engine: string] {
  return [`${name}_owner`, `${name}_engine`]
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
