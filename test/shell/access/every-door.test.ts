import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkKey } from '../../../src/cli/check-key.ts'
import { COMMANDS, rightOf } from '../../../src/cli/commands.ts'
import { whoami } from '../../../src/cli/whoami.ts'
import { ProblemError } from '../../../src/core/base/problem.ts'
import { DIALLED_CHANNELS, MESSAGE_CHANNELS } from '../../../src/core/channel/channel.ts'
import { may, type Right, RIGHTS, ROLE_NAMES, type Role, SCOPES } from '../../../src/shell/access/rights.ts'
import { demandRights } from '../../../src/shell/access/route-rights.ts'
import { buildBoard } from '../../../src/shell/board/board.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { createKeyAsOwner } from '../../../src/shell/pg/door/api-key.ts'
import { MACHINE_NOW, testApi, type TestApi } from '../http/api.ts'

interface Door {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  right: NonNullable<RouteOptions['config']>['right']
}

let api: TestApi
let board: FastifyInstance
const doors: { api: Door[]; board: Door[] } = { api: [], board: [] }
const keys = new Map<string, string>()

beforeAll(async () => {
  api = await testApi(() => ({ showsEngine: false, onRoute: (route) => note(doors.api, route) }))
  for (const role of ROLE_NAMES)
    keys.set(role, await createKeyAsOwner(api.database.ownerUrl, { name: `all ${role}`, roles: [role] }))
  for (const scope of SCOPES) keys.set(`scope ${scope}`, api.key(scope).authorization.replace('Bearer ', ''))
  board = await buildBoard({
    db: api.database.db,
    log: openLog({ worker: 'board', level: 'silent' }),
    clock: { now: () => MACHINE_NOW },
    queues: [],
    users: ROLE_NAMES.map((role) => `${role}:password-of-${role}:${role}`).join(','),
    environment: 'test',
    apiUrl: 'http://127.0.0.1:8460',
    onRoute: (route) => note(doors.board, route),
  })
  await board.ready()
})
afterAll(async () => {
  await board.close()
  await api.close()
})

function note(into: Door[], { method, url, config }: RouteOptions): void {
  for (const one of [method].flat())
    if (one !== 'HEAD' && one !== 'OPTIONS')
      into.push({ method: one as Door['method'], url, right: config?.right })
}

/** An address of the route: the handler behind it may find nothing there. */
function addressOf({ method, url }: Door): { method: Door['method']; url: string } {
  return { method, url: url.replace(/:\w+/g, '1').replace('*', 'index.html') }
}

describe('the table', () => {
  it('the table says who may do what', () => {
    const rolesOf = (right: Right): string =>
      ROLE_NAMES.filter((role) => may({ roles: [role], scopes: [] }, right)).join(' ')
    const rights = Object.keys(RIGHTS) as Right[]
    expect(Object.fromEntries(rights.map((right) => [right, rolesOf(right)]))).toEqual({
      'facts:write': 'admin',
      callbacks: 'admin',
      'cases:read': 'viewer operator agent supervisor strategist compliance admin',
      'notes:read': 'supervisor compliance admin',
      'tasks:read': 'viewer operator agent supervisor strategist compliance admin',
      'tasks:work': 'agent supervisor admin',
      'human-tasks:work': 'supervisor compliance admin',
      'queues:read': 'viewer operator supervisor strategist compliance admin',
      'jobs:retry': 'operator admin',
      'brakes:set': 'operator supervisor strategist compliance admin',
      'brakes:release': 'operator admin',
      'approvals:read': 'viewer operator supervisor strategist compliance admin',
      'approvals:decide': 'operator supervisor compliance admin',
      'schedules:publish': 'strategist admin',
      'credit:report': 'compliance admin',
      'persons:export': 'compliance admin',
      'persons:erase': 'compliance admin',
      'webhooks:manage': 'admin',
      'keys:manage': 'admin',
      'audit:read': 'compliance admin',
      'health:read': 'viewer operator supervisor strategist compliance admin',
      'metrics:read': 'viewer operator supervisor strategist compliance admin',
      'docs:read': 'viewer operator supervisor strategist compliance admin',
      nothing: '',
    })
  })

  it('the table is asked by every server: a route that names no right cannot be made', async () => {
    const app = Fastify()
    demandRights(app)
    expect(() => app.get('/new', async () => 'x')).toThrow('GET /new names no right')
    await app.close()
  })
})

