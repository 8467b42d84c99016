import { z } from 'zod'
import { formatAmount } from '../../../../core/base/money.ts'
import type { Day, Instant } from '../../../../core/base/time.ts'
import { toldAt } from '../../../../core/base/told.ts'
import { STANDARD_PROMISE } from '../../../../core/model/promise-type.ts'
import { PROMISE_STATES } from '../../../../core/model/promise.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { millis } from './cases.ts'
import { dueFilter } from './due.ts'
import { anyOf, someNames, told } from './filter.ts'
import { listOf } from './page.ts'

const PromiseLine = z.strictObject({
  ...BookLine.shape,
  promise: z.string(),
  kind: z.string().nullable().describe('its type, as it was told; null = standard'),
  amount: z.string(),
  paid: z.string().describe('how much of it has come'),
  madeAt: told,
  by: z.string(),
  graceDays: z.number().int().describe('what it brought; 0 = what the strategy gives'),
  state: z.enum(PROMISE_STATES).nullable().describe('null = no review of a case has looked at it yet'),
  replaces: z.string().nullable(),
})
export type PromiseLine = z.infer<typeof PromiseLine>

interface PromiseRow extends BookRow {
  promise: string
  kind: string | null
  amount: number
  paid: number
  madeAt: Instant
  by: Day
  graceDays: number
  state: string | null
  replaces: string | null
}

/** Promises to pay, the one that falls due first at the head. */
export const PROMISES = listOf<PromiseRow, PromiseLine>({
  name: 'promises',
  line: PromiseLine,
  rows: {
    select: `r.external_id as promise, r.kind, r.amount, coalesce(r.told_paid, 0) as paid, ${millis('r.made_at')} as "madeAt",
      r.by_on::text as by, r.grace_days as "graceDays", r.told as state, r.replaces, ${BOOK_SELECT}`,
    from: `promise r join account a on a.person_id = r.person_id and a.id = r.account_id
      left join lateral (select k.* from collection_case k where k.person_id = r.person_id and k.account_id = r.account_id
        order by k.number desc limit 1) c on true
      join person p on p.id = r.person_id`,
    where: 'r.amount > 0',
  },
  row: {
    promise: 'text',
    kind: 'text?',
    amount: 'int8',
    paid: 'int8',
    madeAt: 'float8',
    by: 'text',
    graceDays: 'int4',
    state: 'text?',
    replaces: 'text?',
    ...BOOK_ROW,
  },
  order: [
    { sql: `(r.by_on - date '2000-01-01')::int8`, type: 'int8' },
    { sql: 'r.id', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    due: dueFilter({
      name: 'promises',
      from: 'promise r join account a on a.person_id = r.person_id and a.id = r.account_id',
      on: 'r.by_on',
      help: 'falls due',
    }),
    state: {
      schema: anyOf(PROMISE_STATES),
      words: PROMISE_STATES,
      sql: (value) => `r.told = any(${value}::text[])`,
      help: 'in one of these states',
      example: 'open,asked',
    },
    kind: {
      schema: someNames,
      sql: (value) => `coalesce(r.kind, '${STANDARD_PROMISE}') = any(${value}::text[])`,
      help: 'of a type of this name; several joined by commas',
      example: 'standard',
    },
  },
  told: (row, now) => {
    const { promise, kind, madeAt, by, graceDays, state, replaces, currency } = row
    const sum = (minor: number) => formatAmount(minor, currency ?? '')
    return {
      promise,
      kind,
      amount: sum(row.amount),
      paid: sum(row.paid),
      madeAt: toldAt(madeAt),
      by,
      graceDays,
      state: PROMISE_STATES.find((one) => one === state) ?? null,
      replaces,
      ...bookLine(row, now),
    }
  },
})
