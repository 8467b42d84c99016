import type { Day, Instant } from '../../../core/base/time.ts'
import { kindsClosedBy } from '../../../core/model/human-task.ts'
import { oneOf } from '../base/one-of.ts'
import type { Database, Sql } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { PLACES } from './blocks.ts'

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
  /** The block in which its account stands, which is known by this very line; null = the line is news. */
  block: number | null
}

const LOOK_UP = statement<NewsLine>({
  name: 'import-known',
  text: `
    with named as materialized (
      select u.line, u.says, a.person_id, a.id, a.line_mark, a.line_digest, a.creditor, a.line_mark = u.mark as known,
        case when a.line_mark = u.mark then a.block end as block
      from unnest($3::bigint[], $4::text[], $5::bytea[], $6::int2[]) as u (line, account, mark, says)
      left join account a on a.external_id = u.account
    ), kept as (
      insert into import_known (run_id, page, lines, persons, accounts, marks, says, creditors)
      select $1, $2, array_agg(line), array_agg(person_id), array_agg(id), array_agg(line_mark), array_agg(says),
        array_agg(creditor)
      from (select * from named where known and block is null order by person_id, id, line) k
      having count(*) > 0)
    select line, case when line_mark is not null then encode(line_digest, 'hex') end as described, block
    from named where known is not true or block is not null`,
  row: { line: 'int8', described: 'text?', block: 'int8?' },
})

/** The lines of a page that say what their accounts are known by are kept as such; the answer are the others, and those whose accounts stand in blocks. */
export async function keepKnown(
  db: Database,
  { run, page }: KnownPage,
  lines: readonly MarkedLine[],
): Promise<NewsLine[]> {
  return db.transaction((tx) =>
    ask(tx, LOOK_UP, [
      run,
      page,
      lines.map(({ line }) => line),
      lines.map(({ account }) => account),
      lines.map(({ mark }) => Buffer.from(mark, 'hex')),
      lines.map(({ says }) => says),
    ]),
  )
}

const ANYBODY = plainStatement({
  name: 'import-anybody',
  once: true,
  text: `select exists (select from account where external_id > '') as known`,
  row: { known: 'bool' },
})

