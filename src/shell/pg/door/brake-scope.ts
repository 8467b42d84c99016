import type { Brake } from '../../../core/deliver/brake.ts'
import type { Sql } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

const STRATEGIES = plainStatement({
  name: 'scope-strategies',
  once: true,
  text: `
    select jsonb_path_query(content, '$.strategies[*].strategy') #>> '{}' as name from config_version where active
    union
    select strategy from collection_case where closed_on is null
    order by name`,
  row: { name: 'text' },
})

/** Strategies of the active version, and those that open cases began with. */
export async function knownStrategies(db: Sql): Promise<string[]> {
  const rows = await ask(db, STRATEGIES)
  return rows.map(({ name }) => name)
}

const AMONG = plainStatement({
  name: 'scope-creditors-among',
  once: true,
  text: 'select name from unnest($1::text[]) as name where exists (select 1 from account where creditor = name)',
  row: { name: 'text' },
})

/** Those of the names that are creditors of accounts. */
export async function creditorsAmong(db: Sql, names: readonly string[]): Promise<string[]> {
  const rows = await ask(db, AMONG, [names])
  return rows.map(({ name }) => name)
}

/** One probe of the index per creditor, not a scan of the book. */
const CREDITORS = plainStatement({
  name: 'scope-creditors',
  once: true,
  text: `
  with recursive found as (
    (select creditor from account order by creditor limit 1)
    union all
    select (select a.creditor from account a where a.creditor > f.creditor order by a.creditor limit 1)
    from found f where f.creditor is not null
  )
  select creditor as name from found where creditor is not null limit 1000`,
  row: { name: 'text' },
})

export async function knownCreditors(db: Sql): Promise<string[]> {
  const rows = await ask(db, CREDITORS)
  return rows.map(({ name }) => name)
}

/** What a brake keeps back. */
export interface Held {
  planned: number
  queued: number
  /** Too late for these: they are with a provider, an agent or a collector. */
  underway: number
  /** Open cases of its strategy and creditor; with a channel, they wait on that channel alone. */
  openCases: number
}

/** Contacts that are on their way, or cases that wait, whichever is more. */
export function heldSize({ planned, queued, openCases }: Held): number {
  return Math.max(planned + queued, openCases)
}

const ON_THE_WAY = plainStatement({
  name: 'scope-on-the-way',
  once: true,
  text: `
    with on_the_way as (
      select state, person_id, case_id, channel, creditor from contact where state in ${oneOf(STATES.toQueue)}
      union all
      select state, person_id, case_id, channel, creditor from contact where state in ${oneOf(STATES.inWork)}
    )
    select c.state, count(*) as contacts from on_the_way c
    left join collection_case k on k.person_id = c.person_id and k.id = c.case_id
    where ($1::text is null or c.channel = $1) and ($2::text is null or k.strategy = $2)
      and ($3::text is null or c.creditor = $3)
    group by c.state`,
  row: { state: 'text', contacts: 'int8' },
})

const OPEN_CASES = plainStatement({
  name: 'scope-open-cases',
  once: true,
  text: `
    select count(*) as cases from collection_case k
    join account a on a.person_id = k.person_id and a.id = k.account_id
    where k.closed_on is null and ($1::text is null or k.strategy = $1)
      and ($2::text is null or a.creditor = $2)`,
  row: { cases: 'int8' },
})

export async function readHeld(db: Sql, { channel, strategy, creditor }: Brake): Promise<Held> {
  const [contacts, [cases]] = await Promise.all([
    ask(db, ON_THE_WAY, [channel, strategy, creditor]),
    ask(db, OPEN_CASES, [strategy, creditor]),
  ])
  const count = (state: string): number => contacts.find((row) => row.state === state)?.contacts ?? 0
  return {
    planned: count('planned'),
    queued: count('queued'),
    underway: count('sending'),
    openCases: cases?.cases ?? 0,
  }
}
