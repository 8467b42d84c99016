import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { createApiKey, findApiKey } from '../../../src/shell/pg/door/api-key.ts'
import { decideApproval, useApproval, wantApproval } from '../../../src/shell/pg/door/approval.ts'
import { countOpenCases } from '../../../src/shell/pg/read/cases.ts'
import { lease } from '../../../src/shell/pg/webhook/lease.ts'
import {
  addSubscription,
  forgetSecrets,
  removeSubscription,
  rotateSecret,
} from '../../../src/shell/pg/webhook/subscription.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { serviceRoles } from '../../support/split-roles.ts'
import { seedCase } from '../http/seed.ts'

let database: TestDatabase
const service: Record<string, Database> = {}

beforeAll(async () => {
  database = await freshDatabase()
  await seedCase(database.owner)
  for (const [name, url] of Object.entries(await serviceRoles(database)))
    service[name] = connect({ url, max: 2, applicationName: 'test' })
})
afterAll(async () => {
  await Promise.all(Object.values(service).map((one) => one.close()))
  await database.drop()
})

function of(name: string): Database {
  const db = service[name]
  if (!db) throw new Error(`there is no service ${name}`)
  return db
}

/** What nobody but the owner may do, whatever it reads from a provider or a caller. */
const NOBODY = [
  `insert into api_key (name, hash, scopes, created_at) values ('mine', '\\x00', '{admin}', now())`,
  `update api_key set scopes = '{admin}', roles = '{admin}'`,
  `update api_key set revoked_at = null`,
  'delete from contact',
  'delete from person',
  'delete from account',
  'delete from hold',
  'delete from decision',
  'delete from evidence',
  'delete from brake',
  'delete from human_task',
  'delete from parked',
  'truncate contact',
  'update fact set body = body',
  'delete from fact',
  'update audit set who = who',
  'delete from audit',
  'update sealed set value = value',
  'delete from sealed',
  'delete from approval',
  `insert into schema_migration (name, digest) values ('x', 'x')`,
  'create table mine (id int)',
  'alter table contact disable trigger all',
  'drop table contact',
  'create role mine',
  `copy contact to program 'true'`,
]
/** What decides and sends says neither what the law is nor what time it is, nor who may ask or agrees. */
const NO_SERVICE_WITH_WORK = [
  ...NOBODY,
  'update config_version set active = true',
  `insert into config_version (hash, content, published_at, published_by) values ('x', '{}', now(), 'me')`,
  'delete from virtual_clock',
  'insert into virtual_clock select * from virtual_clock',
]
const DENIED: Record<string, readonly string[]> = {
  engine: [
    ...NO_SERVICE_WITH_WORK,
    'select hash from api_key',
    `update approval set granted = true, decided_by = 'me', decided_at = now()`,
    `update approval set asked_by = 'somebody'`,
    `update webhook_secret_before set until = now() + interval '1 year'`,
    `insert into webhook_secret_before (webhook_id, sealed, key_id, until) values (1, '\\x00', 'k1', now())`,
  ],
  api: [...NO_SERVICE_WITH_WORK, 'delete from breaker', 'delete from rate_slot', 'delete from heartbeat'],
  board: [
    ...NO_SERVICE_WITH_WORK,
    'select hash from api_key',
    `update contact set state = 'planned'`,
    'update hold set until_on = null',
    'update brake set resumed_at = now()',
    `insert into brake (why, stopped_by, stopped_at) values ('x', 'me', now())`,
    'update approval set used_at = now()',
    'update human_task set resolved_at = now()',
    'update collection_case set next_review_at = now()',
    `select nextval(pg_get_serial_sequence('fact', 'id'))`,
  ],
}

describe('a service that was taken over', () => {
  for (const [name, statements] of Object.entries(DENIED)) {
    it(`${name} is denied what is none of its work`, async () => {
      const done: string[] = []
      for (const statement of statements) {
        const code = await of(name)
          .query(statement)
          .then(
            () => 'done',
            (error: { code?: string }) => error.code,
          )
        // The code says denied, or owned by somebody else.
        if (code !== '42501') done.push(`${statement}: ${code}`)
      }
      expect(done).toEqual([])
    })
  }
})

describe('a service at its work', () => {
  it('the API knows keys, and a second person decides by it; what decides and sends only uses what was granted', async () => {
    const text = await createApiKey(database.owner, { name: 'ann', roles: ['operator'] })
    expect(await findApiKey(of('api'), text ?? '')).toMatchObject({ name: 'ann', roles: ['operator'] })
    const wanted = { what: 'resume', digest: Buffer.from('x'), touches: [], size: 5, by: 'ann' }
    const { id } = await wantApproval(of('engine'), wanted)
    await expect(decideApproval(of('engine'), { id, by: 'bob', granted: true })).rejects.toThrow(
      'permission denied',
    )
    expect(await decideApproval(of('api'), { id, by: 'bob', granted: true })).toMatchObject({ ok: true })
    expect(await useApproval(of('engine'), id, 'ann')).toBe(true)
  })

  it('the API rotates secrets; whoever signs with them forgets those that have ended', async () => {
    const secret = (text: string) => ({ value: Buffer.from(text), keyId: 'k1' })
    const hooks = { name: 'hooks', url: 'https://ledger.example.com', kinds: [], bodies: false, from: null }
    await addSubscription(of('api'), { ...hooks, secret: secret('one'), who: 'ann' })
    await rotateSecret(of('api'), { name: 'hooks', secret: secret('two'), seconds: 0, who: 'ann' })
    await rotateSecret(of('api'), { name: 'hooks', secret: secret('three'), seconds: 60, who: 'ann' })
    await forgetSecrets(of('engine'))
    const [one] = await of('engine').query<{ id: number }>('select id from webhook')
    const leased = await lease(of('engine'), one?.id ?? 0, 30)
    expect(leased?.secrets.map(({ value }) => value.toString())).toEqual(['three', 'two'])
    expect(await removeSubscription(of('api'), 'hooks', 'ann')).toBe(true)
    expect(await database.owner.query('select * from webhook_secret_before')).toEqual([])
  })

  it('each sees the book and says that it lives', async () => {
    for (const name of Object.keys(DENIED)) {
      expect(await countOpenCases(of(name))).toHaveLength(1)
      await of(name).query(
        `insert into heartbeat (worker, instance, last_work_at) values ($1, 'x', now())
         on conflict (worker, instance) do update set last_work_at = excluded.last_work_at`,
        [name],
      )
    }
  })
})
