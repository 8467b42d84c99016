import { z } from 'zod'
import { formatAmount } from '../../../../core/base/money.ts'
import type { Day, Instant } from '../../../../core/base/time.ts'
import { toldAt } from '../../../../core/base/told.ts'
import { SETTLEMENT_STATES } from '../../../../core/model/settlement.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { millis } from './cases.ts'
import { dueFilter } from './due.ts'
import { anyOf, someNames, told } from './filter.ts'
import { listOf } from './page.ts'

const SettlementLine = z.strictObject({
  ...BookLine.shape,
  settlement: z.string(),
  amount: z.string().nullable().describe('what is to be paid; null = the discount says it'),
  discount: z
    .number()
    .nullable()
    .describe('the share of what was past due that is forgiven; null = the amount says it'),
  until: z.string().describe('the last day on which it may be accepted'),
  payBy: z.string().describe('the day on which it falls due; of rates the first one'),
  rates: z.number().int().describe('in how many rates it is paid'),
  paid: z.string().describe('how much of it has come'),
  forgiven: z.string().describe('what of the debt is forgiven'),
  offeredAt: told,
  by: z.string().nullable().describe('who proposed it'),
  acceptedAt: told.nullable(),
  state: z.enum(SETTLEMENT_STATES).nullable().describe('null = no review of a case has looked at it yet'),
})
export type SettlementLine = z.infer<typeof SettlementLine>

interface SettlementRow extends BookRow {
  settlement: string
  amount: number
  discount: number | null
  until: Day
  payBy: Day
  rates: number
  paid: number
  forgiven: number
  offeredAt: Instant
  proposer: string | null
  acceptedAt: Instant | null
  state: string | null
}

/** Settlements, the one that falls due first at the head. */
export const SETTLEMENTS = listOf<SettlementRow, SettlementLine>({
  name: 'settlements',
  line: SettlementLine,
  rows: {
    select: `s.external_id as settlement, s.amount, s.discount, s.until_on::text as until,
      coalesce(s.rates ->> 'first', s.pay_by::text, s.until_on::text) as "payBy", coalesce((s.rates ->> 'number')::int4, 1) as rates, coalesce(s.told_paid, 0) as paid, coalesce(y.amount, 0) as forgiven,
      ${millis('s.offered_at')} as "offeredAt", s.by_whom as proposer, ${millis('s.accepted_at')} as "acceptedAt", s.told as state,
      ${BOOK_SELECT}`,
    from: `settlement s join account a on a.person_id = s.person_id and a.id = s.account_id
      left join payment y on y.person_id = s.person_id and y.account_id = s.account_id and y.kind = 'forgiven'
        and y.external_id = s.external_id and y.reversed_at is null
      left join lateral (select k.* from collection_case k where k.person_id = s.person_id and k.account_id = s.account_id
        order by k.number desc limit 1) c on true
      join person p on p.id = s.person_id`,
    where: 's.offered_at is not null',
  },
  row: {
    settlement: 'text',
    amount: 'int8',
    discount: 'float8?',
    until: 'text',
    payBy: 'text',
    rates: 'int4',
    paid: 'int8',
    forgiven: 'int8',
    offeredAt: 'float8',
    proposer: 'text?',
    acceptedAt: 'float8?',
    state: 'text?',
    ...BOOK_ROW,
  },
  order: [
    { sql: `(s.until_on - date '2000-01-01')::int8`, type: 'int8' },
    { sql: 's.id', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    due: dueFilter({
      name: 'settlements',
      from: 'settlement s join account a on a.person_id = s.person_id and a.id = s.account_id',
      on: "coalesce((s.rates ->> 'first')::date, s.pay_by, s.until_on)",
      help: 'falls due',
    }),
    state: {
      schema: anyOf(SETTLEMENT_STATES),
      words: SETTLEMENT_STATES,
      sql: (value) => `s.told = any(${value}::text[])`,
      help: 'in one of these states',
      example: 'asked,accepted',
    },
    by: {
      schema: someNames,
      sql: (value) => `s.by_whom = any(${value}::text[])`,
      help: 'proposed by one of these, joined by commas',
      example: 'ann',
    },
  },
  told: (row, now) => {
    const { settlement, discount, until, payBy, rates, offeredAt, acceptedAt, state, proposer, currency } =
      row
    const sum = (minor: number) => formatAmount(minor, currency ?? '')
    return {
      settlement,
      amount: discount === null ? sum(row.amount) : null,
      discount,
      until,
      payBy,
      rates,
      paid: sum(row.paid),
      forgiven: sum(row.forgiven),
      offeredAt: toldAt(offeredAt),
      by: proposer,
      acceptedAt: acceptedAt === null ? null : toldAt(acceptedAt),
      state: SETTLEMENT_STATES.find((one) => one === state) ?? null,
      ...bookLine(row, now),
    }
  },
})
