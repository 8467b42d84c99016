import type { Database } from '../../src/shell/pg/base/database.ts'

/** A worker that dies before, or after, a statement with these words. */
export function dyingAt(db: Database, words: string, when: 'before' | 'after'): Database {
  return {
    pool: db.pool,
    transaction: (work) => db.transaction(work),
    transactionAtOnce: (work) => db.transactionAtOnce(work),
    close: () => db.close(),
    query: async (text, params, name) => {
      const dies = text.includes(words)
      if (dies && when === 'before') throw new Error('killed')
      const rows = await db.query<never>(text, params, name)
      if (dies) throw new Error('killed')
      return rows
    },
  }
}
