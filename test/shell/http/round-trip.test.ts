import { Writable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOLD_REASONS } from '../../../src/core/fact/hold-reason.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { decidePage, type DecideDeps } from '../../../src/flow/decide.ts'
import { detectPage, type DetectDeps } from '../../../src/flow/detect.ts'
import type { IncomingRow } from '../../../src/flow/ports/record.ts'
import { recordFacts, type RecordDeps } from '../../../src/flow/record.ts'
import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../../src/shell/memory/config.ts'
import { memoryDecideStore } from '../../../src/shell/memory/decide.ts'
import { memoryDetectStore } from '../../../src/shell/memory/detect.ts'
import { clearVault } from '../../../src/shell/memory/record-vault.ts'
import { memoryRecordStore } from '../../../src/shell/memory/record.ts'
import { emptyWorld } from '../../../src/shell/memory/world.ts'
import { exportPerson } from '../../../src/shell/person/export.ts'
import { configPort } from '../../../src/shell/pg/config.ts'
import { publishSchedules } from '../../../src/shell/pg/config-publish.ts'
import { decideStore } from '../../../src/shell/pg/decide.ts'
import { detectStore } from '../../../src/shell/pg/detect.ts'
import { findPersons } from '../../../src/shell/pg/read-person.ts'
import { readStory } from '../../../src/shell/pg/read-timeline.ts'
import { recordStore } from '../../../src/shell/pg/record.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/vault.ts'
import { storyText } from '../../../src/shell/story/text.ts'
import { freshDatabase } from '../../support/database.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

/** In Postgres each is a database of its own, so that few are drawn by default. */
const FILES = { memory: 6, Postgres: 2 }
const asked = process.env['ROUND_TRIPS']
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`round-trip: FC_SEED=${seed}`)

const START = '2026-03-04T12:00:00Z'
const LATER = ['2026-03-05T12:00:00Z', '2026-04-04T12:00:00Z', '2027-03-04T12:00:00Z']

const days = fc.constantFrom(
  '0001-01-01',
  '1899-12-31',
  '1900-01-01',
  '1970-01-01',
  '2026-02-28',
  '2026-03-04',
  '2028-02-29',
  '2099-12-31',
  '2199-12-31',
  '2200-01-01',
  '2999-12-31',
  '9999-12-31',
  '0000-00-00',
)
const instants = fc.oneof(
  days.map((day) => `${day}T00:00:00Z`),
  days.map((day) => `${day}T23:59:60.999999+14:00`),
  fc.constantFrom(
    '2026-03-04T24:00:00Z',
    '2026-03-03T02:30:00-05:00',
    '2026-03-05T12:59:59Z',
    '2026-03-04T12:00:00.0001Z',
  ),
)
const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    'null',
    'A1',
    '../x',
    '%00',
    '\u0000',
    '\ud800',
    '\u200b',
    'A\u0308',
    '\u{1f4a9}',
    '￿',
    "'; --",
    '\t\n',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const names = fc.oneof(texts, fc.constantFrom('x'.repeat(200), '\u{1f4a9}'.repeat(100), 'first', 'second'))
const amounts = fc.constantFrom(
  '0',
  '0.01',
  '1.00',
  '99.999',
  '90071992547409.91',
  '90071992547409.92',
  '1e3',
  '-1',
  '200.00',
)
const zones = fc.constantFrom(
  'UTC',
  'US/Pacific-New',
  'Asia/Calcutta',
  'America/Godthab',
  'Antarctica/Troll',
  'Factory',
  'EST',
  'Mars/X',
)
const regions = fc.constantFrom('US-NY', 'DE', 'Atlantis', 'XX', '', 'us-ny-nyc')
/** Most of them are about accounts with something planned. */
const accounts = fc.constantFrom('A1', 'A2', 'A1', 'A2', 'A9', ' A1 ')

const on = (type: string, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record<Record<string, unknown>>({ type: fc.constant(type), at: instants, account: accounts, ...more })

const rows: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  on('account.opened', {
    debtor: fc.constantFrom('D1', 'D2', 'D9'),
    creditor: fc.constant('acme'),
    currency: fc.constantFrom('USD', 'JPY', 'XXX'),
    zone: zones,
    region: regions,
    name: texts,
    phone: texts,
  }),
  on('obligation.billed', { obligation: names, dueOn: days, amount: amounts }),
  on('obligation.rescheduled', { obligation: names, dueOn: days }),
  on('payment.received', { payment: names, amount: amounts }),
  on('payment.reversed', { payment: names }),
  on('account.snapshot', { pastDue: amounts, oldestDueOn: fc.option(days) }),
  on('score.changed', { score: fc.constantFrom(0, 1, 0.5, 1e-320, Number.MAX_VALUE) }),
  on('dispute.opened', { dispute: names, reason: texts }),
  on('hold.placed', { hold: names, reason: fc.constantFrom(...HOLD_REASONS), until: days }),
  on('hold.lifted', { hold: names }),
  on('promise.made', { promise: names, amount: amounts, by: days, graceDays: fc.constantFrom(0, 60) }),
  on('consent.given', { consent: names, until: instants }),
  on('evidence.recorded', {
    evidence: names,
    value: fc.oneof(texts, fc.double(), fc.boolean()),
    until: instants,
  }),
  on('point.added', { kind: fc.constantFrom('phone', 'email', 'address', 'handle'), value: texts }),
  on('optout.received', { point: texts }),
  on('preference.set', { closed: fc.constant([{ days: 'daily', hours: ['22:00', '24:00'] }]) }),
  on('contact.recorded', {
    channel: fc.constantFrom('sms', 'call', 'letter'),
    direction: fc.constantFrom('in', 'out'),
    disposition: fc.constantFrom('replied', 'no_answer', 'delivered'),
    text: texts,
    key: names,
  }),
  on('account.closed', { reason: fc.constantFrom('settled', 'sold') }),
  on('account.reopened'),
)

interface Store {
  record: RecordDeps
  detect: DetectDeps
  decide: DecideDeps
  setNow(at: string): Promise<void>
  read(): Promise<void>
  close(): Promise<void>
}

/** At a door: what is refused comes along as what it is. */
function atDoor(given: Record<string, unknown>, line: number): IncomingRow {
  const read = parseFact(given)
  const place = { source: 'ledger', line }
  return 'problems' in read ? { refused: given, problems: read.problems, ...place } : { ...read, ...place }
}

async function live(store: Store, given: Record<string, unknown>[]): Promise<void> {
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
    read: async () => {
      for (const name of ['A1/1', 'A2/1']) {
        const story = await readStory(db, name)
        if (story) expect(storyText(story)).toContain(name)
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
      fc.asyncProperty(fc.array(rows, { minLength: 20, maxLength: 40 }), async (given) => {
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
