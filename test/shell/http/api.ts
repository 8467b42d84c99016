import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { TaskRouteDeps } from '../../../src/shell/http/tasks.ts'
import { buildApi } from '../../../src/shell/http/api.ts'
import type { ApiDeps } from '../../../src/shell/http/deps.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { SCOPES, type Scope } from '../../../src/shell/access/rights.ts'
import { createKeyAsOwner } from '../../../src/shell/pg/door/api-key.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

export interface TestApi {
  app: FastifyInstance
  database: TestDatabase
  /** Header of a key with that scope alone. */
  key: (scope: Scope) => { authorization: string }
  close: () => Promise<void>
}

export const SECRET = 'a secret that only the provider and we know'
export const MACHINE_NOW = Date.parse('2026-03-10T15:00:00Z')

/** The API over a database of its own; whatever a test does not hand in says so when it is used. */
export async function testApi(
  given: (database: TestDatabase) => Partial<ApiDeps> = () => ({}),
): Promise<TestApi> {
  const database = await freshDatabase()
  const { db, ownerUrl } = database
  const texts = new Map<Scope, string>()
  for (const scope of SCOPES)
    texts.set(scope, await createKeyAsOwner(ownerUrl, { name: scope, scopes: [scope] }))
  const app = await buildApi({
    db,
    log: openLog({ worker: 'api', level: 'silent' }),
    clock: { now: () => MACHINE_NOW },
    record: () => notHanded('record'),
    tasks: tasksNotHanded,
    humanTasks: humanTaskStore(db),
    vault: openVault(newVaultKeys()),
    privateWebhooks: false,
    callbackSecrets: [SECRET],
    pingRedis: async () => true,
    queueCounts: async () => ({}),
    separated: true,
    ...given(database),
  })
  app.addHook('preSerialization', async (request, reply, payload) => asDescribed(request, reply, payload))
  await app.ready()
  return {
    app,
    database,
    key: (scope) => ({ authorization: `Bearer ${texts.get(scope) ?? ''}` }),
    close: async () => {
      await app.close()
      await database.drop()
    },
  }
}

/** No test gets an answer that the page of the API does not describe. */
function asDescribed(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const { url, schema } = request.routeOptions
  if (!url?.startsWith('/v1/') && url !== '/health') return payload
  const answers = (schema?.response ?? {}) as Record<number, unknown>
  const described = answers[reply.statusCode]
  if (!(described instanceof z.ZodType)) throw new Error(`${url} answers ${reply.statusCode}, undescribed`)
  const { error } = described.safeParse(payload)
  if (error) throw new Error(`${url} answers ${reply.statusCode} otherwise than described: ${error.message}`)
  return payload
}

const tasksNotHanded: TaskRouteDeps['tasks'] = {
  store: { transaction: () => notHanded('tasks') },
  config: { active: () => notHanded('config'), strategyByHash: () => notHanded('config') },
  permit: () => () => notHanded('permit'),
  machine: { now: () => MACHINE_NOW },
  voice: { callback: '', paylink: '', optout: '' },
  record: () => notHanded('record'),
}

function notHanded(what: string): never {
  throw new Error(`this test handed in no ${what}`)
}
