import type { AccountId, PersonId } from '../../../core/base/id.ts'
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
  /** In hex. */
  mark: string
  says: number
}

const LOOK_UP = statement<{ line: number }>({
  name: 'import-known',
  text: `
    insert into import_known (run_id, person_id, account_id, line, mark, says)
    select $1, a.person_id, a.id, u.line, a.line_mark, u.says
    from unnest($2::bigint[], $3::text[], $4::bytea[], $5::int2[]) as u (line, account, mark, says)
    join account a on a.external_id = u.account
    where a.line_mark = u.mark
    on conflict do nothing returning line`,
  row: { line: 'int8' },
})

/** The lines that say what their accounts are known by: they are kept as such, the first one of each account. */
export async function keepKnown(db: Database, run: number, lines: readonly MarkedLine[]): Promise<number[]> {
  const rows = await db.transaction((tx) =>
    ask(tx, LOOK_UP, [
      run,
      lines.map(({ line }) => line),
      lines.map(({ account }) => account),
      lines.map(({ mark }) => Buffer.from(mark, 'hex')),
      lines.map(({ says }) => says),
    ]),
  )
  return rows.map(({ line }) => line)
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

/** A place in the order in which accounts are locked. */
export interface Place {
  person: PersonId
  account: AccountId
}

interface AdvancedRow {
  lines: number
  /** The facts that the lines that were as they are would have been. */
  facts: number
  /** The creditors of those lines. */
  creditors: string[]
  /** Creditors of whom a line has to be told first. */
  unnoted: string[]
  person: PersonId | null
  account: AccountId | null
}

export interface Advanced extends Omit<AdvancedRow, 'person' | 'account'> {
  /** Null = there was no page any more. */
  last: Place | null
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

const PAGE = 4000

/** The conditions stand in the update itself: of a row that somebody else has just changed they are asked anew. */
const ADVANCE = statement<AdvancedRow>({
  name: 'import-known-advance',
  text: `
    with page as materialized (
      select k.person_id, k.account_id, k.line, k.mark, k.says from import_known k
      where k.run_id = $1 and (k.person_id, k.account_id) > ($2, $3) and not k.apart
      order by k.person_id, k.account_id limit ${PAGE}
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
      where k.run_id = $1 and k.person_id = p.person_id and k.account_id = p.account_id and not ${UNNOTED})
    select (select count(*) from page) as lines,
      (select coalesce(sum(1 + ${says('figures')}::int + ${says('score')}::int), 0)::int8 from done p) as facts,
      array(select distinct creditor from done) as creditors,
      array(select distinct creditor from undone p where ${UNNOTED}) as unnoted,
      (select person_id from page order by person_id desc, account_id desc limit 1) as person,
      (select account_id from page order by person_id desc, account_id desc limit 1) as account`,
  row: {
    lines: 'int8',
    facts: 'int8',
    creditors: 'text[]',
    unnoted: 'text[]',
    person: 'int8?',
    account: 'int8?',
  },
})

export interface KnownPage {
  after: Place
  /** Creditors of whom the day of the file is known, and those of whom that was tried. */
  noted: readonly string[]
  tried: readonly string[]
  at: Instant
}

/** The accounts of the next known lines are as of that instant now, where they are as they were, each locked for a moment; other lines are set apart. */
export async function advancePage(
  db: Database,
  run: number,
  { after, noted, tried, at }: KnownPage,
): Promise<Advanced> {
  const params = [run, after.person, after.account, noted, at, tried]
  const { person, account, ...page } = await db.transaction(async (tx) => {
    // Pages are read in the order of their key: what comes behind them is not sorted anew for each.
    await tx.query(`select set_config('enable_bitmapscan', 'off', true)`, [], 'import-in-order')
    return askOne(tx, ADVANCE, params)
  })
  return { ...page, last: person === null || account === null ? null : { person, account } }
}

const FIRSTS = statement<{ line: number }>({
  name: 'import-known-firsts',
  once: true,
  text: `
    with page as (
      select distinct on (a.creditor) k.person_id, k.account_id, k.line
      from import_known k join account a on a.person_id = k.person_id and a.id = k.account_id
      where k.run_id = $1 and (k.person_id, k.account_id) > ($2, $3) and (k.person_id, k.account_id) <= ($4, $5)
        and not k.apart and k.says & ${LINE_SAYS.figures} > 0 and a.creditor = any($6)
      order by a.creditor, k.person_id, k.account_id)
    delete from import_known k using page p
    where k.run_id = $1 and k.person_id = p.person_id and k.account_id = p.account_id
    returning k.line`,
  row: { line: 'int8' },
})

/** One line of each of these creditors, which is known no more. */
export async function takeFirsts(
  sql: Sql,
  run: number,
  { after, last, creditors }: { after: Place; last: Place; creditors: readonly string[] },
): Promise<number[]> {
  const { person, account } = last
  const rows = await ask(sql, FIRSTS, [run, after.person, after.account, person, account, creditors])
  return rows.map(({ line }) => line)
}
