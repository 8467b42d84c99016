import { formatAmount } from '../../core/base/money.ts'
import {
  accountRows,
  caseRows,
  creditRows,
  obligationRows,
  paymentRows,
  planRows,
  promiseRows,
  settlementRows,
} from '../pg/person/money.ts'
import { atOnce, dated, type PersonSource, type Row, type Section, words, text } from './section.ts'

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
  const rows = await accountRows(db, person)
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
  rows: ({ db, person }) => atOnce(amounts(obligationRows(db, person))),
  tell: (row) => [
    words(
      row['dueOn'],
      row['account'],
      row['obligation'],
      row['part'] === 'principal' ? null : row['part'],
      row['amount'],
      row['currency'],
      cancelled(row),
      row['rests'] && '(disputed or held)',
    ),
  ],
}

export const payments: Section = {
  name: 'payments',
  title: 'Payments, and what counts beside them',
  rows: ({ db, person }) =>
    atOnce(
      amounts(paymentRows(db, person)).then((rows) =>
        rows.map((row) => dated(row, 'at', 'recordedAt', 'reversedAt')),
      ),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      row['account'],
      row['payment'],
      row['kind'] === 'money' ? null : text(row['kind']).replaceAll('_', ' '),
      row['of'] && `of ${text(row['of'])}`,
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
    atOnce(amounts(promiseRows(db, person)).then((rows) => rows.map((row) => dated(row, 'at')))),
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

export const plans: Section = {
  name: 'plans',
  title: 'Repayment plans',
  rows: (source) => atOnce(readPlans(source)),
  tell: (row) => [
    words(
      row['plan'],
      row['accounts'],
      row['sum'],
      row['currency'],
      'in',
      row['number'],
      'rates:',
      row['state'],
    ),
    words('rates', row['rates']),
  ],
}

async function readPlans({ db, person }: PersonSource): Promise<Row[]> {
  const rows = await planRows(db, person)
  return rows.map(({ toldAs, ...row }) => {
    const sum = (minor: number) => formatAmount(minor, row.currency)
    const instants = ['at', 'proposedAt', 'agreedAt', 'refusedAt', 'acceptedAt', 'cancelledAt'] as const
    return {
      ...dated({ ...row }, ...instants),
      accounts: row.accounts.join(', '),
      number: row.rates.length,
      rates: row.rates.map(({ on, amount }) => `${on} ${sum(amount)}`).join(', '),
      sum: sum(row.rates.reduce((all, { amount }) => all + amount, 0)),
      paid: sum(toldAs?.paid ?? 0),
      fell: sum(toldAs?.fell ?? 0),
      missed: toldAs?.missed ?? [],
    }
  })
}

export const settlements: Section = {
  name: 'settlements',
  title: 'Settlements',
  rows: ({ db, person }) =>
    atOnce(
      amounts(settlementRows(db, person)).then((rows) =>
        rows.map((row) => dated(row, 'at', 'acceptedAt', 'declinedAt', 'withdrawnAt')),
      ),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      row['account'],
      row['settlement'],
      row['discount'] === null ? row['amount'] : `less ${Number(row['discount']) * 100} %`,
      row['currency'],
      'until',
      row['until'],
      row['state'] && `(${text(row['state'])})`,
    ),
  ],
}

/** What credit bureaus were told of the person's accounts, and what they were not. */
export const credit: Section = {
  name: 'credit',
  title: 'Told to credit bureaus',
  rows: ({ db, person }) =>
    atOnce(creditRows(db, person).then((rows) => rows.map((row) => dated(row, 'at')))),
  tell: (row) => [
    words(
      row['on'],
      row['account'],
      `to ${text(row['bureau'])}:`,
      row['line'],
      row['status'],
      row['pastDue'],
      row['currency'],
    ),
  ],
}

export const cases: Section = {
  name: 'cases',
  title: 'Cases',
  rows: ({ db, person }) =>
    atOnce(
      caseRows(db, person).then((rows) =>
        rows.map((row) => dated(row, 'openedAt', 'closedAt', 'nextReviewAt')),
      ),
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

async function amounts(
  rows: Promise<(Row & { amount: number; currency: string; paid?: number | null })[]>,
): Promise<Row[]> {
  return (await rows).map(({ paid, ...row }) => ({
    ...row,
    amount: formatAmount(row.amount, row.currency),
    ...(paid !== undefined && { paid: paid === null ? null : formatAmount(paid, row.currency) }),
  }))
}

function cancelled(row: Row): string | null {
  return row['cancelled'] ? '(cancelled)' : null
}
