import type { AccountId } from '../../../core/base/id.ts'
import type { Day, Zone } from '../../../core/base/time.ts'
import type { DueAccount, LastCase } from '../../../core/detect/detect.ts'
import type { FeedSends } from '../../../core/model/feed-file.ts'
import type { LedgerAccount } from '../../../core/model/ledger.ts'
import type { AccountRef, DetectTx, Today } from '../../../flow/ports/detect.ts'
import type { Heads } from '../base/chain.ts'
import { aside } from '../sweep/park.ts'
import { JOINED } from '../base/cell.ts'
import { selected, shapeOf } from '../base/columns.ts'
import { type Shape, ask, statement } from '../base/statement.ts'
import { ACCOUNT, HEAD } from '../row/account.ts'
import { loadMoney } from '../record/sets.ts'
import { loadDebtPolicies } from '../config/debt-policy.ts'
import { type DebtPolicies, payOrderOf } from '../../../core/model/debt-policy.ts'
import type { SqlTransaction } from '../base/database.ts'

/** One probe of the index per set, not a scan of the book. */
const ZONE_SETS = `
  with recursive found as (
    (select zones from account where look_on is not null order by zones limit 1)
    union all
    select (select a.zones from account a where a.look_on is not null and a.zones > f.zones order by a.zones limit 1)
    from found f where f.zones is not null
  )
  select zones from found where zones is not null`

/** The worst of each zone set by the index, then the worst of all: twice the page, so that detectors side by side find work. They are gathered into arrays, so that each account is read by its key whatever the planner thinks of the limit, and is read as it is under its lock. */
const WORST = `
  select x.*, z.today from unnest($1::text[], $2::date[]) as z (zones, today)
  cross join lateral (
    select a.person_id, a.id, a.look_on, a.anchor from account a
    where a.zones = z.zones and a.look_on <= z.today and a.id <> all (${aside('detect', 'account')})
    order by a.look_on, a.anchor limit $3 * 2
  ) x
  order by x.look_on, x.anchor, x.id limit $3 * 2`
const IDS = `select person_id as person, id as account from (${WORST}) x order by look_on, anchor, id`
const FOUND = `
  select array_agg(x.person_id) as persons, array_agg(x.id) as ids, array_agg(x.today) as todays
  from (${WORST}) x`
const THESE = `
  select array_agg(a.person_id) as persons, array_agg(a.id) as ids, array_agg(z.today) as todays
  from unnest($4::bigint[], $5::bigint[]) as u (person, id)
  join account a on a.person_id = u.person and a.id = u.id
  join unnest($1::text[], $2::date[]) as z (zones, today) on z.zones = a.zones`

const LOCKED = { ...ACCOUNT, ...HEAD }

const dueOf = (due: string): string => `
  with due as (${due}), locked as materialized (
    select a.*, d.found
    from (select unnest(persons) as person_id, unnest(ids) as id, unnest(todays) as today, cardinality(ids) as found
          from due) d
    join account a on a.person_id = d.person_id and a.id = d.id and a.look_on <= d.today
    order by a.look_on, a.anchor, a.id limit $3
    for no key update of a skip locked
  )
  select ${selected(LOCKED, 'a')}, a.found, p.regions, k.id as "caseId", k.number, k.open, k.reason, k.last_anchor as "lastAnchor",
    f.creditor as "feedCreditor", f.completed::text[] as completed, f.lines::text[] as lines, f.age_days as age, f.sends
  from locked a
  join person p on p.id = a.person_id
  left join creditor_feed f on f.creditor = a.creditor
  left join lateral (
    select c.id, c.number, c.closed_on is null as open, c.close_reason as reason,
           c.snapshot->>'lastAnchor' as last_anchor
    from collection_case c where c.person_id = a.person_id and c.account_id = a.id
    order by c.number desc limit 1
  ) k on true
  order by a.look_on, a.anchor, a.id`

interface DueRow extends LedgerAccount {
  /** How many accounts were found, those in other hands too. */
  found: number
  regions: string[]
  caseId: LastCase['id'] | null
  number: number
  open: boolean
  reason: string | null
  lastAnchor: Day
  head: Buffer | null
  feedCreditor: string | null
  completed: Day[]
  lines: Day[]
  age: number | null
  sends: FeedSends
}

const DUE_ROW: Shape<DueRow> = {
  ...shapeOf(LOCKED),
  found: 'int4',
  regions: 'text[]',
  caseId: 'int8?',
  number: 'int4',
  open: 'bool',
  reason: 'text?',
  lastAnchor: 'text',
  feedCreditor: 'text?',
  completed: 'text[]',
  lines: 'text[]',
  age: 'int4?',
  sends: 'text',
}

