import type { Day, Instant } from '../../../core/base/time.ts'
import { kindsClosedBy } from '../../../core/model/human-task.ts'
import { oneOf } from '../base/one-of.ts'
import type { Database, Sql } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'

/** What of a known line is of the day of its file: bits of a number. */
export const LINE_SAYS = { figures: 1, score: 2, ownDay: 4 } as const

export interface MarkedLine {
  line: number
  account: string
  /** The mark in hex. */
  mark: string
  says: number
}

export interface NewsLine {
  line: number
  /** The digest of what is in effect of the account beside its figures and its score, in hex; null = nothing that a line said is. */
  described: string | null
}

const LOOK_UP = statement<NewsLine>({
  name: 'import-known',
  text: `
    with named as materialized (
      select u.line, u.says, a.person_id, a.id, a.line_mark, a.line_digest, a.line_mark = u.mark as known
      from unnest($2::bigint[], $3::text[], $4::bytea[], $5::int2[]) as u (line, account, mark, says)
      left join account a on a.external_id = u.account
    ), kept as (
      insert into import_known (run_id, line, person_id, account_id, mark, says)
      select $1, line, person_id, id, line_mark, says from named where known)
    select line, case when line_mark is not null then encode(line_digest, 'hex') end as described
    from named where known is not true`,
  row: { line: 'int8', described: 'text?' },
})

/** The lines that say what their accounts are known by are kept as such; the answer are the others. */
export async function keepKnown(
  db: Database,
  run: number,
  lines: readonly MarkedLine[],
): Promise<NewsLine[]> {
  return db.transaction((tx) =>
    ask(tx, LOOK_UP, [
      run,
      lines.map(({ line }) => line),
      lines.map(({ account }) => account),
      lines.map(({ mark }) => Buffer.from(mark, 'hex')),
      lines.map(({ says }) => says),
    ]),
  )
}

const BESIDE = plainStatement({
  name: 'import-known-beside',
  once: true,
  text: `
    with named as (
      select a.person_id as id from import_staging s, unnest(s.accounts) as n (name)
      join account a on a.external_id = n.name where s.run_id = $1
      union
      select p.id from import_staging s, unnest(s.debtors) as n (name)
      join person p on p.external_id = n.name where s.run_id = $1)
    update import_known k set apart = true from named n where k.run_id = $1 and k.person_id = n.id`,
  row: {},
})

/** Known lines of whoever is named by a line that is staged are told in their places among those. */
export async function setApart(sql: Sql, run: number): Promise<void> {
  await ask(sql, BESIDE, [run])
}

const NOTED = statement<{ creditor: string }>({
  name: 'import-noted',
  once: true,
  text: 'select creditor from creditor_feed where $1::date = any(lines)',
  row: { creditor: 'text' },
})

/** The creditors of whom a file of that day is known. */
export async function notedCreditors(sql: Sql, day: Day): Promise<string[]> {
  return (await ask(sql, NOTED, [day])).map(({ creditor }) => creditor)
}

export interface Advanced {
  /** The facts that the lines that were as they are would have been. */
  facts: number
  /** The creditors of those lines. */
  creditors: string[]
  /** Creditors of whom a line has to be told first. */
  unnoted: string[]
}

const says = (what: keyof typeof LINE_SAYS): string => `(p.says & ${LINE_SAYS[what]} > 0)`
const AT = instantOf('$5')
/** Whoever touches such an account closes a question about it. */
const ASKED = `exists (
        select from human_task t where t.person_id = a.person_id and t.resolved_at is null
          and (t.kind in ${oneOf(kindsClosedBy('taken_up'))}
            or (t.kind in ${oneOf(kindsClosedBy('nothing_owed'))} and a.past_due <= 0)))`
const REFUSED = `exists (
        select from hold h where h.person_id = a.person_id and h.reason = 'data_refused' and h.lifted_at is null)`
const UNNOTED = `(${says('figures')} and creditor <> all($4) and creditor <> all($6))`

/** The conditions stand in the update itself: of a row that somebody else has just changed they are asked anew. Accounts are locked in the order of their ids. */
const ADVANCE = statement<Advanced>({
  name: 'import-known-advance',
  text: `
    with page as materialized (
      select k.person_id, k.account_id, k.line, k.mark, k.says from import_known k
      where k.run_id = $1 and k.line between $2 and $3 and not k.apart
      order by k.person_id, k.account_id
    ), done as (
      update account a set
        snapshot_at = case when ${says('figures')} then ${AT} else a.snapshot_at end,
        score_at = case when ${says('score')} then ${AT} else a.score_at end,
        line_at = case when ${says('ownDay')} then a.line_at else greatest(a.line_at, ${AT}) end,
        line_from = case when ${says('ownDay')} then a.line_from else coalesce(a.line_from, ${AT}) end
      from page p
      where a.person_id = p.person_id and a.id = p.account_id and a.line_mark = p.mark
        and (a.collection = 'active' or a.past_due = 0)
        and (not ${says('score')} or a.score_at <= ${AT})
        and (not ${says('figures')}
          or (a.feed = 'snapshot' and a.snapshot_at <= ${AT} and a.stale_from is null and a.creditor = any($4)))
        and not ${ASKED} and not ${REFUSED}
      returning p.line, p.says, a.creditor
    ), undone as materialized (
      select p.*, a.creditor from page p join account a on a.person_id = p.person_id and a.id = p.account_id
      where p.line not in (select line from done)
    ), apart as (
      update import_known k set apart = true from undone p
      where k.run_id = $1 and k.line = p.line and not ${UNNOTED})
    select (select coalesce(sum(1 + ${says('figures')}::int + ${says('score')}::int), 0)::int8 from done p) as facts,
      array(select distinct creditor from done) as creditors,
      array(select distinct creditor from undone p where ${UNNOTED}) as unnoted`,
  row: { facts: 'int8', creditors: 'text[]', unnoted: 'text[]' },
})

/** Lines from the first to the last. */
export interface LineRange {
  first: number
  last: number
}

export interface KnownPage extends LineRange {
  /** Creditors of whom the day of the file is known, and those of whom that was tried. */
  noted: readonly string[]
  tried: readonly string[]
  at: Instant
}

/** The accounts of known lines are as of that instant now, where they are as they were, each locked for a moment; other lines are set apart. */
export function advancePage(
  db: Database,
  run: number,
  { first, last, noted, tried, at }: KnownPage,
): Promise<Advanced> {
  const params = [run, first, last, noted, at, tried]
  return db.transaction((tx) => askOne(tx, ADVANCE, params))
}

/** Each creditor is looked up by key: the table of known lines is filled and emptied each day, and a plan that takes it for empty would go through the book for each line. */
const FIRSTS = statement<{ line: number }>({
  name: 'import-known-firsts',
  once: true,
  text: `
    with named as materialized (
      select k.line, (select a.creditor from account a where a.person_id = k.person_id and a.id = k.account_id) as creditor
      from import_known k
      where k.run_id = $1 and k.line between $2 and $3 and not k.apart and k.says & ${LINE_SAYS.figures} > 0
    ), page as (
      select min(line) as line from named where creditor = any($4) group by creditor)
    delete from import_known k using page p where k.run_id = $1 and k.line = p.line
    returning k.line`,
  row: { line: 'int8' },
})

/** One line of each of these creditors, which is known no more. */
export async function takeFirsts(
  sql: Sql,
  run: number,
  { first, last, creditors }: LineRange & { creditors: readonly string[] },
): Promise<number[]> {
  const rows = await ask(sql, FIRSTS, [run, first, last, creditors])
  return rows.map(({ line }) => line)
}
