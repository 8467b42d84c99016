import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Database, SqlTransaction } from '../../../src/shell/pg/base/database.ts'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { type Morning, morningOf, twoMornings } from '../../support/drawn/morning.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { bookOf, publishStory, storesOn } from './book.ts'

/** The same database, which notes the tables that rows were copied into; without `copied`, rows can only be given as lists. */
function noting(db: Database, copied: Set<string> | null): Database {
  const inside = (tx: SqlTransaction): SqlTransaction => ({
    get now() {
      return tx.now
    },
    query: (...given) => tx.query(...given),
    ...(copied && {
      copy: async (text: string, rows: Buffer) => {
        copied.add(text.split(' ', 2)[1] ?? '')
        await tx.copy?.(text, rows)
      },
    }),
    commit: () => tx.commit(),
  })
  return { ...db, transaction: (work) => db.transaction((tx) => work(inside(tx))) }
}

/** What stands in a contact beside what was planned, and is not what its person, account and point say. */
const OTHERS = `
  select c.id from contact c
  join person p on p.id = c.person_id
  join account a on a.person_id = c.person_id and a.id = c.account_id
  join contact_point cp on cp.person_id = c.person_id and cp.id = c.point_id
  where (c.number_id, c.household_id, c.role, c.place, c.creditor, c.collector, c.line, c.actor, c.product, c.accounts)
    is distinct from
    (cp.number_id, p.household_id, cp.role, cp.place, a.creditor, a.collector, cp.line, a.actor, a.product, array[a.id])
  or c.planned_fact not between
    (select coalesce(max(f.id), 0) from fact f where f.person_id = c.person_id and f.recorded_at < c.created_at) and
    (select coalesce(max(f.id), 0) from fact f where f.person_id = c.person_id and f.recorded_at <= c.created_at)`

/** So many who are newly overdue that their contacts are many as well. */
const PLAIN: Morning['debtors'] = Array.from({ length: 60 }, (_, place) => ({
  accounts: [{ dueOn: '2026-03-01', amount: '200.00', product: 'consumer_loan', trouble: null }],
  zone: 'UTC',
  score: place % 2 === 0 ? 0.3 : 0.9,
}))

async function bookAfter(given: Morning, copied: Set<string> | null): Promise<string[]> {
  const fresh = await reusedDatabase()
  try {
    await publishStory(fresh.db, given.perDay)
    await twoMornings(
      { ...storesOn(fresh.db), detect: storesOn(noting(fresh.db, copied)).detect },
      given,
      true,
    )
    expect(await fresh.db.query(OTHERS)).toEqual([])
    return await bookOf(fresh.db)
  } finally {
    await fresh.drop()
  }
}

test(
  'a morning whose rows go in by COPY writes what one writes whose rows are lists',
  async () => {
    const tables = new Set<string>()
    await fc.assert(
      fc.asyncProperty(morningOf({ minLength: 30, maxLength: 60 }), async (some) => {
        const given = { debtors: [...some.debtors, ...PLAIN], limit: 500, perDay: 1000 as const }
        expect(await bookAfter(given, tables)).toEqual(await bookAfter(given, null))
      }),
      drawn(2),
    )
    expect([...tables].toSorted()).toEqual(['collection_case', 'contact', 'decision', 'fact'])
  },
  LONG_ENOUGH * 3,
)
