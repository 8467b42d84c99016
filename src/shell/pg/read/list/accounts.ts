import { z } from 'zod'
import { formatAmount } from '../../../../core/base/money.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { yesOrNo } from './filter.ts'
import { listOf } from './page.ts'

const AccountLine = z.strictObject({
  ...BookLine.shape,
  account: z.string(),
  actor: z.string().nullable().describe('who collects: the creditor itself, or somebody for it'),
  collector: z.string(),
  product: z.string().nullable(),
  regions: z.array(z.string()).describe('where the debtor may live'),
  feed: z.string().nullable().describe('how its figures are told: line by line, or by snapshots'),
  balance: z.string().nullable().describe('all that is owed, due or not; null = nobody said'),
  credit: z.string().describe('what was paid beyond what is owed'),
  score: z.number().nullable(),
  collection: z.string(),
  endedReason: z.string().nullable().describe('why collection has ended'),
  case: z.string().nullable().describe('its latest case, `<account>/<number>`; null = it never had one'),
  caseState: z.string().nullable(),
})
export type AccountLine = z.infer<typeof AccountLine>

interface AccountRow extends BookRow {
  actor: string | null
  collector: string
  product: string | null
  regions: string[]
  feed: string | null
  balance: number | null
  credit: number
  score: number | null
  collection: string
  endedReason: string | null
  number: number | null
  caseState: string | null
}

/** Every account as it is known, whether it has a case or not; along the key of persons and accounts. */
export const ACCOUNTS = listOf<AccountRow, AccountLine>({
  name: 'accounts',
  line: AccountLine,
  rows: {
    select: `a.actor, a.collector, a.product, p.regions, a.feed, a.balance, a.credit, a.score, a.collection,
      a.ended_reason as "endedReason", c.number, c.state as "caseState", ${BOOK_SELECT}`,
    from: `account a join person p on p.id = a.person_id
      left join lateral (select k.* from collection_case k where k.person_id = a.person_id and k.account_id = a.id
        order by k.number desc limit 1) c on true`,
  },
  row: {
    actor: 'text?',
    collector: 'text',
    product: 'text?',
    regions: 'text[]',
    feed: 'text?',
    balance: 'int8?',
    credit: 'int8',
    score: 'float8?',
    collection: 'text',
    endedReason: 'text?',
    number: 'int4?',
    caseState: 'text?',
    ...BOOK_ROW,
  },
  order: [
    { sql: 'a.person_id', type: 'int8' },
    { sql: 'a.id', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    hasCase: {
      schema: yesOrNo,
      sql: (value) => `(c.number is not null) = ${value}::bool`,
      help: 'true: accounts that have or had a case; false: those that never had one',
      example: 'false',
    },
  },
  told: ({ number, balance, credit, ...row }, now) => {
    const { actor, collector, product, regions, feed, score, collection, endedReason, caseState } = row
    const account = row.account ?? ''
    const sum = (minor: number) => formatAmount(minor, row.currency ?? '')
    return {
      ...bookLine(row, now),
      account,
      actor,
      collector,
      product,
      regions,
      feed,
      balance: balance === null ? null : sum(balance),
      credit: sum(credit),
      score,
      collection,
      endedReason,
      case: number === null ? null : `${account}/${number}`,
      caseState,
    }
  },
})
