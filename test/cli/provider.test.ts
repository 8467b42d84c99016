import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { aliyunProtocol } from '../../demo/vendor/aliyun.ts'
import { jsonProtocol } from '../../demo/vendor/json.ts'
import { tencentProtocol } from '../../demo/vendor/tencent.ts'
import { twilioProtocol } from '../../demo/vendor/twilio.ts'
import { startVendor, type Vendor } from '../../demo/vendor/vendor.ts'
import { runLine } from '../../src/cli/command-line.ts'
import { providerCommand } from '../../src/cli/provider.ts'
import { ProblemError } from '../../src/core/base/problem.ts'

let said: string[]
let vendor: Vendor
beforeAll(async () => void (vendor = await startVendor(jsonProtocol({ token: 'top-secret', secret: 's' }))))
afterAll(() => vendor.close())
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  vi.stubEnv('PROVIDER_EXAMPLE_JSON_URL', vendor.url)
  vi.stubEnv('PROVIDER_EXAMPLE_JSON_TOKEN', 'top-secret')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = 0
})

const tried = async (...words: string[]): Promise<string> => {
  await runLine(providerCommand, 'provider', ['test', ...words])
  return said.join('\n')
}

test('a dry trial shows every phase, sends nothing and prints no secret', async () => {
  const text = await tried('example-json', '--dry')
  expect(text.match(/^(ok|FAIL).*/gm)).toEqual([
    'ok   class A',
    'ok   environment',
    'ok   request',
    'ok   question',
    'ok   callback',
  ])
  expect(text).toContain(`POST ${vendor.url}/v1/messages`)
  expect(text).toContain('Bearer <PROVIDER_EXAMPLE_JSON_TOKEN>')
  expect(text).toContain('PROVIDER_EXAMPLE_JSON_SECRET is NOT set (callbacks)')
  expect(text).not.toContain('top-secret')
  expect(vendor.taken).toEqual([])
})

test('a trial sends one message, and asks about it', async () => {
  const text = await tried('example-json', '--to', '+12025550133', '--text', 'Hello.')
  expect(vendor.taken).toMatchObject([{ to: '+12025550133', text: 'Hello.' }])
  expect(text).toContain('kind accepted, providerRef v-1')
  expect(text).toContain('seen found, providerRef v-1')
  expect(text).not.toContain('top-secret')
  expect(process.exitCode).toBe(0)
})

test('a trial that fails says in which phase, with exit 1', async () => {
  vi.stubEnv('PROVIDER_EXAMPLE_JSON_TOKEN', 'wrong')
  expect(await tried('example-json', '--to', '+12025550133')).toContain('FAIL answer')
  expect(process.exitCode).toBe(1)
})

test('an address without TLS in the environment fails the request and the question, and says the way out', async () => {
  vi.stubEnv('PROVIDER_EXAMPLE_JSON_URL', 'http://vendor.example')
  const text = await tried('example-json', '--dry')
  expect(text).toMatch(/^FAIL request\n.*https, or plain: true/m)
  expect(text).toMatch(/^FAIL question\n.*https, or plain: true/m)
  expect(process.exitCode).toBe(1)
})

test('a provider that is not there is refused with the nearest, and a trial without a number, too', async () => {
  const codes = async (...words: string[]) =>
    tried(...words).catch((error: unknown) => (error instanceof ProblemError ? error.problems : []))
  expect(await codes('exampel-json', '--dry')).toMatchObject([
    { code: 'unknown_provider', suggestion: 'did you mean example-json?' },
  ])
  expect(await codes('example-json')).toMatchObject([{ code: 'missing_option', path: '--to' }])
})

const texts = { SMS_100000001: '${name}', '1000001': '{1}' }
const account = { id: 'i', secret: 'top-secret', sign: '示例', app: '1400000000', texts, callback: 'c' }
const at = { account: 'AC1', token: 'top-secret', callbacks: 'https://arrears.example' }

test.for([
  ['twilio', twilioProtocol(at), { ACCOUNT: 'AC1', TOKEN: 'top-secret' }, 'A test.', 'accepted'],
  ['aliyun', aliyunProtocol(account), { ID: 'i', SECRET: 'top-secret' }, 'Test', 'seen found'],
  [
    'tencent',
    tencentProtocol(account),
    { ID: 'i', SECRET: 'top-secret' },
    'Test',
    'seen found, providerRef v-1',
  ],
] as const)('a trial of %s sends a text that it knows', async ([name, protocol, env, sent, heard]) => {
  const own = await startVendor(protocol)
  for (const [key, value] of Object.entries({ ...env, URL: own.url }))
    vi.stubEnv(`PROVIDER_EXAMPLE_${name.toUpperCase()}_${key}`, value)
  const text = await tried(`example-${name}`, '--to', '+8613900001234')
  await own.close()
  expect(own.taken).toMatchObject([{ text: sent }])
  expect(text).toContain(heard)
  expect(text).not.toContain('top-secret')
  expect(process.exitCode).toBe(0)
})
