import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { PersonId } from '../../../src/core/base/id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { erasePerson } from '../../../src/shell/pg/retention/save.ts'
import { pays } from '../../support/story-facts.ts'
import { letterStage, type LetterStage, type Manifest } from './stage.ts'

/** What the house took, by path; how often each batch was handed over; what it does with the next manifest. */
const files = new Map<string, Buffer>()
const batches: string[] = []
let next: 'takes' | 'takes and is cut' | 'is cut' | 'refuses' | 'has another' | 'sends away' = 'takes'
/** The manifest of which nobody answered. */
let refused = ''
/** What came where no file of the house says that letters go. */
const strayed: string[] = []
let house: Server
let stage: LetterStage

beforeAll(async () => {
  house = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const isManifest = path.endsWith('.json')
      if (path.startsWith('/elsewhere')) strayed.push(path)
      if (next === 'sends away') return response.writeHead(307, { location: `/elsewhere${path}` }).end()
      if (request.headers.authorization !== 'Bearer secret') return response.writeHead(401).end()
      if (isManifest && next === 'refuses') return response.writeHead(422).end()
      if (isManifest && next === 'is cut') {
        refused = Buffer.concat(chunks).toString()
        return void request.socket.destroy()
      }
      if (isManifest && (next === 'has another' || files.has(path))) return response.writeHead(409).end()
      files.set(path, Buffer.concat(chunks))
      if (isManifest) batches.push(String(request.headers['idempotency-key']))
      if (isManifest && next === 'takes and is cut') return void request.socket.destroy()
      response.writeHead(201).end()
    })
  })
  await new Promise<void>((resolve) => void house.listen(0, '127.0.0.1', resolve))
  const { port } = house.address() as AddressInfo
  stage = await letterStage('handed_over', `http://127.0.0.1:${port}/in`)
  await stage.real.at('2026-02-01T09:00:00Z')
  for (const number of [1, 2, 3]) await stage.debtor(number)
  await stage.real.morning('2026-03-02T00:05:00Z')
  await stage.real.morning('2026-03-02T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-02T14:01:00Z')
})
afterAll(async () => {
  await stage.close()
  house.close()
})

test('a batch that the house may have taken is told again, the same under the same name, and nobody is taken out any more', async () => {
  next = 'takes and is cut'
  await expect(stage.handOver()).rejects.toThrow()
  const first = files.get('/in/post-2026-03-02-1/manifest.json')?.toString()
  expect(await stage.states()).toEqual({ A1: 'sending', A2: 'sending', A3: 'sending' })
  await stage.real.take(pays('A2', '2026-03-02T14:01:00Z'))
  next = 'takes'
  await stage.die()
  expect(await stage.handOver()).toEqual([{ batch: 'post-2026-03-02-1', letters: 3 }])
  expect(await stage.states()).toEqual({ A1: 'sent', A2: 'sent', A3: 'sent' })
  expect(batches).toEqual(['post-2026-03-02-1'])
  expect(files.get('/in/post-2026-03-02-1/manifest.json')?.toString()).toBe(first)
  const manifest = JSON.parse(first ?? '') as Manifest
  expect(manifest.letters).toBe(3)
  for (const { file, sha256 } of manifest.files) {
    const pdf = files.get(`/in/post-2026-03-02-1/${file}`) ?? ''
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(sha256)
  }
  expect(await stage.handOver()).toEqual([])
})

/** A worker that dies when its letters are settled, and has not said yet that the batch is over. */
function dyingLast(): Database {
  const { db } = stage.real
  return {
    pool: db.pool,
    close: () => db.close(),
    query: (text, params, name) => db.query<never>(text, params, name),
    transactionAtOnce: (work) => db.transactionAtOnce(work),
    transaction: (work) =>
      db.transaction((tx) => {
        const query: typeof tx.query = (text, params, name) => {
          if (text.includes("set state = 'handed_over'")) throw new Error('killed')
          return tx.query(text, params, name)
        }
        return work({ ...tx, query })
      }),
  }
}

