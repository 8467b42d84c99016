import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Instant } from '../src/core/base/time.ts'
import type { Vault } from '../src/shell/pg/base/vault.ts'
import { checkFirst, type FirstLine } from './first-checks.ts'
import { FirstRows, type Ids, ORDER, type Rows, TABLES } from './first-rows.ts'
import { COLUMNS } from './daily-file.ts'

/** What a first day cannot do without: each line is looked at before anything of its file is stored, so the file is read twice; its number is known by a keyed hash, which is looked up in the book, since no process can hold all numbers; name and number are sealed; and the person, the number, the point, the account with its mark and three linked facts are written once, under the keys and indexes of the engine's tables. Nothing is staged or told; a debtor or account that is known already fails its page, by the key of its table. The engine goes on from there as from its own first day. */
export interface BoundDay {
  url: string
  vault: Vault
  path: string
  /** The instant of the file, and the one at which it is recorded. */
  at: Instant
}

/** Lines of a transaction. */
const LINES = 2000
/** Connections that write pages, as many as a small machine has processors. */
const LANES = 2

/** The answer is how many lines it took. */
export async function boundFirstDay({ url, vault, path, at }: BoundDay): Promise<number> {
  const checked = await checkedLines(path)
  const lanes: Lane[] = []
  let asking: Lane | null = null
  let lines = 0
  try {
    while (lanes.length < LANES) lanes.push(await openLane(url))
    asking = await openLane(url)
    const [first] = lanes
    if (!first) return 0
    const made = new FirstRows(vault, at, await lastIds(first.client))
    for await (const { page, known } of askedPages(asking.client, { vault, path })) {
      for (const line of page) made.put(line, known)
      lines += page.length
      const lane = lanes.shift() ?? first
      await lane.idle
      lane.idle = write(lane.client, made.end())
      // The next turn awaits it; a failure of this turn must not leave it unheard.
      lane.idle.catch(() => {})
      lanes.push(lane)
    }
    for (const { idle } of lanes) await idle
    await first.client.query(
      MOVE,
      ORDER.map((table) => made.ids[table]),
    )
  } finally {
    await Promise.all([...lanes, ...(asking ? [asking] : [])].map(({ client }) => client.end()))
  }
  if (lines !== checked) throw new Error('the file became another one')
  return lines
}

/** The answer is how many lines the file has, all of them good. */
async function checkedLines(path: string): Promise<number> {
  let lines = 0
  for await (const page of pagesOf(path)) {
    for (const text of page) checkFirst(text.split(','))
    lines += page.length
  }
  return lines
}

interface AskedPage {
  page: FirstLine[]
  /** The ids of its numbers that the book knows, by their hashes. */
  known: Map<string, number>
}

/** The numbers of the next page are looked up while one is written. */
async function* askedPages(
  client: pg.Client,
  { vault, path }: Pick<BoundDay, 'vault' | 'path'>,
): AsyncIterable<AskedPage> {
  let ready: Promise<AskedPage> | null = null
  for await (const texts of pagesOf(path)) {
    const page = texts.map((text): FirstLine => {
      const cells = text.split(',') as FirstLine['cells']
      return { text, cells, hash: vault.hex(cells[PHONE]) }
    })
    const before: Promise<AskedPage> | null = ready
    ready = known(client, page)
    // The next turn awaits it; a failure of this turn must not leave it unheard.
    ready.catch(() => {})
    if (before) yield await before
  }
  if (ready) yield await ready
}

const PHONE = 10
const KNOWN = `select encode(hash, 'hex') as hash, id::float8 as id from shared_number where hash = any($1::bytea[])`

async function known(client: pg.Client, page: FirstLine[]): Promise<AskedPage> {
  const hashes = `{${page.map(({ hash }) => `"\\\\x${hash}"`).join(',')}}`
  const { rows } = await client.query<{ hash: string; id: number }>({
    name: 'known',
    text: KNOWN,
    values: [hashes],
  })
  return { page, known: new Map(rows.map(({ hash, id }) => [hash, id])) }
}

interface Lane {
  client: pg.Client
  idle: Promise<void>
}

async function openLane(url: string): Promise<Lane> {
  const client = new pg.Client(url)
  await client.connect()
  return { client, idle: Promise.resolve() }
}

async function* pagesOf(path: string): AsyncIterable<string[]> {
  let rest = ''
  let page: string[] = []
  let isHead = true
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (isHead && lines.shift() !== COLUMNS) throw new Error('the file has other columns')
    isHead = false
    page.push(...lines)
    for (; page.length >= LINES; page = page.slice(LINES)) yield page.slice(0, LINES)
  }
  if (page.length > 0) yield page
}

const LAST = `select ${ORDER.map((table) => `(select last_value::float8 from ${table}_id_seq) as ${table}`).join(', ')}`
const MOVE = `select ${ORDER.map((table, index) => `setval('${table}_id_seq', $${index + 1})`).join(', ')}`

async function lastIds(client: pg.Client): Promise<Ids> {
  const { rows } = await client.query<Ids>(LAST)
  const [ids] = rows
  if (!ids) throw new Error('the book has no sequences')
  return ids
}

/** The tables are written in the order in which their rows need each other. */
async function write(client: pg.Client, rows: Rows): Promise<void> {
  await client.query('begin')
  for (const table of ORDER) {
    const copy = client.query(
      copyFrom(`copy ${table} (${TABLES[table].join(', ')}) from stdin (format binary)`),
    )
    copy.end(rows[table])
    await once(copy, 'finish')
  }
  await client.query('commit')
}
