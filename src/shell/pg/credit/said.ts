import type { AccountId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { CreditRecord } from '../../../core/credit/credit-record.ts'
import type { CreditLine } from '../../../core/credit/due.ts'
import type { Withheld } from '../../../core/credit/may-report.ts'
import { json, jsonOrNull } from '../base/cell.ts'
import { columns, selected, shapeOf } from '../base/columns.ts'
import type { Sql, SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { objectIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'

/** What a bureau was told of an account, or was not. */
export interface CreditRow {
  id: number
  person: PersonId
  account: AccountId
  asOf: Instant
  line: CreditLine | 'withheld'
  record: CreditRecord
  withheld: Withheld | null
  /** Nothing that was recorded by then changes it. */
  checkedAt: Instant | null
}

const ROW = columns<CreditRow>({
  id: 'id int8',
  person: 'person_id int8',
  account: 'account_id int8',
  asOf: 'as_of timestamptz',
  line: 'line text',
  record: { column: 'record', ...json((value) => objectIn(value) as unknown as CreditRecord) },
  withheld: { column: 'withheld', ...jsonOrNull((value) => objectIn(value) as unknown as Withheld) },
  checkedAt: 'checked_at timestamptz?',
})

const SAID = statement<CreditRow>({
  name: 'credit-said',
  once: true,
  text: `
    select ${selected(ROW, 'r')} from credit_record r join credit_run u on u.id = r.run_id
    where r.person_id = any($1) and r.bureau = $2 and r.line <> 'withheld' and u.completed_at is not null
    order by r.id`,
  row: shapeOf(ROW),
})

/** What the bureau was told of the persons' accounts, in order. */
export function said(sql: Sql, persons: readonly PersonId[], bureau: string): Promise<CreditRow[]> {
  return ask(sql, SAID, [persons, bureau])
}

const AMENDED = statement<{ id: number }>({
  name: 'credit-amended',
  once: true,
  text: `
    select r.id from credit_record r
    where r.person_id = any($1) and r.id = any($2) and exists (
      select from fact f
      where f.person_id = r.person_id and (f.account_id = r.account_id or f.account_id is null)
        and f.source <> 'engine' and f.happened_at <= r.as_of and f.recorded_at > coalesce(r.checked_at, r.as_of))`,
  row: { id: 'int8' },
})

/** Those of the records about whose time something was recorded since they were made or looked at again. */
export async function amended(tx: SqlTransaction, rows: readonly CreditRow[]): Promise<Set<number>> {
  if (rows.length === 0) return new Set()
  const found = await ask(tx, AMENDED, [rows.map(({ person }) => person), rows.map(({ id }) => id)])
  return new Set(found.map(({ id }) => id))
}

const CHECKED = statement<{ id: number }>({
  name: 'credit-checked',
  once: true,
  text: `
    update credit_record r set checked_at = ${instantOf('u.at')}
    from unnest($1::bigint[], $2::bigint[], $3::float8[]) as u (person, id, at)
    where r.person_id = u.person and r.id = u.id returning r.id`,
  row: { id: 'int8' },
})

/** Records that were looked at again, and when. */
export interface Checked extends Pick<CreditRow, 'person' | 'id'> {
  at: Instant
}

export async function noteChecked(tx: SqlTransaction, rows: readonly Checked[]): Promise<void> {
  if (rows.length === 0) return
  const params = [rows.map(({ person }) => person), rows.map(({ id }) => id), rows.map(({ at }) => at)]
  await ask(tx, CHECKED, params)
}

const OF_RUN = statement<CreditRow>({
  name: 'credit-of-run',
  once: true,
  text: `
    select ${selected(ROW, 'r')} from credit_record r
    where r.run_id = $1 and r.id > $2 order by r.id limit $3`,
  row: shapeOf(ROW),
})

/** The records of a run after that one, in the order in which they were made. */
export function recordsOf(sql: Sql, run: number, after: number, limit: number): Promise<CreditRow[]> {
  return ask(sql, OF_RUN, [run, after, limit])
}

export type NewCreditRow = Omit<CreditRow, 'id' | 'checkedAt'>

const SAVE = statement<{ id: number }>({
  name: 'credit-save',
  once: true,
  text: `
    insert into credit_record (run_id, bureau, person_id, account_id, as_of, line, record, withheld)
    select $1, $2, one.person, one.account, ${instantOf('one.as_of')}, one.line, one.record::jsonb, one.withheld::jsonb
    from unnest($3::bigint[], $4::bigint[], $5::float8[], $6::text[], $7::text[], $8::text[])
      with ordinality as one (person, account, as_of, line, record, withheld, place)
    order by one.place returning id`,
  row: { id: 'int8' },
})

export async function saveRecords(
  tx: SqlTransaction,
  { run, bureau }: { run: number; bureau: string },
  rows: readonly NewCreditRow[],
): Promise<void> {
  if (rows.length === 0) return
  await ask(tx, SAVE, [
    run,
    bureau,
    rows.map(({ person }) => person),
    rows.map(({ account }) => account),
    rows.map(({ asOf }) => asOf),
    rows.map(({ line }) => line),
    rows.map(({ record }) => JSON.stringify(record)),
    rows.map(({ withheld }) => (withheld === null ? null : JSON.stringify(withheld))),
  ])
}
