import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let made: TestDatabase
beforeAll(async () => void (made = await freshDatabase()))
afterAll(() => made.drop())

type Asked = string | { name?: string; text: string }

/** One of the statements that open a transaction fails, and the others go out as they are. */
function failing(which: string): Database {
  const db = connect({ url: made.url, max: 1, applicationName: 'test', pipelined: true })
  db.pool.on('connect', (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (asked: Asked) => Promise<unknown>
    const instead = (asked: Asked): Promise<unknown> =>
      query((typeof asked === 'string' ? asked : asked.name) === which ? 'select 1 / 0' : asked)
    Object.assign(client, { query: instead })
  })
  return db
}

test.each(['begin', 'begun'])(
  'a transaction whose %s failed is none, and that is what is said',
  async (which) => {
    const db = failing(which)
    const work = async (tx: { query: (text: string) => Promise<unknown>; now: number }): Promise<number> => {
      await tx.query('select 1')
      return tx.now
    }
    await expect(db.transaction(work)).rejects.toMatchObject({ code: '22012' })
    await expect(db.transactionAtOnce(work)).rejects.toMatchObject({ code: '22012' })
    await db.close()
  },
)

test('what fails first is told, what went out with it is undone, and the connection goes on', async () => {
  const db = connect({ url: made.url, max: 1, applicationName: 'test', pipelined: true })
  const put = `insert into person (external_id, zones) values ('P1', '{UTC}')`
  const together = db.transactionAtOnce(async (tx) => {
    const asked = [tx.query(put), tx.query('select 1 / 0'), tx.query('select 1')]
    tx.commit()
    await Promise.all(asked)
  })
  await expect(together).rejects.toMatchObject({ code: '22012' })
  expect(await db.query('select id from person')).toEqual([])
  expect(await db.transactionAtOnce((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }])
  const swallowed = db.transactionAtOnce(async (tx) => {
    await tx.query(put)
    await tx.query('select 1 / 0').catch(() => {})
  })
  await expect(swallowed).rejects.toThrow('rolled back')
  await db.close()
})

test.each([true, false])(
  'what is asked behind the commit is refused, pipelined or not: %s',
  async (pipelined) => {
    const db = connect({ url: made.url, max: 1, applicationName: 'test', pipelined })
    const put = `insert into person (external_id, zones) values ('P2', '{UTC}')`
    const late = db.transactionAtOnce(async (tx) => {
      const first = tx.query('select 1')
      tx.commit()
      await first
      await tx.query(put)
    })
    await expect(late).rejects.toThrow('the transaction is over')
    expect(await db.query('select id from person')).toEqual([])
    await db.close()
  },
)
