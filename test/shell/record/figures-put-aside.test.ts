import { expect, test } from 'vitest'
import { listHumanTasks } from '../../../src/flow/human-task.ts'
import { fact, opened, snapshot } from './facts.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import type { RecordStage } from './stage.ts'

interface Spoilable {
  stage: RecordStage
  /** A day among the creditor's files that nothing can be counted from. */
  spoil: (creditor: string) => Promise<unknown>
}

const STORES: Record<string, () => Promise<Spoilable>> = {
  memory: async () => {
    const stage = memoryStage()
    return {
      stage,
      spoil: async (creditor) =>
        Object.assign(stage.world.feeds.get(creditor) ?? {}, { lines: ['infinity', '2026-02-01'] }),
    }
  },
  Postgres: async () => {
    const stage = await pgStage()
    const spoil = `update creditor_feed set lines = '{infinity, 2026-02-01}', judged = null where creditor = $1`
    return { stage, spoil: (creditor) => stage.db.query(spoil, [creditor]) }
  },
}

test.each(Object.entries(STORES))(
  'a creditor whose files cannot be judged is put aside and tried again; the figures of the others grow old: %s',
  async (_store, open) => {
    const { stage, spoil } = await open()
    const book = ['acme', 'bolt'].flatMap((creditor) => [
      opened(creditor, { debtor: `D-${creditor}`, creditor }),
      ...['03-01', '03-02', '03-03'].map((day) =>
        snapshot(creditor, `2026-${day}T02:00:00Z`, '100.00', '2026-02-20'),
      ),
    ])
    try {
      await stage.at('2026-03-03T03:00:00Z')
      await stage.record(...book)
      await spoil('acme')
      const seen = await stage.detect()
      expect(seen.parked).toMatchObject([
        { loop: 'figures', kind: 'creditor', id: 'acme', person: null, attempts: 1, told: true },
      ])
      const asked = await listHumanTasks(stage.people.store, { limit: 50 })
      expect(asked.filter(({ kind }) => kind === 'parked')).toHaveLength(1)
      await stage.at('2026-03-20T03:00:00Z')
      const later = await stage.detect()
      expect(later.parked).toEqual([])
      const { holds } = await stage.see()
      expect(holds.filter((hold) => hold.includes('feed_stale'))).toEqual([expect.stringContaining('D-bolt')])
      // Its next file is heard all the same.
      const completed = fact('feed.completed', '2026-03-20T03:00:00Z', {
        creditor: 'acme',
        asOf: '2026-03-19',
      })
      expect((await stage.record(completed)).rejected).toEqual([])
    } finally {
      await stage.close()
    }
  },
)
