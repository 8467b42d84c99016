import type { CaseId, PersonId } from '../../../core/base/id.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { type AnsweredTask, answerTasks } from '../decide/task.ts'
import { lockPersons, reviewCases } from '../deliver/review.ts'
import { type CaseGroup, caseGroups, gapOfGroup } from '../watch/lawless.ts'
import { kindsWith } from '../../../core/model/human-task.ts'

/** After another version became the active one, cases whose law has come or gone are reviewed at once, and what was asked about law that is on file now is closed. */
export async function followLaw(db: Database, before: Schedules, after: Schedules): Promise<void> {
  const groups = await caseGroups(db)
  for (const group of groups) {
    if (gapOfGroup(group, before) === gapOfGroup(group, after)) continue
    while ((await db.transaction((tx) => wake(tx, group))) === PAGE);
  }
  const missing = new Set(groups.map((group) => gapOfGroup(group, after)).filter((gap) => gap !== null))
  await db.transaction((tx) => closeGaps(tx, [...missing]))
}

const PAGE = 5000

const OF_GROUP = statement<{ person: PersonId; case: CaseId }>({
  name: 'config-cases-of-group',
  once: true,
  text: `
    select c.person_id as person, c.id as "case"
    from collection_case c
    join account a on a.person_id = c.person_id and a.id = c.account_id
    join person p on p.id = c.person_id
    where c.closed_on is null and coalesce(c.next_review_at, 'infinity') > $6
      and p.regions = $1 and a.actor is not distinct from $2 and a.product is not distinct from $3
      and c.strategy = $4
    order by c.person_id, c.id limit $5`,
  row: { person: 'int8', case: 'int8' },
})

/** The persons are locked first, as by whoever decides; how many were found. */
async function wake(tx: SqlTransaction, { regions, actor, product, strategy }: CaseGroup): Promise<number> {
  const rows = await ask(tx, OF_GROUP, [regions, actor, product, strategy, PAGE, new Date(tx.now)])
  await lockPersons(
    tx,
    rows.map(({ person }) => person),
  )
  await reviewCases(
    tx,
    rows.map((row) => ({ ...row, at: tx.now })),
  )
  return rows.length
}

const TOLD_GAPS = statement<Omit<AnsweredTask, 'resolution'>>({
  name: 'config-told-gaps',
  once: true,
  text: `
    select person_id as person, id as task from human_task
    where kind = any($2) and resolved_at is null and rule <> all ($1)`,
  row: { person: 'int8', task: 'int8' },
})

/** Law that is missing again one day is asked for again. */
async function closeGaps(tx: SqlTransaction, missing: readonly string[]): Promise<void> {
  const tasks = await ask(tx, TOLD_GAPS, [missing, kindsWith(({ ofGap }) => ofGap === true)])
  await answerTasks(
    tx,
    tasks.map((one) => ({ ...one, resolution: 'arrived' })),
  )
  await tx.query('delete from law_gap where gap <> all ($1)', [missing])
}
