import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundFirstDay } from '../../bench/first-day-bound.ts'
import { writeDailyFile } from '../../bench/daily-file.ts'
import { verifyChains } from '../../src/shell/audit/verify.ts'
import { importFile, type Imported } from '../../src/shell/feed/import-file.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { connect, type Database } from '../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../src/shell/pg/base/vault.ts'
import { bookOf } from '../shell/feed/known-lines-book.ts'
import { type PgStage, pgStage } from '../shell/record/pg-stage.ts'

/** One book is written by the program that a first day is compared with, the other by the engine, as the command line connects it: new rows go in by COPY. */
const vault = openVault(newVaultKeys())
const AT = Date.parse('2026-06-10T02:00:00Z')
const LINES = 2100
let folder: string
let bound: PgStage
let engine: PgStage
let plain: Database
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-day-'))
  ;[bound, engine] = await Promise.all([pgStage(vault), pgStage(vault)])
  for (const stage of [bound, engine]) await stage.at(new Date(AT).toISOString())
  plain = connect({ url: engine.ownerUrl, max: 4, applicationName: 'test' })
})
afterAll(async () => {
  await plain.close()
  await Promise.all([bound.close(), engine.close()])
  await rm(folder, { recursive: true })
})

async function fileOf(day: number): Promise<string> {
  const path = join(folder, `${day}.csv`)
  await writeDailyFile({ path, lines: LINES, day, changedEvery: day === 0 ? 0 : 10 })
  return path
}

function imported(db: Database, path: string, asOf: number): Promise<Imported> {
  return importFile(
    { db, prepare: prepareWith(vault), vault },
    {
      kind: 'accounts',
      file: 'book.csv',
      format: 'auto',
      asOf,
      maxShare: 1,
      expectRows: LINES,
      force: false,
      input: createReadStream(path),
      reject: async ([problem]) => expect(problem).toBeUndefined(),
      onProgress: () => {},
    },
  )
}

/** The first row that differs. */
function differenceOf(some: unknown, others: unknown): unknown {
  const rows = (all: unknown): string[] => (all as unknown[]).map((row) => JSON.stringify(row))
  const [one, other] = [rows(some), rows(others)]
  const at = one.findIndex((row, index) => row !== other[index])
  return at < 0 && one.length === other.length ? null : [one[at], other[at]]
}

test('what a first day is compared with writes the book that the engine writes, can be read, and is gone on from', async () => {
  const path = await fileOf(0)
  expect(await boundFirstDay({ url: bound.ownerUrl, vault, path, at: AT })).toBe(LINES)
  await imported(plain, path, AT)
  const [one, other] = await Promise.all([bookOf(bound.db, ''), bookOf(engine.db, '')])
  // The day of the file is told of its creditor by whoever takes it.
  for (const what of Object.keys(one))
    if (what !== 'feeds') expect([what, differenceOf(one[what], other[what])]).toEqual([what, null])
  const broken: unknown[] = []
  const facts = await verifyChains(bound.db, { only: null, since: null, onBroken: (one) => broken.push(one) })
  expect({ broken, facts: facts.facts }).toEqual({ broken: [], facts: 3 * LINES })
  const sealed = await bound.db.query<{ name: Buffer; value: Buffer; key: string; hash: Buffer }>(
    `select p.name_sealed as name, c.value_sealed as value, c.key_id as key, n.hash from person p
     join contact_point c on c.person_id = p.id join shared_number n on n.id = c.number_id order by p.id limit 20`,
  )
  for (const [line, { name, value, key, hash }] of sealed.entries()) {
    expect(vault.open(name, key)).toBe(`Pat Example ${line}`)
    expect(vault.hash(vault.open(value, key)).equals(hash)).toBe(true)
  }
  const next = AT + 86_400_000
  for (const stage of [bound, engine]) await stage.at(new Date(next).toISOString())
  const days = [await imported(bound.db, await fileOf(1), next), await imported(plain, await fileOf(1), next)]
  expect(days[0]).toEqual(days[1])
})
