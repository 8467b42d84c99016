import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSettings } from '../../../demo/provider/settings.ts'
import { openSimulator, type Simulator } from '../../../demo/provider/simulator.ts'
import { verifySignature } from '../../../src/shell/http/signature.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-03-10T14:00:00Z')
const SECRET = 'c2VjcmV0LW9mLWEtZGlhbGVyLXRoYXQtaXMtbG9uZw=='

interface Posted {
  path: string
  headers: http.IncomingHttpHeaders
  body: string
}

let folder: string
let posted: Posted[]
let server: http.Server
let simulator: Simulator

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outside-'))
  mkdirSync(join(folder, 'print'))
  mkdirSync(join(folder, 'dialer'))
  posted = []
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      posted.push({ path: request.url ?? '', headers: request.headers, body })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  simulator = open('1')
})
afterEach(async () => {
  simulator.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

function open(seed: string): Simulator {
  const { port } = server.address() as AddressInfo
  return openSimulator({
    ...readSettings(['--virtual', '--calm', '--seed', seed], {}),
    log: join(folder, 'accepted.ndjson'),
    callbackUrl: `http://127.0.0.1:${port}/{channel}`,
    callbackSecret: SECRET,
    printFolder: join(folder, 'print'),
    dialerFolder: join(folder, 'dialer'),
  })
}

function batch(name: string, letters: number): void {
  const place = join(folder, 'print', name)
  mkdirSync(place)
  const files = Array.from({ length: letters }, (_, index) => {
    const [reference, pdf] = [`reference-${index}`, `page ${index}`]
    writeFileSync(join(place, `${reference}.pdf`), pdf)
    return { reference, file: `${reference}.pdf`, sha256: createHash('sha256').update(pdf).digest('hex') }
  })
  const manifest = { batch: name, day: '2026-03-10', cutOff: '2026-03-10T14:00:00Z', files }
  writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifest))
}

function list(name: string, calls: number): void {
  const place = join(folder, 'dialer', name)
  mkdirSync(place)
  const lines = Array.from({ length: calls }, (_, index) => ({
    entry: `entry-${index}`,
    rank: index + 1,
    dialFrom: '2026-03-10T14:00:00Z',
    dialBefore: '2026-03-10T16:00:00Z',
    account: `A${index}`,
    amount: '120.00',
    dpd: 8,
  }))
  writeFileSync(join(place, 'list.json'), JSON.stringify({ list: name, calls: lines }))
}

function withdraw(name: string, entries: string[]): void {
  const place = join(folder, 'dialer', name)
  mkdirSync(place)
  const withdrawn = entries.map((entry) => ({ entry, why: 'superseded' }))
  writeFileSync(join(place, 'withdrawn.json'), JSON.stringify({ withdrawn }))
}

const journal = (): number =>
  readFileSync(join(folder, 'accepted.ndjson'), 'utf8').split('\n').filter(Boolean).length
const lettersTold = (): { reference: string; state: string }[] =>
  posted.flatMap(({ body }) => (JSON.parse(body) as { letters: [] }).letters)
const wordsTold = (): { entry: string; result: string; dialledAt?: string }[] =>
  posted.flatMap(({ body }) => JSON.parse(body) as [])

test('a print house takes a batch once, posts it the next morning, and some of it comes back', async () => {
  batch('demo-print-2026-03-10-1', 200)
  await simulator.advance(NOW)
  expect(journal()).toBe(200)
  expect(readdirSync(join(folder, 'print'))).toEqual(['taken'])
  expect(posted).toEqual([])
  const morning = Date.parse('2026-03-11T08:00:00Z')
  await simulator.advance(morning)
  expect(posted[0]).toMatchObject({ path: '/letter/demo-print', headers: { authorization: 'Bearer sim' } })
  expect(lettersTold().map(({ state }) => state)).toEqual(Array(200).fill('posted'))
  posted = []
  await simulator.advance(morning + 6 * 24 * HOUR)
  const back = lettersTold().map(({ state }) => state)
  expect(back.length).toBeGreaterThan(4)
  expect(back.length).toBeLessThan(40)
  expect(new Set(back)).toContain('unknown_addressee')
  expect(journal()).toBe(200)
})

test('a page that is another than its digest says is not posted', async () => {
  batch('demo-print-2026-03-10-1', 1)
  writeFileSync(join(folder, 'print', 'demo-print-2026-03-10-1', 'reference-0.pdf'), 'another page')
  await expect(simulator.advance(NOW)).rejects.toThrow('digest')
})

test('a dialer dials from the top within the window, and leaves out what was withdrawn meanwhile', async () => {
  list('demo-dialer-2026-03-10-1', 30)
  await simulator.advance(NOW)
  const first = wordsTold()
  expect(first.map(({ entry }) => entry)).toEqual(Array.from({ length: 8 }, (_, index) => `entry-${index}`))
  expect(first.every(({ dialledAt }) => dialledAt === '2026-03-10T14:00:00.000Z')).toBe(true)
  const [{ path, headers, body } = { path: '', headers: {} as http.IncomingHttpHeaders, body: '' }] = posted
  expect(path).toBe('/call/demo-dialer')
  const signed = {
    id: String(headers['webhook-id']),
    timestamp: String(headers['webhook-timestamp']),
    signature: String(headers['webhook-signature']),
  }
  expect(verifySignature(signed, Buffer.from(body), [SECRET], Date.now())).toBe('good')
  posted = []
  withdraw('demo-dialer-2026-03-10-1-withdrawn-1', ['entry-9'])
  await simulator.advance(NOW + HOUR)
  expect(wordsTold().find(({ entry }) => entry === 'entry-9')).toEqual({
    entry: 'entry-9',
    result: 'not_dialled',
  })
  expect(wordsTold().filter(({ dialledAt }) => dialledAt === '2026-03-10T15:00:00.000Z')).toHaveLength(7)
  posted = []
  await simulator.advance(NOW + 3 * HOUR)
  expect(new Set(wordsTold().map(({ result }) => result))).toEqual(new Set(['not_dialled']))
})

test('the same seed meets the same words, and a process that begins anew journals nothing twice', async () => {
  batch('demo-print-2026-03-10-1', 3)
  list('demo-dialer-2026-03-10-1', 8)
  await simulator.advance(NOW)
  const first = wordsTold()
  simulator.close()
  posted = []
  simulator = open('1')
  await simulator.advance(NOW)
  expect(wordsTold()).toEqual(first)
  expect(journal()).toBe(3)
  await simulator.advance(NOW + 24 * HOUR)
  expect(posted.some(({ path }) => path === '/letter/demo-print')).toBe(true)
})
