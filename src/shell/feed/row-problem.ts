import type { Problem } from '../../core/base/problem.ts'
import { nearest } from '../../core/base/nearest.ts'
import type { Column } from './cell.ts'
import { refuse } from './refusal.ts'

/** A line of the file: cells by column or a parsed object, or why it cannot be read. */
export type Line =
  | { line: number; row: Record<string, unknown> }
  | { line: number; problem: Problem; given?: Record<string, unknown> }
  /** The file's own last word on how many lines it has. */
  | { line: number; trailer: number }

/** The header as a whole is right, or the file is refused with everything that is wrong. */
export function checkHeader(header: readonly string[], columns: readonly Column[], file: string): void {
  const names = columns.map(({ name }) => name)
  const separator = separatorIn(header, names)
  if (separator !== undefined) {
    const message = `the columns are set off by ${separator}`
    const suggestion = 'leave --delimiter out: the header tells what stands between cells'
    refuse({ code: 'other_separator', file, line: 1, message, suggestion })
  }
  const unknown = header.filter((name) => !names.includes(name))
  const twice = header.filter((name, index) => header.indexOf(name) !== index)
  const missing = columns.filter(({ name, required }) => required && !header.includes(name))
  const [problem] = [
    twice.length > 0 && { code: 'duplicate_header', message: `columns named twice: ${list(twice)}` },
    unknown.length > 0 && { code: 'unknown_column', message: `unknown columns: ${list(unknown)}` },
    missing.length > 0 && {
      code: 'missing_column',
      message: `missing columns: ${list(missing.map(({ name }) => name))}`,
    },
  ].filter((each) => each !== false)
  if (problem) refuse({ ...problem, file, line: 1, suggestion: hint(unknown, names) })
}

function hint(unknown: readonly string[], names: readonly string[]): string {
  const close = unknown.map((name) => nearest(name, names)).filter((name) => name !== null)
  return close.length > 0 ? `did you mean ${list(close)}?` : `known: ${names.join(', ')}`
}

const SEPARATORS: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

/** Two names that are known stand in one cell, where something else parts them than whoever calls said. */
function separatorIn(header: readonly string[], names: readonly string[]): string | undefined {
  const found = Object.keys(SEPARATORS).find((sign) =>
    header.some((cell) => cell.split(sign).filter((name) => names.includes(name.trim())).length > 1),
  )
  return found === undefined ? undefined : SEPARATORS[found]
}

function list(names: readonly string[]): string {
  return [...new Set(names)].map(shownColumn).join(', ')
}

/** The name of a column, as far as it can be one: a file may have anything there. */
export function shownColumn(name: string): string {
  if (name === '') return 'one without a name'
  return /^[\w .-]{1,40}$/.test(name) ? name : '?'
}

/** `#rows 1000`, `#rows=1000`, `#rows,1000`. */
export function trailerOf(text: string): number | null {
  const match = /^#\s*rows\s*[,=: ]\s*(\d+)[,\s]*$/i.exec(text)
  return match ? Number(match[1]) : null
}
