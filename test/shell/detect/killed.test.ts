import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonId } from '../../../src/core/base/id.ts'
import { decidePage, decidesOpened, retryDecide } from '../../../src/flow/decide.ts'
import { detectPage } from '../../../src/flow/detect.ts'
import type { DecidesOpened } from '../../../src/flow/ports/decide.ts'
import type { ContactJob } from '../../../src/flow/ports/enqueuer.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import type { Database, SqlTransaction } from '../../../src/shell/pg/base/database.ts'
import { detectStore } from '../../../src/shell/pg/detect/detect.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { SECOND } from '../../support/drawn/morning.ts'
import { anAccount } from '../../support/story-facts.ts'
import { incoming } from '../record/stage.ts'
import { bookOf, publishStory, storesOn } from './book.ts'

const PEOPLE = ['A', 'B', 'C', 'D']
/** So many that their rows go in by COPY. */
const MANY = Array.from({ length: 50 }, (_, place) => `M${place}`)
let fresh: Awaited<ReturnType<typeof reusedDatabase>>
let stores: ReturnType<typeof storesOn>
beforeEach(async () => {
  fresh = await reusedDatabase()
  stores = storesOn(fresh.db)
  await publishStory(fresh.db)
  await stores.setNow(Date.parse('2026-02-10T12:00:00Z'))
  await meet(PEOPLE)
  await stores.setNow(SECOND)
})

async function meet(people: readonly string[]): Promise<void> {
  const facts = people.flatMap((name, place) =>
    anAccount(name, { debtor: name, phone: `+120255501${String(people.length + place).padStart(2, '0')}` }),
  )
  await recordFacts(stores.record, incoming(facts))
}
afterEach(() => fresh.drop())

class Killed extends Error {
  readonly code = '57P01'
}

/** A detector that dies where its page is to ask the statement of that number, or where it commits. */
function dyingBefore(db: Database, last: number): Database {
  let asked = 0
  const ask = (begins = false): void => {
    if (begins || asked > 0) asked++
    if (asked > last) throw new Killed('killed')
  }
  const dying = (tx: SqlTransaction): SqlTransaction => ({
    get now() {
      return tx.now
    },
    query: (...given) => {
      ask(given[2]?.startsWith('detect-due'))
      return tx.query(...given)
    },
    copy: async (...given) => {
      ask()
      await tx.copy?.(...given)
    },
    commit: () => tx.commit(),
  })
  return { ...db, transaction: (work) => db.transaction((tx) => work(dying(tx))) }
}

function page(db: Database, decider: DecidesOpened) {
  return detectPage({ store: detectStore(db), config: stores.config, decider }, 100)
}

const countOf = async (table: string): Promise<number> =>
  (await fresh.db.query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count ?? 0

test.each([
  ['a few', 0],
  ['many', MANY.length],
])(
  'a detector of %s that is killed between any two statements leaves nothing, and the next one ends as if nothing had happened',
  async (_, more) => {
    await stores.setNow(Date.parse('2026-02-10T12:00:00Z'))
    await meet(MANY.slice(0, more))
    await stores.setNow(SECOND)
    const all = PEOPLE.length + more
    const decider = decidesOpened({ config: stores.config })
    const before = await bookOf(fresh.db)
    let killed = 0
    for (let last = 0; ; last++) {
      const ended = await page(dyingBefore(fresh.db, last), decider).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error
        return null
      })
      if (ended) {
        expect(ended).toMatchObject({ opened: all, decided: { persons: all }, undecided: 0, parked: [] })
        break
      }
      killed++
      expect(await bookOf(fresh.db)).toEqual(before)
    }
    expect(killed).toBeGreaterThan(8)
    expect(await countOf('contact')).toBe(all)
    expect(await fresh.db.query('select 1 from collection_case where version <> 1')).toEqual([])
  },
)

