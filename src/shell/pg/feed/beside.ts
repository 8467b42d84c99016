import type { Sql } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

const NAMED = plainStatement({
  name: 'import-named',
  once: true,
  text: `
    select a.person_id as person from import_staging s, unnest(s.accounts) as n (name)
    join account a on a.external_id = n.name where s.run_id = $1
    union
    select p.id from import_staging s, unnest(s.debtors) as n (name)
    join person p on p.external_id = n.name where s.run_id = $1`,
  row: { person: 'int8' },
})

/** The persons whom the staged lines name. */
export async function personsNamed(sql: Sql, run: number): Promise<number[]> {
  return (await ask(sql, NAMED, [run])).map(({ person }) => person)
}

/** Both sides are sorted or hashed once, whatever the planner thinks of their sizes. */
const BESIDE = plainStatement({
  name: 'import-known-beside',
  once: true,
  text: `
    with beside as (
      select array_agg(page) filter (where page is not null) as pages,
        array_agg(line) filter (where page is not null) as lines
      from (
        select id, null::bigint as page, null::bigint as line from unnest($2::bigint[]) as u (id)
        union all
        select u.person, k.page, u.line from import_known k, unnest(k.persons, k.lines) as u (person, line)
        where k.run_id = $1 and cardinality($2::bigint[]) > 0) sides
      group by id having bool_or(page is null) and bool_or(page is not null)
    ), of_page as (
      select u.page, array_agg(u.line) as lines from beside, unnest(pages, lines) as u (page, line) group by 1)
    update import_known k set apart = o.lines from of_page o where k.run_id = $1 and k.page = o.page`,
  row: {},
})

/** Known lines of these persons, whom lines that are staged name, are told in their places among those. */
export async function setApart(sql: Sql, run: number, named: readonly number[]): Promise<void> {
  if (named.length > 0) await ask(sql, BESIDE, [run, named])
}
