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

/** A number of JSON that is counted with, or yes and no, stays what it is; all else is text. */
export type Cell = string | number | boolean
/** One line of a file by column; empty cells are absent. */
export type Row = Record<string, Cell>
/** What a line says, by the fields of a fact. */
export type Given = Record<string, unknown>

/** Several in one cell are joined by `|`. */
export function partsOf(cell: Cell | undefined): string[] | undefined {
  if (cell === undefined) return undefined
  return String(cell)
    .split('|')
    .map((part) => part.trim())
}

/** A day is its first instant in UTC. */
export function instant<T extends Cell | undefined>(cell: T): T | string {
  return typeof cell === 'string' && isDay(cell) ? `${cell}T00:00:00Z` : cell
}

export function numberOf(cell: Cell): Cell {
  return typeof cell === 'string' && /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
}

export function valueOf(cell: Cell): Cell {
  return cell === 'true' || cell === 'false' ? cell === 'true' : numberOf(cell)
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
