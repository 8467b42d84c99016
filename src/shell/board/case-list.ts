import { z } from 'zod'
import { WrongShape } from '../http/wrong-shape.ts'
import { CASES } from '../pg/read/list/cases.ts'
import type { Asked } from '../pg/read/list/page.ts'
import { queryOf } from '../pg/read/list/query.ts'

/** The filters that the page offers are those of the list. */
export const CASE_FILTERS = Object.entries(CASES.filters).map(([name, { words, help, example }]) => ({
  name,
  label: labelOf(name),
  words: words ?? (name === 'open' ? ['true', 'false'] : null),
  help,
  example,
}))
export type CaseFilter = (typeof CASE_FILTERS)[number]

/** What was asked for, as it was written. */
export type CaseFilters = Readonly<Record<string, string>>

export interface CaseQuery {
  /** One case is looked for: its id, or account/number. */
  ref: string | null
  filters: CaseFilters
  asked: Asked
}

const QUERY = queryOf(CASES, { usual: 50, most: 200 }, { case: z.string().trim().max(200).optional() })

/** What an address asks for; a field that was left empty asks for nothing, and one that is not known is refused. */
export function readCaseQuery(query: unknown): CaseQuery {
  const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== '')
  const read = QUERY.safeParse(Object.fromEntries(given))
  if (!read.success) throw new WrongShape(read.error, QUERY)
  const { more, ...asked } = read.data
  const filters = given.filter(([name]) => name in CASES.filters)
  return { ref: more.case || null, filters: Object.fromEntries(filters) as CaseFilters, asked }
}

/** `strategyVersion` is `Strategy version`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
