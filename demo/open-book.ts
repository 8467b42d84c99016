import { z } from 'zod'
import { latestNotes, noteAudit } from '../src/shell/pg/base/audit.ts'
import type { Database } from '../src/shell/pg/base/database.ts'
import { playedTo } from '../src/shell/pg/base/virtual-clock.ts'
import { bookSize } from '../src/shell/pg/feed/would.ts'
import { readDue } from '../src/shell/pg/read/due.ts'
import { loadedAt } from './book/portfolio.ts'

export interface Book {
  accounts: number
  /** Virtual time, where the book is played. */
  playedTo: number | null
  /** These are the options with which its demo was made. */
  made: DemoChoice | null
}

const Choice = z.object({ seed: z.string(), accounts: z.number(), days: z.number(), from: z.string() })
export type DemoChoice = z.infer<typeof Choice>

const STARTED = 'demo.started'

/** The book says what this database holds already: a demo goes on where it stopped, and nothing else is ever overwritten. */
export async function readBook(db: Database): Promise<Book> {
  const [started] = await latestNotes(db, STARTED, 1)
  return {
    accounts: await bookSize(db),
    playedTo: await playedTo(db),
    made: started ? Choice.parse(started.detail) : null,
  }
}

/** This database has a time of its own from now on: workers that start later register no schedulers. */
export async function beginDemo(db: Database, choice: DemoChoice): Promise<void> {
  await readDue(db, Date.parse(loadedAt(choice.from)))
  await noteAudit(db, { who: 'arrears up', what: STARTED, detail: { ...choice }, at: 'machine' })
}
