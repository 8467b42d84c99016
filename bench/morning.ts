import { ProblemError } from '../src/core/base/problem.ts'
import type { ActiveConfig } from '../src/flow/ports/config.ts'
import { loadSchedules } from '../src/shell/config/load.ts'
import { publishSchedules } from '../src/shell/pg/config/publish.ts'
import { configPort } from '../src/shell/pg/config/config.ts'
import { connect } from '../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../src/shell/pg/base/vault.ts'
import { fillBook } from './book.ts'
import { adminUrlOf, asAdmin, makeTemplate } from './database.ts'
import { openEveryCase } from './cases.ts'
import type { Servers } from './servers.ts'

/** Ten in the morning in the book's zone, when the first reminder of a day is due. */
export const MORNING = Date.parse('2026-06-10T02:00:00Z')
export const TODAY = '2026-06-10'
export const YESTERDAY = '2026-06-09'
export const KEYS = newVaultKeys()

const STRATEGY = 'cn-consumer'
const SCHEDULES = 'schedules'

export interface Book {
  /** Database that the rounds copy. */
  template: string
  config: ActiveConfig
}

/** The generated book on that morning, under the schedules of this project. */
export async function bookOf(servers: Servers, accounts: number, dueEvery: number): Promise<Book> {
  const sealed = openVault(KEYS).seal('+8613900000000')
  const template = await makeTemplate(servers, async (client) => {
    await client.query('insert into virtual_clock (at) values (to_timestamp($1 / 1000.0))', [MORNING])
    await fillBook(client, { accounts, dueEvery, today: TODAY, sealed })
  })
  return { template, config: await publish(adminUrlOf(servers, template)) }
}

/** Every account of it overdue since today, with its case just opened. */
export async function bookWithCases(servers: Servers, accounts: number): Promise<Book> {
  const book = await bookOf(servers, accounts, 1)
  await asAdmin(adminUrlOf(servers, book.template), (client) =>
    openEveryCase(client, TODAY, strategyHash(book.config)),
  )
  return book
}

export function strategyHash({ schedules }: ActiveConfig) {
  const strategy = schedules.strategies.find((one) => one.strategy === STRATEGY)
  if (!strategy) throw new Error(`schedules/ has no strategy ${STRATEGY}`)
  return strategy.hash
}

async function publish(url: string): Promise<ActiveConfig> {
  const { schedules, hash, problems } = loadSchedules(SCHEDULES)
  if (!schedules || !hash) throw new ProblemError(problems)
  const db = connect({ url, max: 1, applicationName: 'bench' })
  try {
    await publishSchedules(db, { schedules, hash, by: 'bench' })
    return await configPort(db).active()
  } finally {
    await db.close()
  }
}
