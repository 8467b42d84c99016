import type { PersonDecision } from '../src/core/model/decision.ts'
import type { ActiveConfig } from '../src/flow/ports/config.ts'
import { decideStore } from '../src/shell/pg/decide/decide.ts'
import type { BenchDatabase } from './database.ts'
import { firstDecision } from './decisions.ts'
import { MORNING, strategyHash, TODAY, YESTERDAY } from './morning.ts'
import { numbers } from './numbers.ts'

export const PAGE = 1_000
export const PAGES_AT_ONCE = 2

/** One message is planned in each case of the copy. */
export async function savePages(
  { db }: Pick<BenchDatabase, 'db'>,
  config: ActiveConfig,
  count: number,
): Promise<number> {
  const store = decideStore(db)
  const review = { now: MORNING, today: TODAY, episode: YESTERDAY, strategyHash: strategyHash(config) }
  let next = 1
  const lane = async (): Promise<void> => {
    while (next <= count) {
      const first = next
      next += PAGE
      const page: PersonDecision[] = numbers(first, PAGE).map((id) => firstDecision(id, review))
      await store.transaction((tx) => tx.saveDecisions(page, config))
    }
  }
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, lane))
  const [row] = await db.query<{ count: number }>('select count(*) from contact')
  if (row?.count !== count) throw new Error(`${row?.count} contacts of ${count}`)
  return count
}