test('a batch whose letters are settled is not told again: its manifest would name none of them', async () => {
  for (const number of [4, 5]) await stage.debtor(number, undefined, '2026-03-02')
  await stage.real.morning('2026-03-03T00:05:00Z')
  await stage.real.morning('2026-03-03T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-03T14:01:00Z')
  await expect(stage.handOver(dyingLast())).rejects.toThrow('killed')
  expect(await stage.states()).toMatchObject({ A4: 'sent', A5: 'sent' })
  const told = batches.length
  await stage.die()
  await stage.handOver()
  expect(batches).toHaveLength(told)
  const manifest = files.get('/in/post-2026-03-03-1/manifest.json')?.toString() ?? ''
  expect((JSON.parse(manifest) as Manifest).letters).toBe(2)
  expect(await stage.handOver()).toEqual([])
})

test('a batch that the house refused, or of whose name it has another, is looked at anew and has a new name: who has paid meanwhile is not written to', async () => {
  for (const number of [6, 7]) await stage.debtor(number, undefined, '2026-03-03')
  await stage.real.morning('2026-03-04T00:05:00Z')
  await stage.real.morning('2026-03-04T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-04T14:01:00Z')
  next = 'refuses'
  await expect(stage.handOver()).rejects.toThrow('422')
  expect(await stage.states()).toMatchObject({ A6: 'sending', A7: 'sending' })
  await stage.real.take(pays('A6', '2026-03-04T14:01:00Z'))
  next = 'has another'
  await stage.die()
  await expect(stage.handOver()).rejects.toThrow('409')
  expect(await stage.states()).toMatchObject({ A6: 'cancelled', A7: 'sending' })
  next = 'sends away'
  await stage.die()
  await expect(stage.handOver()).rejects.toThrow('307')
  expect(strayed).toEqual([])
  next = 'takes'
  await stage.die()
  expect(await stage.handOver()).toEqual([{ batch: 'post-2026-03-04-4', letters: 1 }])
  expect(await stage.states()).toMatchObject({ A6: 'cancelled', A7: 'sent' })
  expect(batches.at(-1)).toBe('post-2026-03-04-4')
  expect(files.has('/in/post-2026-03-04-1/manifest.json')).toBe(false)
})

test('what is told again is the same manifest, and the one that stands in the book, also where somebody was erased meanwhile', async () => {
  for (const number of [10, 11]) await stage.debtor(number, undefined, '2026-03-04')
  await stage.real.morning('2026-03-05T00:05:00Z')
  await stage.real.morning('2026-03-05T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-05T14:00:30Z')
  next = 'is cut'
  await expect(stage.handOver()).rejects.toThrow()
  const person = (await stage.real.contacts()).find(({ account }) => account === 'A10')?.person ?? 0
  const who = { person: PersonId.parse(person), by: 'test', reason: 'asked' }
  await stage.real.owner.transaction((tx) => erasePerson(tx, who))
  next = 'takes'
  await stage.die()
  expect(await stage.handOver()).toMatchObject([{ batch: 'post-2026-03-05-1' }])
  const taken = files.get('/in/post-2026-03-05-1/manifest.json')?.toString() ?? ''
  expect(taken).toBe(refused)
  expect((JSON.parse(taken) as Manifest).letters).toBe(2)
  const [book] = await stage.real.db.query<{ manifest: string; letters: number }>(
    `select manifest, letters from letter_batch where name = 'post-2026-03-05-1'`,
  )
  expect(book).toEqual({ manifest: createHash('sha256').update(taken).digest('hex'), letters: 2 })
  expect(await stage.handOver()).toEqual([])
})

/** How often whoever works on a batch says that he still does. */
function counted(): { db: Database; extended: () => number } {
  const { db } = stage.real
  let count = 0
  const query: Database['query'] = (text, params, name) => {
    if (/update letter_batch set lease_until = [^,]*where id/.test(text)) count++
    return db.query<never>(text, params, name)
  }
  const through: Database = {
    pool: db.pool,
    close: () => db.close(),
    transaction: db.transaction.bind(db),
    transactionAtOnce: db.transactionAtOnce.bind(db),
    query,
  }
  return { db: through, extended: () => count }
}

test('whoever hands over to a slow house holds the batch by time, and stops where somebody else has it', async () => {
  for (const number of [8, 9]) await stage.debtor(number, undefined, '2026-03-05')
  await stage.real.morning('2026-03-06T00:05:00Z')
  await stage.real.morning('2026-03-06T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-06T14:01:00Z')
  let now = 0
  const { db, extended } = counted()
  expect(await stage.handOver(db, () => (now += 31_000))).toEqual([
    { batch: 'post-2026-03-06-1', letters: 2 },
  ])
  // It is said once after the letters were looked at, and once after each.
  expect(extended()).toBe(3)
})