describe('every route of the API', () => {
  it('a route opens to the roles and scopes that hold its right, and to nobody else', async () => {
    expect(doors.api.length).toBeGreaterThan(15)
    const wrong: string[] = []
    for (const door of doors.api) {
      const { right } = door
      for (const [who, key] of keys) {
        const headers = { authorization: `Bearer ${key}` }
        const answer = await api.app.inject({ ...addressOf(door), headers })
        const opened = !answer.body.startsWith('{"code":"forbidden"')
        if (opened !== (typeof right === 'object' || holds(who, right)))
          wrong.push(`${door.method} ${door.url} ${who}: ${answer.statusCode}`)
      }
      const nobody = await api.app.inject(addressOf(door))
      const refused = nobody.body.startsWith('{"code":"unauthenticated"')
      if (refused === (typeof right === 'object')) wrong.push(`${door.method} ${door.url} nobody`)
    }
    expect(wrong).toEqual([])
  })

  it('a route is open to everybody only where it says why', () => {
    const open = doors.api.filter(({ right }) => typeof right === 'object').map(({ url }) => url)
    const callbacks = MESSAGE_CHANNELS.flatMap((name) => [
      `/v1/callbacks/${name}`,
      // It is posted to, and asked whether it is ours.
      `/v1/callbacks/${name}/:provider`,
      `/v1/callbacks/${name}/:provider`,
    ])
    const dialers = DIALLED_CHANNELS.map((name) => `/v1/callbacks/${name}/:dialer`)
    // A link in an e-mail is opened and clicked by whoever got it.
    const optOut = '/v1/opt-out/:token'
    expect(open.toSorted()).toEqual(['/health', ...callbacks, ...dialers, optOut, optOut].toSorted())
  })

  it('/health tells everybody a status, and its details to those who may see them', async () => {
    const told = async (role?: Role): Promise<string[]> => {
      const headers = role && { authorization: `Bearer ${keys.get(role) ?? ''}` }
      return Object.keys(
        (await api.app.inject({ url: '/health', ...(headers && { headers }) })).json<object>(),
      )
    }
    expect(await told()).toEqual(['status'])
    expect(await told('agent')).toEqual(['status'])
    expect(await told('viewer')).toContain('workers')
  })
})

describe('every route of the board', () => {
  it('a route of the board opens to the roles that hold its right, and to nobody else', async () => {
    expect(doors.board.length).toBeGreaterThan(20)
    const wrong: string[] = []
    for (const door of doors.board) {
      const { right } = door
      for (const role of ROLE_NAMES) {
        const authorization = `Basic ${btoa(`${role}:password-of-${role}`)}`
        const answer = await board.inject({ ...addressOf(door), headers: { authorization } })
        const opened = !/"code":"(forbidden|read_only)"/.test(answer.body)
        if (opened !== (typeof right === 'object' || holds(role, right)))
          wrong.push(`${door.method} ${door.url} ${role}: ${answer.statusCode}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('every command', () => {
  const codeOf = async (run: Promise<void>): Promise<string | undefined> => {
    const error: unknown = await run.then(
      () => null,
      (failed: unknown) => failed,
    )
    return error instanceof ProblemError ? error.problems[0]?.code : undefined
  }

  it('a command runs under a key that holds its right, and under no other', async () => {
    vi.stubEnv('DATABASE_URL', api.database.url)
    const wrong: string[] = []
    for (const [command, entry] of Object.entries(COMMANDS)) {
      for (const word of ['', ...Object.keys(entry.rights ?? {})]) {
        const right = rightOf(entry, [word])
        for (const role of right === null ? [] : ROLE_NAMES) {
          const code = await codeOf(checkKey({ command, right }, { ARREARS_KEY: keys.get(role) }))
          const expected = right !== null && holds(role, right) ? undefined : 'forbidden'
          if (code !== expected) wrong.push(`${command} ${word} ${role}: ${code}`)
        }
      }
    }
    vi.unstubAllEnvs()
    expect(wrong).toEqual([])
    expect(() => whoami('somebody-else')).toThrow('the key in ARREARS_KEY is that of all admin')
  })

  it.each([
    ['cases', '', 'GET /v1/cases'],
    ['contacts', '', 'GET /v1/contacts'],
    ['promises', '', 'GET /v1/promises'],
    ['explain', '', 'GET /v1/cases/:id'],
    ['tasks', 'list', 'GET /v1/human-tasks'],
    ['tasks', 'offered', 'GET /v1/tasks'],
    ['tasks', 'claim', 'POST /v1/human-tasks/:id/claim'],
    ['tasks', 'resolve', 'POST /v1/human-tasks/:id/resolve'],
    ['tasks', 'match', 'POST /v1/human-tasks/:id/match'],
    ['approvals', 'list', 'GET /v1/approvals'],
    ['approvals', 'grant', 'POST /v1/approvals/:id/grant'],
    ['webhooks', 'list', 'GET /v1/webhooks'],
    ['import', 'facts', 'POST /v1/facts'],
  ] as const)('arrears %s %s needs the right of %s', (command, word, route) => {
    const door = doors.api.find(({ method, url }) => `${method} ${url}` === route)
    const entry = COMMANDS[command]
    expect(entry && rightOf(entry, [word])).toBe(door?.right ?? 'a route')
  })

  it('a command needs a key only where that is asked', async () => {
    const stop = { command: 'stop', right: 'brakes:set' } as const
    expect(await codeOf(checkKey(stop, {}))).toBeUndefined()
    expect(await codeOf(checkKey(stop, { KEYS_REQUIRED: 'true' }))).toBe('no_key')
    expect(
      await codeOf(checkKey({ command: 'check', right: null }, { KEYS_REQUIRED: 'true' })),
    ).toBeUndefined()
  })
})

/** A role, or `scope` and its name. */
function holds(who: string, right: Right | undefined): boolean {
  if (right === undefined) return false
  const scope = SCOPES.find((one) => who === `scope ${one}`)
  const role = ROLE_NAMES.find((one) => one === who)
  return may({ roles: role ? [role] : [], scopes: scope ? [scope] : [] }, right)
}
