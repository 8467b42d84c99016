import { type BenchDatabase, copyOf, dropDatabase } from './database.ts'
import type { Figure, Side } from './harness.ts'
import { timed } from './timed.ts'
import { bookWithCases, MORNING, TODAY } from './morning.ts'
import { numbers } from './numbers.ts'
import { PAGE, PAGES_AT_ONCE, savePages } from './save-pages.ts'
import { singleCommits } from './single-commits.ts'

const CASES = 16_000
/** The plain side is timed over fewer: it is expressed per decision. */
const SAMPLE = 6_000

export const B2: Figure = {
  id: 'B2',
  title: 'durable decisions: case, decision and contact written and committed',
  unit: 'decisions/s',
  reach: 5,
  rounds: 3,
  async prepare(servers) {
    const { template, config } = await bookWithCases(servers, CASES)
    const onCopy = async (work: (copy: BenchDatabase) => Promise<number>) => {
      const copy = await copyOf(servers, template)
      try {
        return await timed(() => work(copy))
      } finally {
        await copy.drop()
      }
    }
    const pages: Side = {
      name: `pages of ${PAGE}, ${PAGES_AT_ONCE} at once`,
      round: () => onCopy((copy) => savePages(copy, config, CASES)),
    }
    const single: Side = {
      name: 'one statement and one commit each, 8 connections',
      round: () =>
        onCopy(({ db }) =>
          singleCommits({
            pool: db.pool,
            connections: 8,
            persons: numbers(1, SAMPLE),
            today: TODAY,
            now: new Date(MORNING),
          }),
        ),
    }
    return { ours: pages, against: single, close: () => dropDatabase(servers, template) }
  },
}
