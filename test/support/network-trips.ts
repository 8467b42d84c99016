import type pg from 'pg'
import type { Database } from '../../src/shell/pg/base/database.ts'

export interface Told {
  /** How often something was asked while no answer was awaited: a wait for the network each time. */
  trips: number
  statements: string[]
}

/** A COPY is asked as a thing that ends by itself. */
interface Asked {
  name?: string
  text: string
  submit?: unknown
  once?(event: 'end', ended: () => void): unknown
}

/** Everything that goes to Postgres in a transaction is counted; what is asked before the last answer came goes in the same trip. */
function counted({ pool }: Database): Told {
  const told: Told = { trips: 0, statements: [] }
  const known = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (known.has(client)) return
    known.add(client)
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
    let awaited = 0
    const counting = (asked: string | Asked, ...more: unknown[]): Promise<unknown> => {
      // The pool itself asks with a function to call: for the stage.
      if (more.length > 0) return query(asked, ...more)
      if (awaited++ === 0) told.trips++
      told.statements.push(typeof asked === 'string' ? asked : (asked.name ?? asked.text))
      if (typeof asked === 'string' || !asked.submit) return query(asked).finally(() => awaited--)
      asked.once?.('end', () => awaited--)
      return query(asked)
    }
    Object.assign(client, { query: counting })
  })
  return told
}

export type During = <T>(work: () => Promise<T>) => Promise<Told & { result: T }>

/** What goes to the database while the work lasts. */
export function tripsOn(db: Database): During {
  const told = counted(db)
  return async (work) => {
    const before = { trips: told.trips, statements: told.statements.length }
    const result = await work()
    return { result, trips: told.trips - before.trips, statements: told.statements.slice(before.statements) }
  }
}
