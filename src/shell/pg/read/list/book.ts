import { z } from 'zod'
import { formatAmount, isCurrency, parseAmount } from '../../../../core/base/money.ts'
import { addDays, type Day, dayOf, type Instant, type Zone } from '../../../../core/base/time.ts'
import { shownDpd } from '../../../../core/agreement/told.ts'
import { WAITS_FOR } from '../../../../core/model/decision.ts'
import { HOLD_KINDS } from '../../../../core/model/dossier.ts'
import { HOLD_REASON } from '../../../../core/model/hold-reason.ts'
import { PRODUCTS } from '../../../../core/model/product.ts'
import { amount } from '../../../../core/fact/field.ts'
import { jsonOrNull } from '../../base/cell.ts'
import { anyJson, isObject } from '../../base/read-json.ts'
import type { Shape } from '../../base/statement.ts'
import { dpdOf, todayIn } from '../case-head.ts'
import { anyOf, type Filters, type Given, named, someNames, wholeNumber } from './filter.ts'
import { STANDING } from '../../../../core/model/plan.ts'
import { oneOf } from '../../base/one-of.ts'
import { isOfBilled } from '../../row/hold.ts'

/** What every list shows of the account and the case that a row is about: `p` the person, `a` the account, `c` the case. */
export interface BookRow {
  account: string | null
  debtor: string | null
  creditor: string | null
  currency: string | null
  pastDue: number | null
  disputed: number | null
  anchor: Day | null
  shown: unknown
  zones: Zone[] | null
  strategy: string | null
  strategyVersion: string | null
  holds: unknown
}

export const BOOK_SELECT = `a.external_id as account, p.external_id as debtor, a.creditor, a.currency, a.past_due as "pastDue",
  nullif((a.apart ->> 'disputed')::bigint, 0) as disputed,
  a.anchor::text as anchor, (select l.told_as -> 'shown' -> a.id::text from plan l
   where l.person_id = a.person_id and l.accounts @> array[a.id] and l.told in ${oneOf(STANDING)}
   order by l.id desc limit 1) as shown, p.zones, c.strategy, left(c.strategy_hash, 12) as "strategyVersion",
  (select json_agg(json_build_object('reason', coalesce(h.reason, h.kind), 'until', h.until_on) order by h.id) from hold h
   where h.person_id = a.person_id and (h.account_id is null or h.account_id = a.id)
     and (a.past_due = 0 or a.feed = 'snapshot' or not ${isOfBilled('h')})
     and h.lifted_at is null and (h.placed or h.upheld_at is not null)) as holds`

export const BOOK_ROW: Shape<BookRow> = {
  account: 'text?',
  debtor: 'text?',
  creditor: 'text?',
  currency: 'text?',
  pastDue: 'int8?',
  disputed: 'int8?',
  anchor: 'text?',
  shown: jsonOrNull(anyJson),
  zones: 'text[]?',
  strategy: 'text?',
  strategyVersion: 'text?',
  holds: jsonOrNull(anyJson, 'json'),
}

export const BookLine = z.strictObject({
  account: z.string().nullable(),
  debtor: z.string().nullable(),
  creditor: z.string().nullable(),
  currency: z.string().nullable(),
  pastDue: z.string().nullable().describe('The amount in plain decimals of the currency'),
  disputed: z.string().nullable().describe('What is disputed or held by itself, and left out of it'),
  dpd: z.number().int().nullable().describe('Days past due, today where the person lives'),
  dpdShown: z
    .number()
    .int()
    .nullable()
    .describe('Days past due as a repayment plan shows them while it stands; else the same'),
  strategy: z.string().nullable(),
  strategyVersion: z.string().nullable().describe('The beginning of its hash'),
  holds: z.array(z.string()).describe('Reasons for which nobody is contacted now'),
})
export type BookLine = z.infer<typeof BookLine>

export function bookLine(row: BookRow, now: Instant): BookLine {
  const { account, debtor, creditor, currency, strategy, strategyVersion } = row
  const zones = row.zones ?? []
  const shown = (minor: number | null): string | null =>
    minor === null || currency === null ? null : formatAmount(minor, currency)
  const [pastDue, disputed] = [shown(row.pastDue), shown(row.disputed)]
  const dpd = row.zones === null ? null : dpdOf({ anchor: row.anchor, zones, now })
  const holds = holdsIn(row.holds, todayIn(zones, now))
  const dpdShown = dpd === null ? null : (shownAs(row.shown, todayIn(zones, now)) ?? dpd)
  const head = { account, debtor, creditor, currency, pastDue, disputed, dpd, dpdShown }
  return { ...head, strategy, strategyVersion, holds }
}

/** What the last review told of the plan that stands over the account. */
function shownAs(shown: unknown, today: Day): number | null {
  if (!isObject(shown)) return null
  const { days, since } = shown
  if (typeof days !== 'number') return null
  return shownDpd({ days, since: typeof since === 'string' ? since : null }, today)
}

function holdsIn(holds: unknown, today: Day): string[] {
  const inForce = (Array.isArray(holds) ? holds : []).filter((one: unknown) => {
    if (!isObject(one)) return false
    const { until } = one
    return typeof until !== 'string' || until >= today
  }) as { reason: string }[]
  return [...new Set(inForce.map(({ reason }) => reason))]
}

export const HOLD_WORDS = [...Object.keys(HOLD_REASON), ...HOLD_KINDS.slice(1)]

