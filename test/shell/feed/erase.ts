import { erasePerson } from '../../../src/shell/pg/retention/save.ts'
import type { PgStage } from '../record/pg-stage.ts'

/** Only the owner may empty what is sealed; here nothing is. */
export async function erase({ db }: PgStage, debtor: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>('select id from person where external_id = $1', [debtor])
    if (!row) return
    const allowed: typeof tx = {
      now: tx.now,
      commit: () => {},
      query: async <Row>(text: string, params?: unknown[], name?: string): Promise<Row[]> =>
        text.includes('update sealed') ? [] : tx.query<Row>(text, params, name),
    }
    await erasePerson(allowed, { person: row.id as never, by: 'test', reason: 'asked' })
  })
}
