import { setTimeout as sleep } from 'node:timers/promises'
import { type Problem, ProblemError } from '../../../core/base/problem.ts'
import type { Sql } from './database.ts'
import { ask, plainStatement } from './statement.ts'

/** The migrations that take away what processes of the version before need, and what that is: those processes end first, and go on beside every other one. */
export const ENDS_OLDER: Readonly<Record<string, string>> = {
  '0004-law-asks.sql': 'what a task is one of',
  '0013-task-steps.sql': 'what a task is one of',
  '0020-watch.sql': 'when a tick ran',
  '0025-known-in-order.sql': 'how known lines of an import are kept',
  '0030-staged-pages.sql': 'how lines of an import are staged',
  '0037-providers.sql': 'what a breaker is one of',
  '0045-known-pages.sql': 'how known lines of an import are kept',
  '0048-money-of-other-kinds.sql': 'what a payment is one of',
  '0052-blocks.sql': 'how known lines of an import are kept, and as of when an account is known',
  '0092-minor-units.sql': 'in which minor units sums are stored',
}

interface Applied {
  name: string
  ends_older: boolean
}

/** A later version has told this database what this one does not know: it would take grants back that the later one needs. */
export async function refuseNewer(sql: Sql, known: readonly string[]): Promise<void> {
  const unknown = (await applied(sql)).map(({ name }) => name).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new ProblemError([newer(unknown)])
}

/** A worker of an older version goes on beside a later one, unless a migration says that it cannot. */
export function refuseEnded(done: readonly Applied[], known: readonly string[]): void {
  const ending = done.filter(({ name, ends_older }) => ends_older && !known.includes(name))
  if (ending.length > 0) throw new ProblemError([newer(ending.map(({ name }) => name))])
}

/** Processes that run meanwhile would fail at what the missing migrations take away: they are named, and end first. */
export async function refuseBesideOlder(sql: Sql, missing: readonly string[]): Promise<void> {
  const ending = missing.filter((name) => name in ENDS_OLDER)
  if (ending.length === 0) return
  let atWork = await ask(sql, AT_WORK)
  // A command that has just ended may still be there.
  for (let left = 3; left > 0 && atWork.length > 0; left--) {
    await sleep(300)
    atWork = await ask(sql, AT_WORK)
  }
  if (atWork.length > 0) throw new ProblemError([besideOlder(ending, atWork)])
}

export async function noteEnding(sql: Sql): Promise<void> {
  await sql.query('update schema_migration set ends_older = true where name = any ($1) and not ends_older', [
    Object.keys(ENDS_OLDER),
  ])
}

/** What the database was told, by name. */
export function applied(sql: Sql): Promise<Applied[]> {
  return ask(sql, APPLIED)
}

/** A worker may look before the first run of `migrate` that makes the column. */
const APPLIED = plainStatement({
  name: 'schema-applied',
  once: true,
  text: `select m.name, coalesce((to_jsonb(m) ->> 'ends_older')::boolean, false) as ends_older
    from schema_migration m order by m.name`,
  row: { name: 'text', ends_older: 'bool' },
})

/** Every process of the engine, and every command, names itself to Postgres; a frozen one is there too. One that waits for the tables of its own version has another name. */
const AT_WORK = plainStatement({
  name: 'processes-at-work',
  once: true,
  text: `select distinct coalesce(application_name, '') as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'arrears%'
      and application_name <> 'arrears migrate'
    order by 1`,
  row: { name: 'text' },
})

function besideOlder(ending: readonly string[], atWork: readonly { name: string }[]): Problem {
  return {
    code: 'older_version_at_work',
    file: ending.join(', '),
    message: `processes of the version before cannot go on with it, and some run: ${atWork.map(({ name }) => name).join(', ')}`,
    suggestion:
      'end them (docker compose stop, without postgres and redis), run it again, then start this version',
  }
}

function newer(names: readonly string[]): Problem {
  return {
    code: 'database_newer',
    file: names.join(', '),
    message: 'the database was brought up to date by a later version, which this one does not know',
    suggestion:
      'run that version; the way back is the backup from before it; a demo starts over with npm start -- --reset',
  }
}
