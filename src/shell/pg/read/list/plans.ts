import { z } from 'zod'
import { formatAmount } from '../../../../core/base/money.ts'
import type { Day, Instant } from '../../../../core/base/time.ts'
import { toldOrNull } from '../../../../core/base/told.ts'
import { PLAN_STATES } from '../../../../core/model/plan.ts'
import type { Rate } from '../../../../core/model/rate.ts'
import { PLAN_TOLD, RATES } from '../../row/plan.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { millis } from './cases.ts'
import { dueFilter } from './due.ts'
import { anyOf, someNames, told } from './filter.ts'
import { listOf } from './page.ts'

const PlanLine = z.strictObject({
  ...BookLine.shape,
  plan: z.string(),
  accounts: z.array(z.string()).describe('all that it stands over, the one that leads it first'),
  kind: z.string().nullable().describe('its type, as it was told; null = standard'),
  by: z.string().describe('who proposed it: debtor or lender'),
  state: z.enum(PLAN_STATES).nullable().describe('null = no review of a case has looked at it yet'),
  every: z.string().nullable(),
  rates: z.array(z.strictObject({ on: z.string(), amount: z.string() })),
  sum: z.string(),
  paid: z.string().describe('how much of it has come'),
  fell: z.string().describe('what of the sum fell away, because its accounts owe no more'),
  missed: z.array(z.number().int()).describe('the rates that are missed, counted from 1'),
  nextOn: z.string().nullable().describe('the day of the first rate that is not there'),
  nextAmount: z.string().nullable().describe('what of it is not there'),
  proposedAt: told.nullable(),
  agreedAt: told.nullable(),
  replaces: z.string().nullable(),
})
export type PlanLine = z.infer<typeof PlanLine>

interface PlanRow extends BookRow {
  plan: string
  accounts: string[]
  kind: string | null
  by: string
  state: string | null
  every: string | null
  rates: Rate[]
  toldAs: ReturnType<(typeof PLAN_TOLD)['read']>
  nextOn: Day | null
  proposedAt: Instant | null
  agreedAt: Instant | null
  replaces: string | null
}

/** Repayment plans, the one whose next rate falls due first at the head; those that have none at the end. */
export const PLANS = listOf<PlanRow, PlanLine>({
  name: 'plans',
  line: PlanLine,
  rows: {
    select: `r.external_id as plan, r.kind, r.by_whom as by, r.told as state, r.every, r.rates, r.told_as as "toldAs",
      r.next_on::text as "nextOn", ${millis('r.proposed_at')} as "proposedAt", ${millis('r.agreed_at')} as "agreedAt",
      r.replaces,
      (select array_agg(x.external_id order by array_position(r.accounts, x.id)) from account x
        where x.person_id = r.person_id and x.id = any(r.accounts)) as accounts, ${BOOK_SELECT}`,
    from: `plan r join account a on a.person_id = r.person_id and a.id = r.account_id
      left join lateral (select k.* from collection_case k where k.person_id = r.person_id and k.account_id = r.account_id
        order by k.number desc limit 1) c on true
      join person p on p.id = r.person_id`,
    where: `r.rates <> '[]'`,
  },
  row: {
    plan: 'text',
    accounts: 'text[]',
    kind: 'text?',
    by: 'text',
    state: 'text?',
    every: 'text?',
    rates: RATES,
    toldAs: PLAN_TOLD,
    nextOn: 'text?',
    proposedAt: 'float8?',
    agreedAt: 'float8?',
    replaces: 'text?',
    ...BOOK_ROW,
  },
  order: [
    { sql: `coalesce(r.next_on - date '2000-01-01', 99999)::int8`, type: 'int8' },
    { sql: 'r.id', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    due: dueFilter({
      name: 'plans',
      from: 'plan r join account a on a.person_id = r.person_id and a.id = r.account_id',
      on: 'r.next_on',
      help: 'with a rate that is not there',
    }),
    state: {
      schema: anyOf(PLAN_STATES),
      words: PLAN_STATES,
      sql: (value) => `r.told = any(${value}::text[])`,
      help: 'in one of these states',
      example: 'in_arrears,broken',
    },
    kind: {
      schema: someNames,
      sql: (value) => `r.kind = any(${value}::text[])`,
      help: 'of a type of this name; several joined by commas',
      example: 'standard',
    },
  },
  told: (row, now) => {
    const { plan, accounts, kind, by, every, rates, toldAs, nextOn, replaces, currency } = row
    const sum = (minor: number) => formatAmount(minor, currency ?? '')
    return {
      plan,
      accounts,
      kind,
      by,
      state: PLAN_STATES.find((one) => one === row.state) ?? null,
      every,
      rates: rates.map(({ on, amount }) => ({ on, amount: sum(amount) })),
      sum: sum(rates.reduce((all, { amount }) => all + amount, 0)),
      paid: sum(toldAs?.paid ?? 0),
      fell: sum(toldAs?.fell ?? 0),
      missed: toldAs?.missed ?? [],
      nextOn,
      nextAmount: toldAs?.next ? sum(toldAs.next.amount) : null,
      proposedAt: toldOrNull(row.proposedAt),
      agreedAt: toldOrNull(row.agreedAt),
      replaces,
      ...bookLine(row, now),
    }
  },
})
