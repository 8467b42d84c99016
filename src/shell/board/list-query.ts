import type { z } from 'zod'
import { WrongShape } from '../http/wrong-shape.ts'
import type { Asked, List } from '../pg/read/list/page.ts'
import { queryOf } from '../pg/read/list/query.ts'

/** A filter of a list as a field of a form. */
export interface Filter {
  name: string
  label: string
  /** The words that it may be; null = a text. */
  words: readonly string[] | null
  help: string
  example: string
}

/** What was asked for, as it was written. */
export type Filters = Readonly<Record<string, string>>

export interface ListQuery<More> {
  filters: Filters
  asked: Asked
  more: More
}

/** The filters that a page offers are those of its list. */
export function filtersOf(list: Pick<List<unknown>, 'filters'>): Filter[] {
  return Object.entries(list.filters).map(([name, { words, help, example }]) => ({
    name,
    label: labelOf(name),
    words: words ?? (name === 'open' ? ['true', 'false'] : null),
    help,
    example,
  }))
}

/** What an address asks of a list; a field that was left empty asks for nothing, and one that is not known is refused. */
export function listQuery<More extends z.ZodRawShape>(
  list: Pick<List<unknown>, 'filters'>,
  more: More,
): (query: unknown) => ListQuery<z.output<z.ZodObject<More>>> {
  const schema = queryOf(list, { usual: 50, most: 200 }, more)
  return (query) => {
    const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== '')
    const asked = Object.fromEntries(given)
    const read = schema.safeParse(asked)
    if (!read.success) throw new WrongShape(read.error, schema, asked)
    const { more: beside, ...page } = read.data
    const filters = given.filter(([name]) => name in list.filters)
    return { filters: Object.fromEntries(filters) as Filters, asked: page, more: beside }
  }
}

/** `strategyVersion` is `Strategy version`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
