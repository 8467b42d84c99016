import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '../../../src/core/base/problem.ts'
import type { AtDoor } from '../../../src/shell/access/at-door.ts'
import type { ImportKind } from '../../../src/shell/feed/column.ts'
import { importFile, type Imported } from '../../../src/shell/feed/import-file.ts'
import { readWritten } from '../../../src/shell/feed/read/written.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { handsOf } from '../../../src/shell/feed/thread/hands.ts'
import type { ThreadSetup } from '../../../src/shell/feed/thread/order.ts'
import { startThreads } from '../../../src/shell/feed/thread/threads.ts'
import { connect } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { bookOf } from './known-lines-book.ts'

/** One imports by threads of its own, the other alone. */
const keys = newVaultKeys()
let apart: PgStage
let alone: PgStage
beforeAll(async () => {
  const vault = openVault(keys)
  ;[apart, alone] = await Promise.all([pgStage(vault), pgStage(vault)])
})
afterAll(() => Promise.all([apart.close(), alone.close()]))

const START = Date.parse('2026-03-01T02:00:00Z')
const LINES = 3500

/** Every 50th line cannot be read, every 70th is refused by the ledger, and every 90th has a number that nobody can read; of a later day every third says something else. */
function fileOf(mark: string, day: number): string {
  const lines = Array.from({ length: LINES }, (_, n) => {
    const phone = n % 90 === 1 ? 'call me' : `+1202555${1000 + (n % 9000)}`
    const owed = n % 50 === 3 ? 'x' : `${100 + (n % 3 === 0 ? day : 0)}.00`
    const debtor = n % 70 === 5 ? 'D0' : `D${n}`
    const account = n % 70 === 5 ? 'A7' : `A${n}`
    return `${account}${mark},${debtor}${mark},acme${mark},USD,${phone},Ann ${n},0.${n % 9},${owed},2026-02-01,900.00`
  })
  return `account,debtor,creditor,currency,phone,name,score,past_due,oldest_due_on,balance\n${lines.join('\n')}\n`
}

interface Day {
  imported: Imported
  rejected: Problem[]
}

async function took(stage: PgStage, content: string, day: number, count: number): Promise<Day> {
  const rejected: Problem[] = []
  const asOf = START + day * 86_400_000
  await stage.at(new Date(asOf + 3_600_000).toISOString())
  const imported = await importFile(
    { db: stage.db, prepare: prepareWith(stage.vault), vault: stage.vault, keys },
    {
      kind: 'accounts',
      file: 'book.csv',
      format: 'auto',
      asOf,
      maxShare: 1,
      expectRows: LINES,
      force: false,
      threads: { count, pages: 1 },
      input: Readable.from([Buffer.from(content)]),
      reject: async (problems) => void rejected.push(...problems),
      onProgress: () => {},
    },
  )
  return { imported, rejected }
}

test('a file that threads tell and store comes to what one thread makes of it, and its sender hears the same in the same order', async () => {
  const mark = randomUUID().slice(0, 8)
  for (const day of [0, 1]) {
    const content = fileOf(mark, day)
    const [one, other] = await Promise.all([took(apart, content, day, 2), took(alone, content, day, 0)])
    expect(one).toEqual(other)
    expect(one.rejected.length).toBeGreaterThan(LINES / 60)
    expect(one.imported.warnings.length).toBeGreaterThan(0)
  }
  expect(await bookOf(apart.db, mark)).toEqual(await bookOf(alone.db, mark))
}, 240_000)

test('a file whose threads have ended is not taken, and the next run goes on', async () => {
  const mark = randomUUID().slice(0, 8)
  const content = fileOf(mark, 0)
  const query = apart.db.query.bind(apart.db)
  const broken: PgStage = {
    ...apart,
    db: {
      ...apart.db,
      query: async (text, params, name) => {
        // The pages of the file are gone before a thread asks for them.
        if (text.includes('accounts, debtors from import_staging')) {
          const rows = await query(text, params, name)
          await query('delete from import_staging where run_id = $1', [params?.[0]])
          return rows as never
        }
        return query(text, params, name)
      },
    },
  }
  await expect(took(broken, content, 2, 2)).rejects.toThrow('import-page-at gave no row')
  const { imported } = await took(apart, content, 2, 2)
  expect(imported.rows).toBe(LINES)
}, 240_000)

test.each([
  ['account,channel,at,disposition', 'A1,sms,2026-02-20T10:00:00Z,delivered', 'by threads'],
  [
    'account,channel,at,disposition,agent,settlement',
    'A1,call,2026-02-20T10:00:00Z,rpc_settlement,g1,S1',
    'here',
  ],
  ['', '{"account":"A1","channel":"sms","at":"2026-02-20T10:00:00Z","disposition":"delivered"}', 'here'],
])('contacts under %s are told where the door can be asked of them: %s', async (head, text, where) => {
  const asked: string[] = []
  const how = { kind: 'contacts', asOf: new Date(START).toISOString(), source: 'ledger' } as const
  const atDoor: AtDoor = { mayTell: (fact) => (asked.push(fact.type), null), signed: (fact) => fact }
  const telling = { run: 1, file: 'f', how: { ...how, prepare: prepareWith(apart.vault) }, atDoor }
  const hands = handsOf(telling, setupOf('contacts'), { count: 1, pages: 0 })
  const line = { line: 2, head, text, cells: null, account: 'A1', says: 0 }
  const page = [{ line: { ...line, read: () => readWritten(line) }, mark: null, described: null }]
  const told = await hands.tell(page).then(({ rejected }) => rejected, String)
  await hands.end()
  if (where === 'here') expect({ told, asked }).toEqual({ told: 0, asked: ['contact.recorded'] })
  else expect({ told, asked }).toEqual({ told: expect.stringContaining('ARREARS_SEAL_KEYS'), asked: [] })
})

test('what is asked of a thread that has died fails, however idle it was', async () => {
  const threads = startThreads(setupOf('accounts'), 2)
  const asked = (): Promise<string> =>
    Promise.race([threads.store(1).then(() => 'stored', String), sleep(60_000, 'nothing')])
  await Promise.all([asked(), asked()])
  const later = await Promise.all([asked(), asked(), asked()])
  await threads.end()
  expect(later).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('ARREARS_SEAL_KEYS')))
}, 240_000)

test('a thread counts in the minor units of the book', async () => {
  const mark = randomUUID().slice(0, 8)
  const owner = connect({ url: apart.ownerUrl, applicationName: 'test' })
  try {
    await owner.query(`insert into minor_unit (currency, digits) values ('HUF', 0)`)
    await took(apart, fileOf(mark, 0).replaceAll(',USD,', ',HUF,'), 3, 2)
    expect(
      await apart.db.query('select past_due from account where external_id = any($1)', [[`A1${mark}`]]),
    ).toEqual([{ past_due: 100 }])
  } finally {
    await owner.query('delete from minor_unit')
    await owner.close()
  }
}, 240_000)

function setupOf(kind: ImportKind): ThreadSetup {
  return {
    run: 1,
    file: 'book.csv',
    format: 'auto',
    kind,
    asOf: new Date(START).toISOString(),
    holds: true,
    history: false,
    lists: [],
    // A thread opens no vault with this, and ends.
    keys: { seal: 'no key', hash: 'no key' },
    url: apart.db.pool.options.connectionString ?? '',
    applicationName: 'test',
  }
}
