import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, type Right, RIGHTS, ROLE_NAMES, type Role, SCOPES } from '../../../src/shell/access/rights.ts'
import { demandRights } from '../../../src/shell/access/route-rights.ts'
import { buildBoard } from '../../../src/shell/board/board.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { createApiKey } from '../../../src/shell/pg/door/api-key.ts'
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
    keys.set(role, (await createApiKey(api.database.db, { name: `all ${role}`, roles: [role] })) ?? '')
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
  it('says who may do what', () => {
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
      'persons:export': 'compliance admin',
      'persons:erase': 'compliance admin',
      'keys:manage': 'admin',
      'audit:read': 'compliance admin',
      'health:read': 'viewer operator supervisor strategist compliance admin',
      'metrics:read': 'viewer operator supervisor strategist compliance admin',
      'docs:read': 'viewer operator supervisor strategist compliance admin',
      nothing: '',
    })
  })

  it('is asked by every server: a route that names no right cannot be made', async () => {
    const app = Fastify()
    demandRights(app)
    expect(() => app.get('/new', async () => 'x')).toThrow('GET /new names no right')
    await app.close()
  })
})

describe('every route of the API', () => {
  it('opens to the roles and scopes that hold its right, and to nobody else', async () => {
    expect(doors.api.length).toBeGreaterThan(15)
    const wrong: string[] = []
    for (const door of doors.api) {
      const { right } = door
      for (const [who, key] of keys) {
        const headers = { authorization: `Bearer ${key}` }
        const answer = await api.app.inject({ ...addressOf(door), headers })
        const opened = !answer.body.includes('"code":"forbidden"')
        if (opened !== (typeof right === 'object' || holds(who, right)))
          wrong.push(`${door.method} ${door.url} ${who}: ${answer.statusCode}`)
      }
      const nobody = await api.app.inject(addressOf(door))
      const refused = nobody.body.includes('"code":"unauthenticated"')
      if (refused === (typeof right === 'object')) wrong.push(`${door.method} ${door.url} nobody`)
    }
    expect(wrong).toEqual([])
  })

  it('is open to everybody only where it says why', () => {
    const open = doors.api.filter(({ right }) => typeof right === 'object').map(({ url }) => url)
    expect(open).toEqual(['/health', '/v1/callbacks/sms'])
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
  it('opens to the roles that hold its right, and to nobody else', async () => {
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

/** A role, or `scope` and its name. */
function holds(who: string, right: Right | undefined): boolean {
  if (right === undefined) return false
  const scope = SCOPES.find((one) => who === `scope ${one}`)
  const role = ROLE_NAMES.find((one) => one === who)
  return may({ roles: role ? [role] : [], scopes: scope ? [scope] : [] }, right)
}
