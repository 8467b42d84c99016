import type { Database } from '../src/shell/pg/base/database.ts'
import { readDue } from '../src/shell/pg/read/due.ts'
import { loadedAt } from './book/portfolio.ts'

export interface Book {
  accounts: number
  /** Virtual time, where the book is played. */
  playedTo: number | null
  /** What the demo in it was made with. */
  made: DemoChoice | null
}

export interface DemoChoice {
  seed: string
  accounts: number
  days: number
  from: string
}

/** What this database holds already: a demo goes on where it stopped, and nothing else is ever overwritten. */
export async function readBook(db: Database): Promise<Book> {
  const [row] = await db.query<{ accounts: number; playedTo: number | null; made: DemoChoice | null }>(
    `select (select count(*) from account) as accounts, (select at from virtual_clock) as "playedTo",
       (select detail from audit where what = 'demo.started' order by id desc limit 1) as made`,
  )
  return row ?? { accounts: 0, playedTo: null, made: null }
}

/** From here on this database has a time of its own: workers that start now register no schedulers. */
export async function beginDemo(db: Database, choice: DemoChoice): Promise<void> {
  await readDue(db, Date.parse(loadedAt(choice.from)))
  await db.query(
    `insert into audit (at, who, what, detail) values (now(), 'arrears up', 'demo.started', $1)`,
    [JSON.stringify(choice)],
  )
}
