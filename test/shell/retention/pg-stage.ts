import type { PersonId } from '../../../src/core/base/id.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { connect, type Database } from '../../../src/shell/pg/base/database.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { retentionStore } from '../../../src/shell/pg/retention/retention.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'
import { type RetentionStage, retentionActs } from './stage.ts'

export interface PgRetentionStage extends RetentionStage, Pick<PgStage, 'db' | 'vault' | 'ownerUrl'> {
  owner: Database
}

export async function pgRetentionStage(): Promise<PgRetentionStage> {
  const stage = await pgStage()
  const owner = connect({ url: stage.ownerUrl, max: 2, applicationName: 'test' })
  const { db } = stage
  const lines = async (text: string): Promise<string[]> =>
    (await db.query<{ line: string }>(text)).map(({ line }) => line)
  return {
    ...stage,
    owner,
    ...retentionActs({
      store: retentionStore(owner),
      recording: { store: recordStore(db), prepare: prepareWith(stage.vault) },
      person: async (debtor) => {
        const [row] = await db.query<{ id: PersonId }>('select id from person where external_id = $1', [
          debtor,
        ])
        if (!row) throw new Error(`no debtor ${debtor}`)
        return row.id
      },
    }),
    texts: async () =>
      (
        await lines(
          `select p.external_id || ' ' || s.kind || case when s.value is null then ' gone' else ' held' end as line
           from sealed s join person p on p.id = s.person_id where (s.value is null) = (s.erased_at is not null)`,
        )
      ).sort(),
    values: async () =>
      (
        await lines(
          `select external_id || ' name ' || case when name_sealed is null then 'gone' else 'held' end as line from person
           union all
           select p.external_id || ' ' || c.kind || ' ' || case when c.value_sealed is null then 'gone' else 'held' end
           from contact_point c join person p on p.id = c.person_id`,
        )
      ).sort(),
    conflicts: () =>
      lines(
        `select regexp_replace(reason, '^(\\w+): (\\S+) .* while (\\S+) .*$', '\\1: \\2 \\3') as line
         from human_task where kind = 'retention' and role = 'compliance' order by id`,
      ),
    close: async () => {
      await owner.close()
      await stage.close()
    },
  }
}
