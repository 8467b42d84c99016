import { formatAmount } from '../../../core/base/money.ts'
import { daysBetween, isZone, lastDayOf, type Day, type Instant, type Zone } from '../../../core/base/time.ts'
import { toldAt } from '../../../core/base/told.ts'
import type { Apart } from '../../../core/model/debt-part.ts'
import type { CurrencyWord } from '../../../core/model/ledger-money.ts'
import type { CaseHead } from '../../story/story.ts'
import type { Sql } from '../base/database.ts'
import { ask, type Shape, statement } from '../base/statement.ts'
import { APART, CURRENCIES } from '../row/money-json.ts'
import { strictDay } from '../base/parsers.ts'

/** A case as reading needs it: the head that is told, and the keys by which the rest is found. */
export interface FoundCase {
  head: CaseHead
  person: number
  account: number
  id: number
  now: Instant
  open: boolean
  creditor: string
  currencies: CurrencyWord[] | null
  nextReviewAt: Instant | null
  /** The story runs from the closing of the case before to the opening of the one after. */
  from: Instant | null
  to: Instant | null
}

interface HeadRow {
  person: number
  id: number
  account: number
  number: number
  external: string
  state: string
  stage: string | null
  strategy: string
  hash: string
  openedOn: Day
  closedOn: Day | null
  reason: string | null
  nextReviewAt: Instant | null
  epoch: number
  version: number
  creditor: string
  currency: string
  currencies: CurrencyWord[] | null
  pastDue: number
  apart: Apart | null
  anchor: Day | null
  zones: Zone[]
  now: Instant
  from: Instant | null
  to: Instant | null
}

const HEAD = `select c.person_id as person, c.id, c.account_id as account, c.number, a.external_id as external, c.state, c.stage,
    c.strategy, c.strategy_hash as hash, c.opened_on as "openedOn", c.closed_on as "closedOn", c.close_reason as reason,
    c.next_review_at as "nextReviewAt", c.epoch, c.version, a.creditor, a.currency, a.currencies, a.past_due as "pastDue", a.apart, a.anchor,
    p.zones, business_now() as now,
    (select max(b.closed_at) from collection_case b
      where b.person_id = c.person_id and b.account_id = c.account_id and b.number < c.number) as "from",
    (select min(b.opened_at) from collection_case b
      where b.person_id = c.person_id and b.account_id = c.account_id and b.number > c.number) as "to"
  from collection_case c
  join account a on a.person_id = c.person_id and a.id = c.account_id
  join person p on p.id = c.person_id`

/** `ref`: the case's id, or `<account>/<number>`; the latest case of the account where the number is left out. */
export async function findCase(db: Sql, ref: string): Promise<FoundCase | null> {
  const row = /^\d{1,15}$/.test(ref)
    ? ((await byId(db, Number(ref))) ?? (await byName(db, ref)))
    : await byName(db, ref)
  return row ? foundCase(row) : null
}

const HEAD_ROW: Shape<HeadRow> = {
  person: 'int8',
  id: 'int8',
  account: 'int8',
  number: 'int4',
  external: 'text',
  state: 'text',
  stage: 'text?',
  strategy: 'text',
  hash: 'text',
  openedOn: 'date',
  closedOn: 'date?',
  reason: 'text?',
  nextReviewAt: 'timestamptz?',
  epoch: 'int4',
  version: 'int4',
  creditor: 'text',
  currencies: CURRENCIES,
  currency: 'text',
  pastDue: 'int8',
  apart: APART,
  anchor: 'date?',
  zones: 'text[]',
  now: 'timestamptz',
  from: 'timestamptz?',
  to: 'timestamptz?',
}

const BY_ID = statement<HeadRow>({
  name: 'case-by-id',
  once: true,
  text: `${HEAD} where c.id = $1`,
  row: HEAD_ROW,
})

async function byId(db: Sql, id: number): Promise<HeadRow | undefined> {
  const rows = await ask(db, BY_ID, [id])
  return rows[0]
}

const BY_NAME = statement<HeadRow>({
  name: 'case-by-name',
  once: true,
  text: `${HEAD} where (a.external_id = $1 and c.number = $2) or a.external_id = $3 order by c.number desc limit 1`,
  row: HEAD_ROW,
})

async function byName(db: Sql, ref: string): Promise<HeadRow | undefined> {
  const match = /^(.+)\/(\d{1,9})$/.exec(ref)
  const rows = await ask(db, BY_NAME, [match?.[1] ?? null, match ? Number(match[2]) : null, ref])
  return rows[0]
}

/** Null also where the anchor or a zone cannot be counted with. */
export function dpdOf({ anchor, zones, now }: Pick<HeadRow, 'anchor' | 'zones' | 'now'>): number | null {
  if (anchor === null) return null
  try {
    const days = daysBetween(strictDay(anchor), todayIn(zones, now))
    return Number.isNaN(days) ? null : Math.max(0, days)
  } catch {
    return null
  }
}

/** Where a zone is unknown here, the day of UTC. */
export function todayIn(zones: readonly Zone[], now: Instant): Day {
  return lastDayOf(zones.every(isZone) ? zones : ['UTC'], now)
}

/** What is shown beside what is past due: parts of it, and what is disputed by itself. */
function apartOf({ apart, currency }: HeadRow): CaseHead['apart'] {
  if (apart === null) return null
  const amount = (minor: number): string => formatAmount(minor, currency)
  return { disputed: amount(apart.disputed), interest: amount(apart.interest), fees: amount(apart.fees) }
}

function foundCase(row: HeadRow): FoundCase {
  const head: CaseHead = {
    id: row.id,
    name: `${row.external}/${row.number}`,
    account: row.external,
    person: row.person,
    state: row.state,
    stage: row.stage,
    strategy: row.strategy,
    strategyHash: row.hash,
    openedOn: row.openedOn,
    closedOn: row.closedOn,
    closeReason: row.reason,
    nextReviewAt: row.nextReviewAt === null ? null : toldAt(row.nextReviewAt),
    epoch: row.epoch,
    version: row.version,
    currency: row.currency,
    pastDue: formatAmount(row.pastDue, row.currency),
    apart: apartOf(row),
    anchor: row.anchor,
    dpd: dpdOf(row),
    zones: row.zones,
    now: toldAt(row.now),
  }
  const { person, account, id, now, creditor, currencies, nextReviewAt, from, to } = row
  const open = row.closedOn === null
  return { head, person, account, id, now, open, creditor, currencies, nextReviewAt, from, to }
}
