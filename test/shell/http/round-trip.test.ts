import { Writable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AskedContact, explainLegal } from '../../../src/cli/compliance/ask.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { decidePage, type DecideDeps } from '../../../src/flow/decide.ts'
import { detectPage, type DetectDeps } from '../../../src/flow/detect.ts'
import type { IncomingRow } from '../../../src/flow/ports/record.ts'
import { recordFacts, type RecordDeps } from '../../../src/flow/record.ts'
import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { memoryDecideStore } from '../../../src/shell/replay/memory/decide.ts'
import { memoryDetectStore } from '../../../src/shell/replay/memory/detect.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../../src/shell/replay/memory/record/record.ts'
import { emptyWorld } from '../../../src/shell/replay/memory/world.ts'
import { exportPerson } from '../../../src/shell/person/export.ts'
import { configPort } from '../../../src/shell/pg/config/config.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { decideStore } from '../../../src/shell/pg/decide/decide.ts'
import { detectStore } from '../../../src/shell/pg/detect/detect.ts'
import { readLegal } from '../../../src/shell/pg/read/legal.ts'
import { findPersons } from '../../../src/shell/pg/read/person.ts'
import { readStory } from '../../../src/shell/pg/read/timeline.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { lawText } from '../../../src/shell/story/law-text.ts'
import { storyText } from '../../../src/shell/story/text.ts'
import { freshDatabase } from '../../support/database.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'
import { strangeRows } from './strange-rows.ts'

/** Each file is a database of its own in Postgres, so that few are drawn by default. */
const FILES = { memory: 6, Postgres: 2 }
const asked = process.env['ROUND_TRIPS']
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`round-trip: FC_SEED=${seed}`)

const START = '2026-03-04T12:00:00Z'
const LATER = ['2026-03-05T12:00:00Z', '2026-04-04T12:00:00Z', '2027-03-04T12:00:00Z']

/** What `arrears compliance explain` asks by default. */
const ASKED: Omit<AskedContact, 'channel'> = {
  role: 'debtor',
  place: null,
  purpose: 'collect',
  automation: null,
  minutes: 0,
  evidence: [],
  at: undefined,
  days: 2,
  known: null,
}

interface Store {
  record: RecordDeps
  detect: DetectDeps
  decide: DecideDeps
  setNow(at: string): Promise<void>
  /** The accounts with a contact to come. */
  planned(): Promise<string[]>
  read(): Promise<void>
  close(): Promise<void>
}

/** The row as a door takes it: what is refused comes along as what it is. */
function atDoor(given: Record<string, unknown>, line: number): IncomingRow {
  const read = parseFact(given)
  const place = { source: 'ledger', line }
  return 'problems' in read ? { refused: given, problems: read.problems, ...place } : { ...read, ...place }
}

async function live(store: Store, drawn: Record<string, unknown>[]): Promise<void> {
  // Every other row at least is about an account with a contact to come.
  const given = drawn.map((row, at) => (at % 2 === 0 ? { ...row, account: at % 4 === 0 ? 'A1' : 'A2' } : row))
  const look = async (): Promise<void> => {
    while ((await detectPage(store.detect)).more);
    await decidePage(store.decide, 100)
  }
  await store.setNow(START)
  await recordFacts(
    store.record,
    [...anAccount('A1'), ...anAccount('A2', { debtor: 'D2', phone: '+12025550111' })].map(atDoor),
  )
  await look()
  expect(await store.planned()).toEqual(['A1', 'A2'])
  await recordFacts(store.record, given.map(atDoor))
  await recordFacts(store.record, given.map(atDoor))
  for (const at of [START, ...LATER]) {
    await store.setNow(at)
    await look()
    await store.read()
  }
}

function inMemory(): Store {
  const world = emptyWorld(Date.parse(START))
  const { schedules, hash } = schedulesWith()
  const config = memoryConfig(schedules, hash)
  return {
    record: { store: memoryRecordStore(world), prepare: prepareWith(clearVault) },
    detect: { store: memoryDetectStore(world), config },
    decide: { store: memoryDecideStore(world), config },
    setNow: async (at) => void (world.now = Date.parse(at)),
    planned: async () =>
      [...world.contacts.values()]
        .filter(({ state }) => state === 'planned')
        .flatMap(({ accounts }) => accounts.map((id) => world.accounts.get(id)?.externalId ?? ''))
        .sort(),
    read: async () => {},
    close: async () => {},
  }
}

async function inPostgres(): Promise<Store> {
  const fresh = await freshDatabase()
  const { db } = fresh
  const vault = openVault(newVaultKeys())
  await publishSchedules(db, { ...schedulesWith(), by: 'test' })
  const config = configPort(db)
  return {
    record: { store: recordStore(db), prepare: prepareWith(vault) },
    detect: { store: detectStore(db), config },
    decide: { store: decideStore(db), config },
    setNow: async (at) => {
      await db.query(
        'insert into virtual_clock (at) values ($1) on conflict (one) do update set at = excluded.at',
        [at],
      )
    },
    planned: async () =>
      (
        await db.query<{ name: string }>(
          `select a.external_id as name from contact c join account a on a.id = c.account_id
           where c.state = 'planned' order by 1`,
        )
      ).map(({ name }) => name),
    read: async () => {
      const { schedules } = await config.active()
      for (const name of ['A1/1', 'A2/1', 'A9']) {
        const story = await readStory(db, name)
        if (story) expect(storyText(story) + lawText(story, schedules)).toContain(name)
        if (story) expect(JSON.parse(JSON.stringify(story))).toEqual(story)
      }
      for (const person of ['D1', 'D2', 'D9']) {
        const found = await readLegal(db, { person, account: null, knownBy: () => null })
        if (typeof found === 'string') continue
        for (const channel of ['sms', 'call'] as const)
          expect(JSON.stringify(explainLegal(found, { ...ASKED, channel }).report)).toContain(person)
      }
      for (const debtor of ['D1', 'D2', 'D9'])
        for (const found of await findPersons(db, debtor))
          for (const format of ['json', 'text'] as const)
            await exportPerson({ db, vault }, { found, by: 'test', format, out: nowhere(), onRows: () => {} })
      const broken: unknown[] = []
      await verifyChains(db, { only: null, since: null, onBroken: (one) => void broken.push(one) })
      expect(broken).toEqual([])
    },
    close: () => fresh.drop(),
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

test.each([
  ['memory', async () => inMemory()],
  ['Postgres', inPostgres],
] as const)(
  'what a door takes can be read, and passes detect and decide a day, a month and a year later: %s',
  async (where, open) => {
    await fc.assert(
      fc.asyncProperty(fc.array(strangeRows, { minLength: 20, maxLength: 40 }), async (given) => {
        const store = await open()
        try {
          await live(store, given)
        } finally {
          await store.close()
        }
      }),
      { numRuns: Number(asked ?? FILES[where]), seed, interruptAfterTimeLimit: 120_000 },
    )
  },
  300_000,
)
