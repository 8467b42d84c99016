import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundChangedDay } from '../../bench/changed-day-bound.ts'
import { writeDailyFile } from '../../bench/daily-file.ts'
import { makePlainBook, plainImport } from '../../bench/plain-import.ts'
import { verifyChains } from '../../src/shell/audit/verify.ts'
import { importFile, type Imported } from '../../src/shell/feed/import-file.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { newVaultKeys, openVault } from '../../src/shell/pg/base/vault.ts'
import { bookOf } from '../shell/feed/known-lines-book.ts'
import { type PgStage, pgStage } from '../shell/record/pg-stage.ts'

/** Two books have one first day: the program that is compared writes the second day of one of them, the engine that of the other. */
const vault = openVault(newVaultKeys())
const FIRST = Date.parse('2026-06-10T02:00:00Z')
const DAY = 86_400_000
const LINES = 600
let folder: string
let bound: PgStage
let engine: PgStage
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changed-day-'))
  ;[bound, engine] = await Promise.all([pgStage(vault), pgStage(vault)])
})
afterAll(async () => {
  await Promise.all([bound.close(), engine.close()])
  await rm(folder, { recursive: true })
})

async function fileOf(day: number): Promise<string> {
  const path = join(folder, `${day}.csv`)
  await writeDailyFile({ path, lines: LINES, day, changedEvery: 10 })
  return path
}

async function imported(stage: PgStage, day: number): Promise<Imported> {
  await stage.at(new Date(FIRST + day * DAY).toISOString())
  return importFile(
    { db: stage.db, prepare: prepareWith(vault), vault },
    {
      kind: 'accounts',
      file: 'book.csv',
      format: 'auto',
      asOf: FIRST + day * DAY,
      maxShare: 1,
      expectRows: LINES,
      force: false,
      input: createReadStream(await fileOf(day)),
      reject: async ([problem]) => expect(problem).toBeUndefined(),
      onProgress: () => {},
    },
  )
}

test('what a day with changes is compared with says of each change what the engine says, whose marks it knows', async () => {
  const client = new pg.Client(bound.ownerUrl)
  await client.connect()
  try {
    for (const stage of [bound, engine]) await imported(stage, 0)
    await makePlainBook(client)
    await plainImport(client, await fileOf(0))
    const at = FIRST + DAY
    await bound.at(new Date(at).toISOString())
    expect(await boundChangedDay({ client, vault, path: await fileOf(1), at })).toBe(LINES / 10)
  } finally {
    await client.query('drop table if exists plain_account, plain_staging')
    await client.end()
  }
  // The engine finds every line of that day known, and makes what did not change as of it.
  expect(await imported(bound, 1)).toMatchObject({ rows: LINES, taken: 0, same: 3 * LINES })
  expect(await imported(engine, 1)).toMatchObject({ taken: LINES / 10, same: 3 * LINES - LINES / 10 })
  expect(await bookOf(bound.db, '')).toEqual(await bookOf(engine.db, ''))
  const broken: unknown[] = []
  await verifyChains(bound.db, { only: null, since: null, onBroken: (one) => broken.push(one) })
  expect(broken).toEqual([])
  expect(await imported(bound, 2)).toEqual(await imported(engine, 2))
  expect(await bookOf(bound.db, '')).toEqual(await bookOf(engine.db, ''))
})