test('a detector that is killed before it adds its jobs leaves contacts that are queued', async () => {
  const { config } = stores
  const kill = { enqueueContacts: () => Promise.reject(new Killed('killed')) }
  await expect(page(fresh.db, decidesOpened({ config, enqueuer: kill }))).rejects.toThrow('killed')
  const jobs: ContactJob[] = []
  const enqueuer = { enqueueContacts: async (more: ContactJob[]) => void jobs.push(...more) }
  expect(await page(fresh.db, decidesOpened({ config, enqueuer }))).toMatchObject({ looked: 0, queued: 0 })
  expect(await fresh.db.query('select distinct state from contact')).toEqual([{ state: 'queued' }])
  expect(jobs).toEqual([])
})

/** Deciding in which one person spoils what a phase does. */
function spoilt(phase: 'load' | 'think' | 'save', person: PersonId): DecidesOpened {
  const decider = decidesOpened({ config: stores.config })
  return {
    ...decider,
    decide: async (tx, opened, config) => {
      const loadDossiers: typeof tx.loadDossiers = async (ids) => {
        if (phase === 'load') throw new RangeError('it quotes a row')
        const dossiers = await tx.loadDossiers(ids)
        return dossiers.map((one) =>
          phase === 'think' && one.person.id === person
            ? { ...one, person: { ...one.person, zones: ['Nowhere/Land'] } }
            : one,
        )
      }
      const decided = await decider.decide({ ...tx, loadDossiers }, opened, config)
      if (phase !== 'save' || !decided) return decided
      const decisions = decided.decisions.map((one) =>
        one.person === person
          ? { ...one, planned: one.planned.map((planned) => ({ ...planned, dueOn: 'no day' })) }
          : one,
      )
      return { ...decided, decisions }
    },
  }
}

test.for([
  ['load', 0],
  ['think', 3],
  ['save', 0],
] as const)(
  'a person whose %s throws costs no page: his case is opened, and decided later',
  async ([phase, decided]) => {
    const [row] = await fresh.db.query<{ person: PersonId }>(
      `select person_id as person from account where external_id = 'C'`,
    )
    if (!row) throw new Error('there is no C')
    const looked = await page(fresh.db, spoilt(phase, row.person))
    expect(looked).toMatchObject({ looked: 4, opened: 4, parked: [], decided: { persons: decided } })
    expect(looked.undecided).toBe(4 - decided)
    expect(await countOf('contact')).toBe(decided)
    const later = await decidePage({ store: stores.decide, config: stores.config }, 10)
    expect(later).toMatchObject({ persons: 4 - decided, parked: [] })
    expect(await countOf('contact')).toBe(4)
  },
)

test('whoever is put aside, or in other hands, is opened and left to decide', async () => {
  const named = (name: string) => `(select person_id from account where external_id = '${name}')`
  await fresh.db.query(
    `insert into parked (loop, kind, id, person_id, code, attempts, since, retry_at)
     values ('decide', 'person', ${named('A')}, ${named('A')}, 'XX', 1, business_now(), business_now() + interval '1 hour')`,
  )
  const decider = decidesOpened({ config: stores.config })
  await fresh.db.transaction(async (tx) => {
    await tx.query(`select from person where id = ${named('B')} for no key update`)
    expect(await page(fresh.db, decider)).toMatchObject({ opened: 4, decided: { persons: 2 }, undecided: 2 })
  })
  const deciding = { store: stores.decide, config: stores.config }
  expect(await decidePage(deciding, 10)).toMatchObject({ persons: 1 })
  await stores.setNow(SECOND + 2 * 3_600_000)
  expect(await retryDecide(deciding)).toMatchObject({ persons: 1 })
})

test('places that somebody else takes meanwhile are taken from no day twice', async () => {
  await publishStory(fresh.db, 4)
  const decider = decidesOpened({ config: stores.config })
  const taking: DecidesOpened = {
    ...decider,
    decide: async (...asked) => {
      await fresh.owner.query(
        `insert into opening_count (strategy, day, opened) values ('ladder', '2026-03-02', 2)
         on conflict (strategy, day) do update set opened = 2`,
      )
      return decider.decide(...asked)
    },
  }
  expect(await page(fresh.db, taking)).toMatchObject({ looked: 4, opened: 2, undecided: 2 })
  expect(await fresh.db.query('select opened from opening_count')).toEqual([{ opened: 4 }])
})
