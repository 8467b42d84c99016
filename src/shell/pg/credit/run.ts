import type { PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import { columns, selected, shapeOf } from '../base/columns.ts'
import type { Database, Sql } from '../base/database.ts'
import { ask, askOne, statement } from '../base/statement.ts'
import { type Checked, noteChecked } from './said.ts'

/** One time that records were made for a bureau. */
export interface CreditRun {
  id: number
  bureau: string
  creditor: string
  by: string
  startedAt: Instant
  /** Null = it was not completed, and told nobody anything. */
  completedAt: Instant | null
  lines: number
  withheld: number
}

const RUN = columns<CreditRun>({
  id: 'id int8',
  bureau: 'bureau text',
  creditor: 'creditor text',
  by: 'by text',
  startedAt: 'started_at timestamptz',
  completedAt: 'completed_at timestamptz?',
  lines: 'lines int4',
  withheld: 'withheld int4',
})

const BEGIN = statement<{ id: number }>({
  name: 'credit-run-begin',
  once: true,
  text: `
    insert into credit_run (bureau, creditor, by, started_at, follows)
    select $1, $2, $3, business_now(), count(*) from credit_run
    where bureau = $1 and creditor = $2 and completed_at is not null
    returning id`,
  row: { id: 'int8' },
})

export async function beginRun(
  sql: Sql,
  { bureau, creditor, by }: { bureau: string; creditor: string; by: string },
): Promise<number> {
  return (await askOne(sql, BEGIN, [bureau, creditor, by])).id
}

const ALONE = statement<{ done: boolean }>({
  name: 'credit-run-alone',
  once: true,
  text: `
    select pg_advisory_xact_lock(hashtextextended('credit ' || bureau || ' ' || creditor, 0)) is null as done
    from credit_run where id = $1`,
  row: { done: 'bool' },
})

const COMPLETE = statement<CreditRun>({
  name: 'credit-run-complete',
  once: true,
  text: `
    update credit_run u set completed_at = business_now(), lines = $2, withheld = $3
    where u.id = $1 and u.follows = (
      select count(*) from credit_run o
      where o.bureau = u.bureau and o.creditor = u.creditor and o.completed_at is not null)
    returning ${selected(RUN, 'u')}`,
  row: shapeOf(RUN),
})

/** The run is completed: it counts as told to the bureau, and what it put right as looked at. Null = another run was completed meanwhile, and this one tells nobody anything. */
export function completeRun(
  db: Database,
  { id, lines, withheld }: Pick<CreditRun, 'id' | 'lines' | 'withheld'>,
  checked: readonly Checked[] = [],
): Promise<CreditRun | null> {
  return db.transaction(async (tx) => {
    await ask(tx, ALONE, [id])
    const [run] = await ask(tx, COMPLETE, [id, lines, withheld])
    if (run) await noteChecked(tx, checked)
    return run ?? null
  })
}

const RUNS = statement<CreditRun>({
  name: 'credit-runs',
  once: true,
  text: `
    select ${selected(RUN, 'u')} from credit_run u
    where ($1::text is null or u.bureau = $1) and ($2::text is null or u.creditor = $2) and ($3::bigint is null or u.id = $3)
    order by u.id desc limit 100`,
  row: shapeOf(RUN),
})

/** The latest runs first. */
export function runs(
  sql: Sql,
  of: { bureau?: string | undefined; creditor?: string | undefined; id?: number },
): Promise<CreditRun[]> {
  return ask(sql, RUNS, [of.bureau ?? null, of.creditor ?? null, of.id ?? null])
}

const PERSONS = statement<{ id: PersonId }>({
  name: 'credit-persons',
  once: true,
  text: `
    select a.person_id as id from account a
    where a.creditor = $1 and a.person_id > $2 and (a.past_due > 0 or a.collection = 'ended' or exists (
      select from credit_record r
      where r.person_id = a.person_id and r.account_id = a.id and r.bureau = $3))
    group by a.person_id order by a.person_id limit $4`,
  row: { id: 'int8' },
})

/** Persons of whose accounts something may be to be told, by id. */
export async function personsToTell(
  sql: Sql,
  { creditor, bureau }: { creditor: string; bureau: string },
  after: PersonId,
  limit: number,
): Promise<PersonId[]> {
  const rows = await ask(sql, PERSONS, [creditor, after, bureau, limit])
  return rows.map(({ id }) => id)
}

const COUNT = statement<{ persons: number }>({
  name: 'credit-count',
  once: true,
  text: 'select count(distinct a.person_id) as persons from account a where a.creditor = $1',
  row: { persons: 'int8' },
})

/** Everybody who has an account of the creditor. */
export async function personsWith(sql: Sql, creditor: string): Promise<number> {
  return (await askOne(sql, COUNT, [creditor])).persons
}
