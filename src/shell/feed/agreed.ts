import { PLAN_INTERVALS } from '../../core/model/plan-type.ts'
import { type Cell, type Column, type Given, numberOf, present, type Row } from './cell.ts'

/** What was agreed in a contact, in columns of its own beside those of the contact, and the field of each. */
const FIELD: Readonly<
  Record<string, { of: 'plan' | 'settlement'; field: string; about: string; decimal?: true; bare?: true }>
> = {
  plan_sum: { of: 'plan', field: 'sum', about: 'all rates together', decimal: true },
  plan_first: { of: 'plan', field: 'first', about: 'the day of its first rate, YYYY-MM-DD' },
  plan_every: { of: 'plan', field: 'every', about: PLAN_INTERVALS.join(', ') },
  plan_number: { of: 'plan', field: 'number', about: 'how many equal rates; else plan_rate', bare: true },
  plan_rate: { of: 'plan', field: 'rate', about: 'the amount of one rate', decimal: true },
  plan_kind: { of: 'plan', field: 'kind', about: 'its type, as the strategy names it' },
  settlement: {
    of: 'settlement',
    field: 'settlement',
    about: 'the name of one that was offered before, and is accepted',
  },
  settlement_amount: {
    of: 'settlement',
    field: 'amount',
    about: 'what is to be paid; else settlement_discount',
    decimal: true,
  },
  settlement_discount: {
    of: 'settlement',
    field: 'discount',
    about: 'the share that is forgiven',
    decimal: true,
    bare: true,
  },
  settlement_until: {
    of: 'settlement',
    field: 'until',
    about: 'the last day on which it may be accepted; else its day',
  },
  settlement_pay_by: { of: 'settlement', field: 'payBy', about: 'the day of payment, YYYY-MM-DD' },
  settlement_first: { of: 'settlement', field: 'rates.first', about: 'of rates: the day of the first one' },
  settlement_every: {
    of: 'settlement',
    field: 'rates.every',
    about: `of rates: ${PLAN_INTERVALS.join(', ')}`,
  },
  settlement_number: {
    of: 'settlement',
    field: 'rates.number',
    about: 'of rates: how many equal ones',
    bare: true,
  },
  settlement_accepted: {
    of: 'settlement',
    field: 'accepted',
    about: 'no = the debtor has not answered; else accepted',
    bare: true,
  },
}

export const AGREED_COLUMNS: Column[] = Object.entries(FIELD).map(([name, { of, about, decimal, bare }]) => ({
  name,
  about: `of a ${of}: ${about}`,
  ...(decimal && { decimal }),
  ...(bare && { bare }),
}))

/** Whether a line under these columns can speak of a settlement. */
export function speaksOfSettlement(columns: readonly string[]): boolean {
  return columns.some((column) => FIELD[column]?.of === 'settlement')
}

/** What a line says was agreed, as the words of a contact have it, and the other columns. */
export function agreedIn(row: Row): { agreed: Given; rest: Row } {
  const rest: Row = {}
  const said: Record<'plan' | 'settlement', Row> = { plan: {}, settlement: {} }
  for (const [column, cell] of Object.entries(row)) {
    const known = FIELD[column]
    if (known) said[known.of][known.field] = cell
    else rest[column] = cell
  }
  const agreed = present({
    plan: orAbsent({ ...said.plan, number: numbered(said.plan['number']) }),
    settlement: settlementIn(said.settlement),
  })
  return { agreed, rest }
}

function settlementIn(said: Row): Given | undefined {
  const { settlement, amount, discount, until, payBy, accepted, ...rates } = said
  return orAbsent({
    settlement,
    amount,
    discount: numbered(discount),
    until,
    payBy,
    rates: orAbsent({
      first: rates['rates.first'],
      every: rates['rates.every'],
      number: numbered(rates['rates.number']),
    }),
    accepted: typeof accepted === 'string' ? (YES_OR_NO[accepted.toLowerCase()] ?? accepted) : accepted,
  })
}

const YES_OR_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }

function numbered(cell: Cell | undefined): unknown {
  return cell === undefined ? undefined : numberOf(cell)
}

function orAbsent(given: Given): Given | undefined {
  const said = present(given)
  return Object.keys(said).length === 0 ? undefined : said
}

/** The column of a field that was agreed, such as `plan.first`; undefined = it is none of these. */
export function agreedColumn(path: string): string | undefined {
  return Object.entries(FIELD).find(([, { of, field }]) => `${of}.${field}` === path)?.[0]
}