/** False = the book has no account, so that no line can be known. */
export async function isAnybodyKnown(sql: Sql): Promise<boolean> {
  return (await askOne(sql, ANYBODY)).known
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
const AT = instantOf('$4')
/** Whoever touches an account of these persons closes a question about it: any of them, or those to whom nothing is owed. */
const asked = (when: 'taken_up' | 'nothing_owed'): string => `array(
        select t.person_id from human_task t
        where t.person_id = any (array(select person_id from page)) and t.resolved_at is null
          and t.kind in ${oneOf(kindsClosedBy(when))})`
const REFUSED = `array(
        select h.person_id from hold h
        where h.person_id = any (array(select person_id from page))
          and h.reason = 'data_refused' and h.lifted_at is null)`
/** An account that is gone meanwhile has no creditor. */
const UNNOTED = `(${says('figures')} and coalesce(creditor <> all($3) and creditor <> all($5), false))`

/** Lines that say figures, as of the day of their file, once a line of each of their creditors was told. */
const JOINS = `(u.says & ${LINE_SAYS.figures + LINE_SAYS.ownDay} = ${LINE_SAYS.figures} and u.creditor = any($3)
        and (select k.creditors <@ ($3::text[] || $5::text[]) from import_known k where k.run_id = $1 and k.page = $2))`

/** What was not done is found by grouping: a plan takes a list for a few rows, and would compare each with each. The conditions stand in the update itself: of a row that somebody else has just changed they are asked anew; persons are looked up once a page, as of the same instant. Accounts are locked in the order of their ids. The statement makes blocks in the order of the file. */
const ADVANCE = statement<Advanced>({
  name: 'import-known-advance',
  text: `
    with page as materialized (
      select u.*, ${JOINS} as joins from import_known k,
        unnest(k.lines, k.persons, k.accounts, k.marks, k.says, k.creditors)
          as u (line, person_id, account_id, mark, says, creditor)
      where k.run_id = $1 and k.page = $2 and u.line <> all (k.apart) and u.line <> all (k.told)
    ), placed as (
      select *, row_number() over (partition by joins, creditor, says, chunk order by line) - 1 as place,
        count(*) over (partition by joins, creditor, says, chunk) as together
      from (
        select *, (row_number() over (partition by joins, creditor, says order by line) - 1) / ${PLACES} as chunk
        from page) p
    ), joining as materialized (
      select *, max(made) over (partition by joins, creditor, says, chunk) as block
      from (
        select *, case when joins and together >= $6 and place = 0 then nextval('account_block_id_seq') end as made
        from placed) p
      order by person_id, account_id
    ), done as (
      update account a set
        snapshot_at = case when ${says('figures')} then ${AT} else a.snapshot_at end,
        score_at = case when ${says('score')} then ${AT} else a.score_at end,
        line_at = case when ${says('ownDay')} then a.line_at else greatest(a.line_at, ${AT}) end,
        line_from = case when ${says('ownDay')} then a.line_from else coalesce(a.line_from, ${AT}) end,
        block = p.block, place = case when p.block is not null then p.place end
      from joining p
      where a.person_id = p.person_id and a.id = p.account_id and a.line_mark = p.mark and a.block is null
        and (a.collection = 'active' or a.past_due = 0)
        and (not ${says('score')} or a.score_at <= ${AT})
        and (not ${says('figures')}
          or (a.feed = 'snapshot' and a.snapshot_at <= ${AT} and a.stale_from is null and a.creditor = any($3)))
        and a.person_id <> all (${asked('taken_up')}) and a.person_id <> all (${REFUSED})
        and (a.past_due > 0 or a.person_id <> all (${asked('nothing_owed')}))
      returning p.line, p.says, p.block, p.place, a.creditor
    ), made as (
      insert into account_block (id, creditor, scored, at, persons, accounts, marks) overriding system value
      select block, min(creditor), min(says & ${LINE_SAYS.score}) > 0, ${AT},
        array_agg(person_id order by place), array_agg(account_id order by place), string_agg(mark, '' order by place)
      from joining where block is not null group by block
    ), gone as (
      insert into account_left (block, place)
      select block, place from (
        select block, place, false as done from joining where block is not null
        union all select block, place, true from done where block is not null) s
      group by block, place having not bool_or(done)
    ), undone as materialized (
      select line, min(says) as says,
        (select a.creditor from account a where a.person_id = min(s.person_id) and a.id = min(s.account_id)) as creditor
      from (
        select line, says, person_id, account_id, false as done from page
        union all select line, null, null, null, true from done) s
      group by line having not bool_or(done)
    ), apart as (
      update import_known k set apart = k.apart || array(select line from undone p where not ${UNNOTED})
      where k.run_id = $1 and k.page = $2 and exists (select from undone p where not ${UNNOTED}))
    select (select coalesce(sum(1 + ${says('figures')}::int + ${says('score')}::int), 0)::int8 from done p) as facts,
      array(select distinct creditor from done) as creditors,
      array(select distinct creditor from undone p where ${UNNOTED}) as unnoted`,
  row: { facts: 'int8', creditors: 'text[]', unnoted: 'text[]' },
})

/** Known lines that were read together; a page is called by the first line that was read. */
export interface KnownPage {
  run: number
  page: number
}

export interface DayOfFile {
  /** Creditors of whom the day of the file is known, and those of whom that was tried. */
  noted: readonly string[]
  tried: readonly string[]
  at: Instant
  /** Fewer accounts of a page make no block. */
  enough: number
}

/** The accounts of known lines are as of that instant now, where they are as they were, each locked for a moment, and stand in blocks; other lines are set apart. */
export function advancePage(
  db: Database,
  { run, page }: KnownPage,
  { noted, tried, at, enough }: DayOfFile,
): Promise<Advanced> {
  return db.transaction((tx) => askOne(tx, ADVANCE, [run, page, noted, at, tried, enough]))
}

const FIRSTS = plainStatement({
  name: 'import-known-firsts',
  once: true,
  text: `
    with of_page as materialized (
      select u.line, (select a.creditor from account a where a.person_id = u.person and a.id = u.account) as creditor
      from import_known k, unnest(k.lines, k.persons, k.accounts, k.says) as u (line, person, account, says)
      where k.run_id = $1 and k.page = $2 and u.says & ${LINE_SAYS.figures} > 0
        and u.line <> all (k.apart) and u.line <> all (k.told)
    ), firsts as (
      select min(line) as line from of_page where creditor = any($3) group by creditor)
    update import_known k set told = k.told || array(select line from firsts)
    where k.run_id = $1 and k.page = $2
    returning array(select line from firsts order by line) as lines`,
  row: { lines: 'int8[]' },
})

/** One line of each of these creditors, which is known no more. */
export async function takeFirsts(
  sql: Sql,
  { run, page }: KnownPage,
  creditors: readonly string[],
): Promise<number[]> {
  return (await askOne(sql, FIRSTS, [run, page, creditors])).lines
}
