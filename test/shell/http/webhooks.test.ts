import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { webhooksCommand } from '../../../src/cli/webhooks.ts'
import { iAm } from '../../../src/cli/whoami.ts'
import { ProblemError } from '../../../src/core/base/problem.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { testApi, type TestApi } from './api.ts'

const KEYS = newVaultKeys()
let api: TestApi

beforeAll(async () => {
  api = await testApi(() => ({ vault: openVault(KEYS) }))
  vi.stubEnv('DATABASE_URL', api.database.url)
  vi.stubEnv('ARREARS_SEAL_KEYS', KEYS.seal)
  vi.stubEnv('ARREARS_HASH_KEY', KEYS.hash)
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  iAm(null)
  vi.unstubAllEnvs()
  await api.close()
})

async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
): Promise<[number, Record<string, unknown>]> {
  const answer = await api.app.inject({ method, url, headers: api.key('admin'), ...(payload && { payload }) })
  return [answer.statusCode, answer.json()]
}

/** What a command prints, or its problems. */
async function arrears(...words: string[]): Promise<unknown> {
  const said: unknown[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(line))
  try {
    await runLine(webhooksCommand, 'webhooks', words)
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  return said.join('\n')
}

const WANTED = { name: 'ledger', url: 'https://ledger.example.com/hooks', kinds: ['case.opened'] }

describe('subscriptions', () => {
  it('a subscription is added once, listed without its secret, rotated, replayed and removed over HTTP', async () => {
    const [status, made] = await ask('POST', '/v1/webhooks', WANTED)
    expect([status, made]).toEqual([201, { name: 'ledger', secret: expect.stringMatching(/^whsec_/) }])
    expect(await ask('POST', '/v1/webhooks', WANTED)).toMatchObject([409, { code: 'webhook_exists' }])
    const [, listed] = await ask('GET', '/v1/webhooks')
    expect(listed).toMatchObject({
      webhooks: [{ ...WANTED, bodies: false, position: 0, late: 0, parkedAt: null }],
    })
    expect(JSON.stringify(listed)).not.toContain(String(made['secret']).slice(6))
    const [, rotated] = await ask('POST', '/v1/webhooks/ledger/rotate')
    const ahead = { code: 'bad_request', problems: [{ in: 'body', path: 'from', code: 'bad_position' }] }
    expect(await ask('POST', '/v1/webhooks/ledger/replay', { from: 12 })).toMatchObject([400, ahead])
    expect(await ask('POST', '/v1/webhooks', { ...WANTED, name: 'b', from: 12 })).toMatchObject([400, ahead])
    await api.database.db.query(`select nextval('fact_id_seq') from generate_series(1, 12)`)
    expect(rotated['secret']).not.toBe(made['secret'])
    expect(await ask('POST', '/v1/webhooks/ledger/replay', { from: 12 })).toEqual([200, { name: 'ledger' }])
    expect((await ask('GET', '/v1/webhooks'))[1]).toMatchObject({ webhooks: [{ position: 12 }] })
    expect(await ask('DELETE', '/v1/webhooks/ledger')).toEqual([200, { name: 'ledger' }])
    for (const url of ['/v1/webhooks/ledger/rotate', '/v1/webhooks/none/rotate'])
      expect(await ask('POST', url)).toMatchObject([404, { code: 'unknown_webhook' }])
  })

  it('a kind that is not known and an address of ours are refused with what is meant', async () => {
    const wrong = { ...WANTED, url: 'https://10.0.0.7/', kinds: ['case.open', 'payment.received'] }
    expect(await ask('POST', '/v1/webhooks', wrong)).toMatchObject([
      400,
      {
        code: 'bad_request',
        problems: [
          { in: 'body', path: 'kinds', code: 'unknown_kind', suggestion: 'did you mean case.opened?' },
          { in: 'body', path: 'url', code: 'wrong_target' },
        ],
      },
    ])
    expect(await ask('POST', '/v1/webhooks', { ...WANTED, kind: [] })).toMatchObject([
      400,
      { problems: [{ in: 'body', path: 'kind', suggestion: 'did you mean kinds?' }] },
    ])
  })

  it('nobody without the right reads or makes one', async () => {
    const headers = api.key('facts:write')
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode } = await api.app.inject({ method, url: '/v1/webhooks', headers, payload: WANTED })
      expect(statusCode).toBe(403)
    }
  })

  it('the commands do the same, and each is in the audit under the name of the key', async () => {
    iAm({ name: 'jane', roles: ['admin'], scopes: [] })
    expect(
      await arrears('add', 'desk', '--url', 'https://desk.example.com/', '--kinds', 'task.opened'),
    ).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(await arrears('list')).toMatch(
      /^desk +12\/12 {2}0 late, 0 given up {2}https:\/\/desk\.example\.com\/$/,
    )
    expect(JSON.parse(String(await arrears('list', '--json')))).toMatchObject({
      webhooks: [{ name: 'desk' }],
    })
    expect(await arrears('rotate', 'desk')).toMatch(/^whsec_/)
    expect(await arrears('replay', 'desk', '--from', '999')).toMatchObject([
      { code: 'bad_position', path: '--from', suggestion: 'a position up to 12' },
    ])
    expect(await arrears('replay', 'desk', '--from', '3')).toBe('told again: desk')
    expect(await arrears('resume', 'desk')).toBe('resumed: desk')
    expect(await arrears('add', 'x', '--url', 'http://desk.example.com/')).toMatchObject([
      { code: 'wrong_target', path: '--url' },
    ])
    expect(await arrears('remove', 'desk')).toBe('removed: desk')
    expect(await arrears('remove', 'desk')).toMatchObject([{ code: 'unknown_webhook' }])
    const noted = await api.database.db.query<{ what: string }>(
      `select what from audit where who = 'jane' and what like 'webhook.%' order by id`,
    )
    expect(noted.map(({ what }) => what.slice(8))).toEqual([
      'added',
      'rotated',
      'replayed',
      'resumed',
      'removed',
    ])
  })
})
