import { PLAN_INTERVALS } from '../../core/model/plan-type.ts'
import { type Column, type Given, numberOf, present, type Row } from './cell.ts'

/** What was agreed in a contact, in columns of its own beside those of the contact. */
export const AGREED_COLUMNS: Column[] = [
  { name: 'plan_sum', about: 'of a plan: all rates together' },
  { name: 'plan_first', about: 'of a plan: the day of its first rate, YYYY-MM-DD' },
  { name: 'plan_every', about: `of a plan: ${PLAN_INTERVALS.join(', ')}` },
  { name: 'plan_number', about: 'of a plan: how many equal rates; else plan_rate' },
  { name: 'plan_rate', about: 'of a plan: the amount of one rate' },
  { name: 'plan_kind', about: 'of a plan: its type, as the strategy names it' },
]

/** What a line says was agreed, as the words of a contact have it, and the other columns. */
export function agreedIn(row: Row): { agreed: Given; rest: Row } {
  const { plan_sum: sum, plan_first: first, plan_every: every, plan_number: number, ...others } = row
  const { plan_rate: rate, plan_kind: kind, ...rest } = others
  const plan = present({
    sum,
    first,
    every,
    number: number === undefined ? undefined : numberOf(number),
    rate,
    kind,
  })
  return { agreed: Object.keys(plan).length === 0 ? {} : { plan }, rest }
}

/** The column of a field that was agreed, such as `plan.first`; undefined = it is none of these. */
export function agreedColumn(path: string): string | undefined {
  const column = path.replace('.', '_')
  return AGREED_COLUMNS.some(({ name }) => name === column) ? column : undefined
}