/** Nobody's local day is further than this from the day of UTC. */
const ZONES = 1

const today = ({ now }: { now: Instant }): Day => dayOf('UTC', now)

/** Lists of cases, contacts and tasks can all be asked for the account and the case that a row is about. */
export const BOOK_FILTERS = {
  account: {
    schema: someNames,
    sql: (value) => `a.external_id = any(${value}::text[])`,
    help: "the ledger's name of the account; several joined by commas",
    example: 'A1',
  },
  debtor: {
    schema: someNames,
    sql: (value) => `p.external_id = any(${value}::text[])`,
    help: "the ledger's name of the debtor; several joined by commas",
    example: 'D1',
  },
  creditor: {
    schema: named(),
    sql: (value) => `a.creditor = ${value}::text`,
    help: 'accounts of this creditor',
    example: 'acme',
  },
  product: {
    schema: anyOf(PRODUCTS),
    words: PRODUCTS,
    sql: (value) => `a.product = any(${value}::text[])`,
    help: 'accounts of one of these products',
    example: 'credit_card',
  },
  region: {
    schema: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]+)*$/, 'a region such as US or US-NY'),
    sql: (value) => `exists (select from unnest(p.regions) r where r = ${value}::text
      or left(r, length(${value}::text) + 1) = ${value}::text || '-'
      or (right(r, 2) = '-*' and left(${value}::text, length(r) - 1) = left(r, length(r) - 1)))`,
    help: 'debtors who may live there',
    example: 'US-NY',
  },
  currency: {
    schema: z.string().refine(isCurrency, 'a currency such as USD'),
    sql: (value) => `a.currency = ${value}::text`,
    help: 'accounts in this currency',
    example: 'USD',
  },
  pastDueFrom: {
    schema: amount,
    sql: (value) => `a.past_due >= ${value}::int8`,
    param: minorOf,
    wrong: notInCurrency,
    help: 'at least so much past due, in the currency that is named beside it',
    example: '100.00',
  },
  pastDueTo: {
    schema: amount,
    sql: (value) => `a.past_due <= ${value}::int8`,
    param: minorOf,
    wrong: (text: string, given) => notInCurrency(text, given) ?? lessThanFrom(text, given),
    help: 'at most so much past due, in the currency that is named beside it',
    example: '5000.00',
  },
  dpdFrom: {
    schema: wholeNumber,
    sql: (value) => `a.anchor <= ${value}::date`,
    param: (days: number, around) => addDays(today(around), ZONES - days),
    keep: ({ dpd }: BookLine, days: number) => dpd !== null && dpd >= days,
    help: 'at least so many days past due',
    example: '30',
  },
  dpdTo: {
    schema: wholeNumber,
    sql: (value) => `a.anchor >= ${value}::date`,
    param: (days: number, around) => addDays(today(around), -ZONES - days),
    wrong: (days: number, { dpdFrom }) => nothingBetween(dpdFrom, days, 'dpdFrom'),
    keep: ({ dpd }: BookLine, days: number) => dpd !== null && dpd <= days,
    help: 'at most so many days past due',
    example: '59',
  },
  hold: {
    schema: anyOf(HOLD_WORDS),
    words: HOLD_WORDS,
    sql: (
      value,
    ) => `exists (select from hold h where h.person_id = a.person_id and (h.account_id is null or h.account_id = a.id)
      and h.lifted_at is null and (h.placed or h.upheld_at is not null) and coalesce(h.reason, h.kind) = any(${value}::text[]))`,
    keep: ({ holds }: BookLine, words: readonly string[]) => holds.some((one) => words.includes(one)),
    help: 'held for one of these reasons now',
    example: 'hardship,dispute',
  },
  strategy: {
    schema: named(80),
    sql: (value) => `c.strategy = ${value}::text`,
    help: 'cases of this strategy',
    example: 'us-card',
  },
  strategyVersion: {
    schema: z.string().regex(/^[0-9a-f]{6,64}$/, 'the beginning of a hash, six signs at least'),
    sql: (value) => `left(c.strategy_hash, length(${value}::text)) = ${value}::text`,
    help: 'cases under the version of their strategy whose hash begins so',
    example: '3fa9c1',
  },
  waitingFor: {
    schema: anyOf(WAITS_FOR),
    words: WAITS_FOR,
    sql: (value) => `c.closed_on is null and c.waits_for = any(${value}::text[])`,
    help: 'open cases that this brings on: a contact to come, a task, time alone, or a day of review',
    example: 'task',
  },
} satisfies Filters

function minorOf(text: string, { given }: { given: Given }): number | null {
  return parseAmount(text, String(given['currency']))
}

/** Nothing lies between two ends of which the first one is the larger one. */
export function nothingBetween(from: unknown, to: number | null, name: string): string | null {
  return typeof from === 'number' && to !== null && from > to ? `less than ${name}: no row is so` : null
}

function lessThanFrom(text: string, given: Given): string | null {
  const { pastDueFrom: from } = given
  return nothingBetween(
    typeof from === 'string' ? minorOf(from, { given }) : null,
    minorOf(text, { given }),
    'pastDueFrom',
  )
}

function notInCurrency(text: string, given: Given): string | null {
  const { currency } = given
  if (typeof currency !== 'string') return 'name the currency too'
  return parseAmount(text, currency) === null ? 'no amount of that currency' : null
}
