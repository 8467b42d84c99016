import { isDay } from '../../core/base/time.ts'

/** What a column of an import may hold; the row as a whole becomes facts, which are then parsed like any others. */
export interface Column {
  name: string
  required?: true
  about: string
  /** It holds a decimal, which some write with a comma. */
  decimal?: true
  /** JSON may write it without quotes: a number that is counted with, or yes and no. All else is text, of which JSON keeps every character. */
  bare?: true
}

/** One line of a file by column; empty cells are absent. */
export type Row = Record<string, string>
/** What a line says, by the fields of a fact. */
export type Given = Record<string, unknown>

/** Several in one cell are joined by `|`. */
export function partsOf(cell: string | undefined): string[] | undefined {
  return cell?.split('|').map((part) => part.trim())
}

/** A day is its first instant in UTC. */
export function instant(text: string | undefined): string | undefined {
  return text !== undefined && isDay(text) ? `${text}T00:00:00Z` : text
}

export function numberOf(text: string): number | string {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

export function valueOf(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true'
  return numberOf(text)
}

export function present(given: Given): Given {
  for (const field of Object.keys(given)) if (given[field] === undefined) return without(given)
  return given
}

function without(given: Given): Given {
  const said: Given = {}
  for (const field of Object.keys(given)) if (given[field] !== undefined) said[field] = given[field]
  return said
}
