import { formatAmount } from '../../core/base/money.ts'
import type { Instant } from '../../core/base/time.ts'
import { atOnce, dated, type PersonSource, type Row, type Section, words, text } from './section.ts'

const ACCOUNT = 'join account a on a.person_id = t.person_id and a.id = t.account_id'

export const accounts: Section = {
  name: 'accounts',
  title: 'Accounts',
  rows: (source) => atOnce(readAccounts(source)),
  tell: (row) => [
    words(row['account'], 'with', row['creditor'], row['product'], row['actor']),
    words('past due', row['pastDue'], 'of', row['balance'] ?? 'an unknown balance', row['currency']),
    words(
      'collection',
      row['collection'],
      row['endedReason'],
      row['anchor'] && `since ${text(row['anchor'])}`,
    ),
  ],
}

async function readAccounts({ db, person }: PersonSource): Promise<Row[]> {
  const rows = await db.query<
    Row & {
      currency: string
      pastDue: number
      balance: number | null
      credit: number
      snapshotAt: Instant | null
    }
  >(
    `select id, external_id as account, creditor, collector, actor, product, currency, past_due as "pastDue", balance, credit,
       anchor, score, score_at as "scoreAt", bucket, feed, snapshot_at as "snapshotAt", collection,
       collection_at as "collectionAt", ended_reason as "endedReason", cured_at as "curedAt"
     from account where person_id = $1 order by id`,
    [person],
  )
  return rows.map((row) => ({
    ...dated(row, 'scoreAt', 'snapshotAt', 'collectionAt', 'curedAt'),
    pastDue: formatAmount(row.pastDue, row.currency),
    balance: row.balance === null ? null : formatAmount(row.balance, row.currency),
    credit: formatAmount(row.credit, row.currency),
  }))
}

export const obligations: Section = {
  name: 'obligations',
  title: 'Bills and instalments',
  rows: ({ db, person }) =>
    atOnce(
      amounts(
        db.query(
          `select a.external_id as account, t.external_id as obligation, t.due_on as "dueOn", t.amount, a.currency, t.cancelled
           from obligation t ${ACCOUNT} where t.person_id = $1 order by a.id, t.due_on, t.external_id`,
          [person],
        ),
      ),
    ),
  tell: (row) => [
    words(row['dueOn'], row['account'], row['obligation'], row['amount'], row['currency'], cancelled(row)),
  ],
}

export const payments: Section = {
  name: 'payments',
  title: 'Payments',
  rows: ({ db, person }) =>
    atOnce(
      amounts(
        db.query(
          `select a.external_id as account, t.external_id as payment, t.obligation, t.amount, a.currency,
             t.happened_at as "at", t.recorded_at as "recordedAt", t.reversed_at as "reversedAt"
           from payment t ${ACCOUNT} where t.person_id = $1 order by t.happened_at, t.external_id`,
          [person],
        ),
      ).then((rows) => rows.map((row) => dated(row, 'at', 'recordedAt', 'reversedAt'))),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      row['account'],
      row['payment'],
      row['amount'],
      row['currency'],
      row['reversedAt'] && 'reversed',
    ),
  ],
}

export const promises: Section = {
  name: 'promises',
  title: 'Promises to pay',
  rows: ({ db, person }) =>
    atOnce(
      amounts(
        db.query(
          `select a.external_id as account, t.external_id as promise, t.amount, a.currency, t.made_at as "at", t.by_on as by,
             t.grace_days as "graceDays", t.cancelled
           from promise t ${ACCOUNT} where t.person_id = $1 order by t.made_at, t.external_id`,
          [person],
        ),
      ).then((rows) => rows.map((row) => dated(row, 'at'))),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      row['account'],
      row['amount'],
      row['currency'],
      'by',
      row['by'],
      row['cancelled'] && '(cancelled)',
    ),
  ],
}

export const cases: Section = {
  name: 'cases',
  title: 'Cases',
  rows: ({ db, person }) =>
    atOnce(
      db
        .query<Row>(
          `select t.id, a.external_id || '/' || t.number as "case", t.state, t.stage, t.strategy, t.strategy_hash as "strategyHash",
             t.opened_on as "openedOn", t.opened_at as "openedAt", t.closed_on as "closedOn", t.closed_at as "closedAt",
             t.close_reason as "closeReason", t.next_review_at as "nextReviewAt"
           from collection_case t ${ACCOUNT} where t.person_id = $1 order by t.id`,
          [person],
        )
        .then((rows) => rows.map((row) => dated(row, 'openedAt', 'closedAt', 'nextReviewAt'))),
    ),
  tell: (row) => [
    words(
      row['case'],
      row['state'],
      row['stage'],
      `under ${text(row['strategy'])}`,
      `opened ${text(row['openedOn'])}`,
      row['closedOn'] && `closed ${text(row['closedOn'])} (${text(row['closeReason'])})`,
    ),
  ],
}

async function amounts(rows: Promise<(Row & { amount: number; currency: string })[]>): Promise<Row[]> {
  return (await rows).map((row) => ({ ...row, amount: formatAmount(row.amount, row.currency) }))
}

function cancelled(row: Row): string | null {
  return row['cancelled'] ? '(cancelled)' : null
}
