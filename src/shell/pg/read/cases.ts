import { formatAmount } from '../../../core/base/money.ts'
import type { Day, Instant } from '../../../core/base/time.ts'
import { toldAt } from '../../../core/base/told.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

export interface CaseLine {
  id: number
  name: string
  account: string
  state: string
  stage: string | null
  strategy: string
  openedOn: Day
  closedOn: Day | null
  closeReason: string | null
  nextReviewAt: string | null
  pastDue: string
  currency: string
}

export interface CaseFilter {
  state?: string | undefined
  stage?: string | undefined
  open?: boolean | undefined
  /** The id after which to go on. */
  after: number
  limit: number
}

interface Row extends Omit<CaseLine, 'name' | 'nextReviewAt' | 'pastDue'> {
  number: number
  nextReviewAt: Instant | null
  pastDue: number
}

const LIST = statement<Row>({
  name: 'cases-list',
  once: true,
  text: `select c.id, c.number, a.external_id as account, c.state, c.stage, c.strategy, c.opened_on as "openedOn",
       c.closed_on as "closedOn", c.close_reason as "closeReason", c.next_review_at as "nextReviewAt",
       a.past_due as "pastDue", a.currency
     from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
     where c.id > $1 and ($2::text is null or c.state = $2) and ($3::text is null or c.stage = $3)
       and ($4::boolean is null or (c.closed_on is null) = $4)
     order by c.id limit $5`,
  row: {
    id: 'int8',
    number: 'int4',
    account: 'text',
    state: 'text',
    stage: 'text?',
    strategy: 'text',
    openedOn: 'date',
    closedOn: 'date?',
    closeReason: 'text?',
    nextReviewAt: 'timestamptz?',
    pastDue: 'int8',
    currency: 'text',
  },
})

/** The cases by id, along its index. */
export async function listCases(db: Sql, filter: CaseFilter): Promise<CaseLine[]> {
  const rows = await ask(db, LIST, [
    filter.after,
    filter.state ?? null,
    filter.stage ?? null,
    filter.open ?? null,
    filter.limit,
  ])
  return rows.map(({ number, ...row }) => ({
    ...row,
    name: `${row.account}/${number}`,
    nextReviewAt: row.nextReviewAt === null ? null : toldAt(row.nextReviewAt),
    pastDue: formatAmount(row.pastDue, row.currency),
  }))
}

export interface StageCount {
  state: string
  stage: string | null
  cases: number
}

const BY_STAGE = statement<StageCount>({
  name: 'cases-by-stage',
  once: true,
  text: 'select state, stage, count(*) as cases from collection_case where closed_on is null group by 1, 2 order by 1, 2 nulls first',
  row: { state: 'text', stage: 'text?', cases: 'int8' },
})

/** Open cases by state and stage. */
export async function countOpenCases(db: Sql): Promise<StageCount[]> {
  return ask(db, BY_STAGE)
}
