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

function list(names: readonly string[]): string {
  return [...new Set(names)].map((name) => (/^[\w .-]{1,40}$/.test(name) ? name : '?')).join(', ')
}

/** `#rows 1000`, `#rows=1000`, `#rows,1000`. */
export function trailerOf(text: string): number | null {
  const match = /^#\s*rows\s*[,=: ]\s*(\d+)[,\s]*$/i.exec(text)
  return match ? Number(match[1]) : null
}
