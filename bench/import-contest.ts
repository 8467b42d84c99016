import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { importFile, type Imported } from '../src/shell/feed/import-file.ts'
import { prepareWith } from '../src/shell/feed/prepare.ts'
import { openVault } from '../src/shell/pg/base/vault.ts'
import { boundChangedDay } from './changed-day-bound.ts'
import { boundFirstDay } from './first-day-bound.ts'
import { writeDailyFile } from './daily-file.ts'
import { asAdmin, type BenchDatabase, copyOf, dropDatabase, makeTemplate } from './database.ts'
import type { Contest, Side, Work } from './harness.ts'
import { timed } from './timed.ts'
import { KEYS } from './morning.ts'
import { Peak } from './peak.ts'
import { makePlainBook, plainImport } from './plain-import.ts'
import type { Servers } from './servers.ts'

const FIRST_DAY = Date.parse('2026-06-10T02:00:00Z')
const DAY = 86_400_000

/** The book of day 0 under both ways; a round takes the file of the next day. */
export interface ImportContest {
  /** The number of lines. */
  lines: number
  changedEvery: number
  /** The pages that are told before the threads start; absent = where they pay. */
  pages?: number
}

export async function dailyContest(servers: Servers, contest: ImportContest): Promise<Contest> {
  const template = await emptyBook(servers)
  const files = filesIn(servers.folder, contest)
  const first = await copyOf(servers, template)
  await taken(first, await files(0), 0)
  await asAdmin(first.adminUrl, async (client) => {
    await plainImport(client, await files(0))
    await client.query('vacuum analyze')
  })
  // A book is copied while nobody is in it.
  await first.db.close()
  const copy = await copyOf(servers, first.name)
  const plain = new pg.Client(copy.adminUrl)
  await plain.connect()
  const floor =
    contest.changedEvery > 0
      ? await boundOfChanges(servers, first.name, { files, lines: contest.lines })
      : null
  await dropDatabase(servers, first.name)
  return {
    ours: {
      name: 'arrears import, the engine’s facts and chain',
      round: async (number) => ours(copy, await files(number + 1), { day: number + 1, contest }),
    },
    against: {
      name: 'COPY and one upsert where changed',
      round: async (number) => byHand(plain, await files(number + 1), contest.lines),
    },
    ...(floor && { floor: floor.side }),
    close: async () => {
      await plain.end()
      await copy.drop()
      await floor?.close()
      await dropDatabase(servers, template)
    },
  }
}

type FilesOf = (day: number) => Promise<string>

/** A book of its own, in which nothing happens but what nobody can do without. */
async function boundOfChanges(
  servers: Servers,
  book: string,
  { files, lines }: { files: FilesOf; lines: number },
): Promise<{ side: Side; close: () => Promise<void> }> {
  const copy = await copyOf(servers, book)
  const client = new pg.Client(copy.adminUrl)
  await client.connect()
  const vault = openVault(KEYS)
  const round = async (number: number): Promise<Work> => {
    const path = await files(number + 1)
    return timed(async () => {
      await boundChangedDay({ client, vault, path, at: FIRST_DAY + (number + 1) * DAY })
      return lines
    })
  }
  return {
    side: { name: 'bound: the same, and facts, links and figures', round },
    close: async () => {
      await client.end()
      await copy.drop()
    },
  }
}

export async function firstDayContest(servers: Servers, lines: number): Promise<Contest> {
  const template = await emptyBook(servers)
  const contest = { lines, changedEvery: 0 }
  const file = await filesIn(servers.folder, contest)(0)
  const onCopy = async (round: (copy: BenchDatabase) => Promise<Work>): Promise<Work> => {
    const copy = await copyOf(servers, template)
    try {
      return await round(copy)
    } finally {
      await copy.drop()
    }
  }
  return {
    ours: {
      name: 'arrears import, the engine’s facts and chain',
      round: () => onCopy((copy) => ours(copy, file, { day: 0, contest })),
    },
    against: {
      name: 'COPY and one upsert',
      round: () => onCopy((copy) => asAdmin(copy.adminUrl, (client) => byHand(client, file, contest.lines))),
    },
    floor: {
      name: 'bound: the same rows, keys, seals and links',
      round: () => onCopy((copy) => bound(copy, file, contest.lines)),
    },
    close: () => dropDatabase(servers, template),
  }
}