const DUE = statement({ name: 'detect-due', text: dueOf(FOUND), row: DUE_ROW })
const DUE_THESE = statement({ name: 'detect-these', text: dueOf(THESE), row: DUE_ROW })
const DUE_IDS = statement<AccountRef>({
  name: 'detect-ids',
  text: IDS,
  row: { person: 'int8', account: 'int8' },
})
const ZONES = statement<{ zones: Zone[] }>({ name: 'detect-zones', text: ZONE_SETS, row: { zones: JOINED } })

export async function zoneSets(tx: SqlTransaction): Promise<Zone[][]> {
  return (await ask(tx, ZONES)).map(({ zones }) => zones)
}

/** The chains of the rows that are locked are added to `heads`. */
export async function lockDue(
  tx: SqlTransaction,
  { todays, limit, heads }: { todays: Today[]; limit: number; heads: Heads },
): ReturnType<DetectTx['lockDue']> {
  if (todays.length === 0) return { due: [], left: false }
  const rows = await ask(tx, DUE, [...columnsOf(todays), limit])
  return { due: await dueFromRows(tx, rows, heads), left: rows.length < (rows[0]?.found ?? 0) }
}

export async function dueIds(tx: SqlTransaction, todays: Today[], limit: number): Promise<AccountRef[]> {
  if (todays.length === 0) return []
  return ask(tx, DUE_IDS, [...columnsOf(todays), limit])
}

export async function lockThese(
  tx: SqlTransaction,
  { todays, accounts, heads }: { todays: Today[]; accounts: readonly AccountRef[]; heads: Heads },
): Promise<DueAccount[]> {
  const ids = [accounts.map(({ person }) => person), accounts.map(({ account }) => account)]
  const params = [...columnsOf(todays), accounts.length, ...ids]
  return dueFromRows(tx, await ask(tx, DUE_THESE, params), heads)
}

const DUE_AMONG = statement<{ id: AccountId }>({
  name: 'detect-due-among',
  text: `
    select a.id from unnest($3::bigint[], $4::bigint[]) as u (person, id)
    join account a on a.person_id = u.person and a.id = u.id
    join unnest($1::text[], $2::date[]) as z (zones, today) on z.zones = a.zones
    where a.look_on <= z.today`,
  row: { id: 'int8' },
})

export async function dueAmong(
  tx: SqlTransaction,
  todays: readonly Today[],
  accounts: readonly Pick<LedgerAccount, 'id' | 'person'>[],
): Promise<AccountId[]> {
  const whose = [accounts.map(({ person }) => person), accounts.map(({ id }) => id)]
  return (await ask(tx, DUE_AMONG, [...columnsOf(todays), ...whose])).map(({ id }) => id)
}

function columnsOf(todays: readonly Today[]): [string[], Day[]] {
  return [todays.map(({ zones }) => zones.join(',')), todays.map(({ today }) => today)]
}

async function dueFromRows(tx: SqlTransaction, rows: DueRow[], heads: Heads): Promise<DueAccount[]> {
  for (const { id, head } of rows) heads.set(`a${id}`, head)
  const fed = rows.filter((row) => row.feed === 'ledger')
  const money = fed.length > 0 ? await loadMoney(tx, new Map(fed.map((row) => [row.id, row.person]))) : null
  const debts = fed.length > 0 ? await loadDebtPolicies(tx) : null
  return rows.map((row) => dueFrom(row, money, debts))
}

function dueFrom(
  row: DueRow,
  money: Awaited<ReturnType<typeof loadMoney>> | null,
  debts: DebtPolicies | null,
): DueAccount {
  const { regions, caseId, number, open, reason, lastAnchor } = row
  const { feedCreditor, completed, lines, age, sends } = row
  return {
    file: feedCreditor === null ? null : { creditor: feedCreditor, completed, lines, age, sends },
    // The row is the account, and says more: a copy without the rest would cost more than reading it did.
    account: row,
    regions,
    pays: payOrderOf(debts, { creditor: row.creditor, regions }),
    sets: row.feed === 'ledger' && money ? setsOf(money, row.id) : null,
    lastCase: caseId === null ? null : { id: caseId, number, open, closeReason: reason, lastAnchor },
  }
}

function setsOf(money: Awaited<ReturnType<typeof loadMoney>>, id: AccountId): DueAccount['sets'] {
  return {
    obligations: [...(money.obligations.get(id)?.values() ?? [])],
    payments: [...(money.payments.get(id)?.values() ?? [])],
  }
}
