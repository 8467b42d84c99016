import { createHash, randomBytes } from 'node:crypto'
import type { Instant } from '../../../core/base/time.ts'
import { isRole, isScope, type Role, type Scope } from '../../access/rights.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { noteAudit } from '../base/audit.ts'
import { connect, type Database, type Sql } from '../base/database.ts'

export interface ApiKey {
  id: number
  name: string
  roles: Role[]
  scopes: Scope[]
}

export interface ApiKeyRow extends ApiKey {
  createdAt: Instant
  revokedAt: Instant | null
}

export interface NewKey {
  name: string
  roles?: readonly Role[]
  scopes?: readonly Scope[]
  replace?: boolean
  who?: string
}

const MAKE = plainStatement({
  name: 'api-key-make',
  once: true,
  text: `
    insert into api_key (name, hash, scopes, roles, created_at) values ($1, $2, $3, $5, now())
    on conflict (name) do update set hash = excluded.hash, scopes = excluded.scopes, roles = excluded.roles, created_at = now(), revoked_at = null
      where api_key.revoked_at is not null or $4
    returning id`,
  row: { id: 'int8' },
})

/** A key is made, and the answer is its text, which is stored nowhere and cannot be shown again; null = the name is taken. A name whose key was revoked, or any with `replace`, gets a new text. */
export async function createApiKey(db: Database, key: NewKey): Promise<string | null> {
  const { roles = [], scopes = [] } = key
  const text = `arr_${randomBytes(24).toString('base64url')}`
  return db.transaction(async (tx) => {
    const made = await ask(tx, MAKE, [key.name, hashOf(text), scopes, key.replace ?? false, roles])
    if (made.length === 0) return null
    await noteAudit(tx, {
      who: key.who ?? 'cli',
      what: 'api_key.created',
      detail: { name: key.name, roles, scopes },
      at: 'machine',
    })
    return text
  })
}

/** The same, for whoever has the address of the owner alone: no service may make a key. */
export async function createKeyAsOwner(ownerUrl: string, key: NewKey): Promise<string> {
  const owner = connect({ url: ownerUrl, max: 1, applicationName: 'arrears keys' })
  try {
    const text = await createApiKey(owner, key)
    if (text === null) throw new Error(`there is a key ${key.name} already`)
    return text
  } finally {
    await owner.close()
  }
}

/** False where no such key is in force. */
export async function revokeApiKey(db: Database, name: string, who = 'cli'): Promise<boolean> {
  return db.transaction(async (tx) => {
    const revoked = await tx.query(
      'update api_key set revoked_at = now() where name = $1 and revoked_at is null returning id',
      [name],
    )
    if (revoked.length > 0)
      await noteAudit(tx, { who, what: 'api_key.revoked', detail: { name }, at: 'machine' })
    return revoked.length > 0
  })
}

const LIST = statement<ApiKeyRow>({
  name: 'api-key-list',
  once: true,
  text: 'select id, name, roles, scopes, created_at as "createdAt", revoked_at as "revokedAt" from api_key order by name',
  row: {
    id: 'int8',
    name: 'text',
    roles: 'text[]',
    scopes: 'text[]',
    createdAt: 'timestamptz',
    revokedAt: 'timestamptz?',
  },
})

export const listApiKeys = (db: Sql) => ask(db, LIST)

const FIND = plainStatement({
  name: 'api-key',
  text: 'select id, name, roles, scopes from api_key where hash = $1 and revoked_at is null',
  row: { id: 'int8', name: 'text', roles: 'text[]', scopes: 'text[]' },
})

/** Only the hash is looked up, so the time it takes says nothing about the text. A role or scope that this version does not know grants nothing. */
export async function findApiKey(db: Sql, text: string): Promise<ApiKey | null> {
  const [row] = await ask(db, FIND, [hashOf(text)])
  return row ? { ...row, roles: row.roles.filter(isRole), scopes: row.scopes.filter(isScope) } : null
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
