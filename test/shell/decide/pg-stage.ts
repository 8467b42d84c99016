import type { PersonId } from '../../../src/core/base/id.ts'
import type { Instant } from '../../../src/core/base/time.ts'
import { configPort } from '../../../src/shell/pg/config/config.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { decideStore } from '../../../src/shell/pg/decide/decide.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { seededWorld, shippedSchedules, type Stage } from './stage.ts'
import { worldIntoPostgres } from './world-into-postgres.ts'

export async function pgStage(): Promise<Stage & { db: Database; owner: Database }> {
  const fresh = await reusedDatabase()
  const { db } = fresh
  const world = seededWorld()
  const setNow = async (now: Instant): Promise<void> => {
    await db.query(
      `insert into virtual_clock (at) values (to_timestamp($1::float8 / 1000)) on conflict (one) do update set at = excluded.at`,
      [now],
    )
  }
  await setNow(world.now)
  await worldIntoPostgres(db, world)
  await publishSchedules(db, { ...shippedSchedules(), by: 'test' })
  return {
    db,
    owner: fresh.owner,
    deps: { store: decideStore(db), config: configPort(db) },
    setNow,
    dossiers: (persons) => db.transaction((tx) => loadDossiers(tx, persons as PersonId[])),
    cases: () =>
      db.query(
        `select id as "case", state, stage, version, next_review_at as next from collection_case order by id`,
      ),
    contacts: () =>
      db.query(
        `select case_id as "case", step, attempt, state, not_before as "notBefore", number_id as number, creditor, household_id as household
         from contact where changed_at > '2026-03-01T12:00:00Z' order by id`,
      ),
    decisions: () =>
      lines(
        db,
        `select concat_ws(' ', case_id, kind, from_state, to_state, coalesce(step, ''), (select coalesce(string_agg(r ->> 'rule', ',' order by n), '') from jsonb_array_elements(reasons) with ordinality as e (r, n))) as line from decision order by id`,
      ),
    facts: () =>
      lines(
        db,
        `select concat_ws(' ', account_id, kind, coalesce(body ->> 'to', body ->> 'stage', '')) as line from fact order by id`,
      ),
    tasks: () => lines(db, `select concat_ws(' ', case_id, kind) as line from human_task order by id`),
    bumpVersion: async (file) => {
      await db.query('update collection_case set version = version + 1 where id = $1', [file])
    },
    send: async (step) => {
      await db.query(
        `update contact set state = 'sent', at = not_before, outcome = 'sent', disposition = 'sent' where step = $1 and state = 'planned'`,
        [step],
      )
    },
    close: () => fresh.drop(),
  }
}

async function lines(db: Database, statement: string): Promise<string[]> {
  return (await db.query<{ line: string }>(statement)).map(({ line }) => line)
}