/** A book of so many accounts beside one of a tenth of them, each with its first day and a day on which a tenth changed: what a line costs, and how much memory is held. The smaller one comes first, since a process keeps what it once had. */
export async function sizeContest(servers: Servers, lines: number): Promise<Contest> {
  const template = await emptyBook(servers)
  const sideOf = (most: number): Side => ({
    name: `the first two days of ${most} accounts`,
    // The first round only warms up.
    round: (number) => twoDays(servers, template, number === 0 ? Math.min(most, WARM) : most),
  })
  return {
    ours: sideOf(lines),
    against: sideOf(Math.ceil(lines / 10)),
    close: () => dropDatabase(servers, template),
  }
}

const WARM = 3000

async function twoDays(servers: Servers, template: string, lines: number): Promise<Work> {
  // Where threads pay, both sizes are told by them: neither is spared the memory that they take.
  const contest = { lines, changedEvery: 10, pages: 0 }
  const files = filesIn(servers.folder, contest)
  const days = [await files(0), await files(1)]
  const copy = await copyOf(servers, template)
  const memory = new Peak()
  try {
    let all: Work = { units: 0, millis: 0, cpu: 0 }
    for (const [day, path] of days.entries()) {
      const { units, millis, cpu = Number.NaN } = await ours(copy, path, { day, contest })
      all = { units: all.units + units, millis: all.millis + millis, cpu: (all.cpu ?? 0) + cpu }
      await asAdmin(copy.adminUrl, (client) => client.query('vacuum analyze'))
    }
    return { ...all, memory: memory.end() }
  } finally {
    memory.end()
    await copy.drop()
  }
}

function emptyBook(servers: Servers): Promise<string> {
  return makeTemplate(servers, async (client) => {
    await makePlainBook(client)
    await client.query('insert into virtual_clock (at) values (to_timestamp($1 / 1000.0))', [FIRST_DAY])
  })
}

/** Files are written before they are timed. */
function filesIn(folder: string, { lines, changedEvery }: ImportContest): FilesOf {
  const written = new Map<number, string>()
  return async (day) => {
    const path = join(folder, `day-${lines}-${changedEvery}-${day}.csv`)
    if (!written.has(day)) await writeDailyFile({ path, lines, day, changedEvery })
    written.set(day, path)
    return path
  }
}

async function ours(
  copy: BenchDatabase,
  path: string,
  { day, contest }: { day: number; contest: ImportContest },
): Promise<Work> {
  const { pages } = contest
  const work = await timed(async () => (await taken(copy, path, day, pages)).rows)
  if (work.units !== contest.lines) throw new Error(`${work.units} of ${contest.lines} lines arrived`)
  return work
}

async function taken(copy: BenchDatabase, path: string, day: number, pages?: number): Promise<Imported> {
  const asOf = FIRST_DAY + day * DAY
  await asAdmin(copy.adminUrl, (client) =>
    client.query('update virtual_clock set at = to_timestamp($1 / 1000.0)', [asOf]),
  )
  const vault = openVault(KEYS)
  const imported = await importFile(
    { db: copy.db, prepare: prepareWith(vault), vault, keys: KEYS },
    {
      kind: 'accounts',
      file: 'daily.csv',
      format: 'auto',
      asOf,
      maxShare: 1,
      expectRows: null,
      force: false,
      ...(pages !== undefined && { threads: { pages } }),
      input: createReadStream(path),
      reject: async ([problem]) => {
        if (problem) throw new Error(`line ${problem.line} was refused: ${problem.code}`)
      },
      onProgress: () => {},
    },
  )
  const [warning] = imported.warnings
  if (warning) throw new Error(`line ${warning.line} was taken with ${warning.code}`)
  return imported
}

async function bound({ ownerUrl: url }: BenchDatabase, path: string, lines: number): Promise<Work> {
  const work = await timed(() => boundFirstDay({ url, vault: openVault(KEYS), path, at: FIRST_DAY }))
  if (work.units !== lines) throw new Error(`${work.units} of ${lines} lines were written`)
  return work
}

function byHand(client: pg.Client, path: string, lines: number): Promise<Work> {
  return timed(async () => {
    await plainImport(client, path)
    return lines
  })
}
