import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fateOf } from '../../../demo/provider/behaviour.ts'
import { signature } from '../../../demo/provider/receipts.ts'
import { simServer } from '../../../demo/provider/server.ts'
import { readSettings, type SimSettings } from '../../../demo/provider/settings.ts'
import { openSimulator, type Simulator } from '../../../demo/provider/simulator.ts'
import { gatewayAdapter } from '../../../src/providers/gateway/gateway.ts'
import type { HttpReply } from '../../../src/providers/adapter.ts'
import { callbackOn } from '../../../src/channels/receipt.ts'
import { verifySignature } from '../../../src/shell/http/signature.ts'
import { httpClient } from '../../../src/shell/provider/http-client.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const reference = '00000000-0000-4000-8000-000000000001'
const parcel = {
  channel: 'sms',
  provider: 'gateway',
  reference,
  to: '+12025550100',
  text: 'hello',
  at: NOW,
  validUntil: NOW + 3_600_000,
} as const
const sent = { ...parcel, providerRef: null }
const moment = { now: NOW }
const client = httpClient()

let folder: string
let simulator: Simulator
let server: http.Server
let url: string

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sim-'))))
afterAll(() => client.close())
afterEach(async () => {
  simulator.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

async function open(change: Partial<SimSettings>): Promise<void> {
  const settings = {
    ...readSettings(['--virtual', '--calm'], {}),
    log: join(folder, 'accepted.ndjson'),
    ...change,
  }
  simulator = openSimulator(settings)
  server = simServer(simulator, settings)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await simulator.advance(NOW)
}

const gateway = (path = '', token = 'sim') => gatewayAdapter({ url: `${url}${path}`, token })
const send = (timeoutMs = 5000, by = gateway()): Promise<HttpReply> =>
  client.exchange(by.request(parcel, moment), timeoutMs)
const answerOf = (reply: HttpReply) => gateway().answer(reply, parcel)
const query = async (by = gateway()) => {
  const [ask] = by.query(sent, moment)
  if (!ask) throw new Error('it cannot be asked')
  return by.sighting(await client.exchange(ask(1), 5000), sent, 1)
}
const journal = (): unknown[] =>
  readFileSync(join(folder, 'accepted.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)

/** A seed under which the message meets that fate. */
function seedFor(fate: string): string {
  for (let seed = 0; seed < 5000; seed++) {
    const met = fateOf(String(seed), 'harsh', { reference, to: parcel.to, nth: 1 })
    if (met === fate) return String(seed)
  }
  throw new Error(`no seed leads to ${fate}`)
}

describe('the simulated gateway', () => {
  test('the gateway takes a message, writes it down without the number, and is asked about it', async () => {
    await open({})
    expect(answerOf(await send())).toMatchObject({ kind: 'accepted' })
    expect(journal()).toEqual([
      { id: expect.any(String), reference, at: '2026-03-02T10:00:00.000Z', digest: expect.any(String) },
    ])
    expect(await query()).toMatchObject({ seen: 'found' })
    expect(JSON.stringify(journal())).not.toContain('2025550100')
  })

  test('the gateway takes nothing without the right token', async () => {
    await open({})
    expect(answerOf(await send(5000, gateway('', 'x')))).toMatchObject({ kind: 'locked_out' })
    expect(journal()).toEqual([])
  })

  test('the same reference twice is two messages, or one where it deduplicates', async () => {
    await open({})
    await send()
    await send()
    expect(journal()).toHaveLength(2)
  })

  test('the gateway takes a reference once when told so', async () => {
    await open({ keyed: true })
    const first = answerOf(await send())
    expect(answerOf(await send())).toEqual(first)
    expect(journal()).toHaveLength(1)
  })

  test('a query lags behind', async () => {
    await open({ queryLagMs: 60_000 })
    await send()
    expect(await query()).toEqual({ seen: 'absent' })
    await simulator.advance(NOW + 60_000)
    expect(await query()).toMatchObject({ seen: 'found' })
  })

  test.each([
    ['accept', { kind: 'answered', status: 202 }, 1],
    ['accept_reset', { kind: 'ambiguous' }, 1],
    ['accept_500', { kind: 'answered', status: 500 }, 1],
    ['accept_silence', { kind: 'ambiguous', code: 'timeout' }, 1],
    ['error_500', { kind: 'answered', status: 500 }, 0],
    ['busy_429', { kind: 'answered', status: 429, retryAfterMs: 1000 }, 0],
    ['invalid_number', { kind: 'answered', status: 422, body: { code: 'invalid_number' } }, 0],
    ['refused', { kind: 'answered', status: 400 }, 0],
  ])('%s', async (fate, reply, taken) => {
    await open({ temper: 'harsh', seed: seedFor(fate) })
    expect(await send(fate === 'accept_silence' ? 100 : 5000)).toMatchObject(reply)
    expect(journal()).toHaveLength(taken)
  })

  test('what is past its validity is refused', async () => {
    await open({})
    await simulator.advance(parcel.validUntil)
    expect(await send()).toMatchObject({ status: 422, body: { code: 'validity_over' } })
  })
})

test('a gateway on which nobody listens certainly saw nothing', async () => {
  await open({})
  const closed = gatewayAdapter({ url: 'http://127.0.0.1:1', token: 't' })
  expect(await send(5000, closed)).toMatchObject({ kind: 'not_reached' })
})

test('a signed receipt comes in virtual time when the clock gets there', async () => {
  const got: { headers: http.IncomingHttpHeaders; body: string }[] = []
  const listener = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const callbackUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/v1/callbacks/sms`
  await open({ callbackUrl, callbackSecret: 'secret' })
  await send()
  expect(await simulator.advance(NOW + 1000)).toEqual({ idle: true, nextAt: '2026-03-02T10:05:00.000Z' })
  expect(got).toEqual([])
  expect(await simulator.advance(Date.parse('2026-03-02T10:05:00Z'))).toEqual({ idle: true, nextAt: null })
  await new Promise((resolve) => listener.close(resolve))
  const [callback] = got
  const header = (name: string): string => String(callback?.headers[name])
  const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')]
  expect(callbackOn('sms').parse(JSON.parse(callback?.body ?? ''))).toMatchObject({
    reference,
    status: 'delivered',
  })
  expect(header('webhook-signature')).toBe(signature(`${id}.${timestamp}.${callback?.body}`, 'secret'))
  const signed = { id, timestamp, signature: header('webhook-signature') }
  const body = Buffer.from(callback?.body ?? '')
  expect(verifySignature(signed, body, ['secret'], Number(timestamp) * 1000)).toBe('good')
})

test('what came on the path of a channel is written down and told of as its own', async () => {
  const paths: (string | undefined)[] = []
  const listener = http.createServer((request, response) => {
    paths.push(request.url)
    request.resume()
    response.end()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  await open({ callbackUrl: `http://127.0.0.1:${port}/v1/callbacks/{channel}` })
  expect(answerOf(await send(5000, gateway('/email')))).toMatchObject({ kind: 'accepted' })
  expect(journal()).toMatchObject([{ reference, channel: 'email' }])
  expect(await query(gateway('/email'))).toMatchObject({ seen: 'found' })
  await simulator.advance(Date.parse('2026-03-02T10:05:00Z'))
  await new Promise((resolve) => listener.close(resolve))
  expect(paths).toEqual(['/v1/callbacks/email'])
})
