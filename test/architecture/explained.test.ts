import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { explained } from './explained.ts'

describe('the watch over plans', () => {
  let test: TestDatabase

  beforeAll(async () => {
    test = await freshDatabase()
  })
  afterAll(() => test.drop())

  it('the watch sees a table that is read from end to end', async () => {
    const { db, seen } = explained(test.db)
    await db.transaction((tx) => tx.query('select id from account where product = $1', ['c']))
    expect(seen).toEqual([{ text: 'select id from account where product = $1', scanned: ['account'] }])
  })

  it('the watch lets an index pass, and still runs the statement', async () => {
    const { db, seen } = explained(test.db)
    const rows = await db.query<{ n: number }>(
      `insert into audit (at, who, what) values (now(), $1, 'x') returning 1 as n`,
      ['w'],
    )
    expect(rows).toEqual([{ n: 1 }])
    expect(seen.map((statement) => statement.scanned)).toEqual([[]])
  })
})
