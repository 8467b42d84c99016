import { decidePage } from '../src/flow/decide.ts'
import { detectPage } from '../src/flow/detect.ts'
import { configPort } from '../src/shell/pg/config/config.ts'
import { decideStore } from '../src/shell/pg/decide/decide.ts'
import { detectStore } from '../src/shell/pg/detect/detect.ts'
import { copyOf, dropDatabase } from './database.ts'
import { everyPage } from './every-page.ts'
import { bookOf } from './morning.ts'
import type { Servers } from './servers.ts'

const PAGE = 1_000

/** A book of accounts that are all overdue since today, detected and decided by the engine: one message each is planned, with its reasons. The name of the database is returned, for the rounds to copy. */
export async function plannedBook(servers: Servers, accounts: number): Promise<string> {
  const { template } = await bookOf(servers, accounts, 1)
  const { name, db } = await copyOf(servers, template)
  const config = configPort(db)
  const detecting = { store: detectStore(db), config }
  const deciding = { store: decideStore(db), config }
  await everyPage(() => detectPage(detecting, PAGE))
  await everyPage(() => decidePage(deciding, PAGE))
  const [row] = await db.query<{ count: number }>(
    `select count(*) from contact where channel = 'sms' and state = 'planned'`,
  )
  if (row?.count !== accounts) throw new Error(`${row?.count} messages were planned, not ${accounts}`)
  await db.close()
  await dropDatabase(servers, template)
  return name
}
