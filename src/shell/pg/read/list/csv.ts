import { stringify } from 'csv-stringify/sync'
import type { List } from './page.ts'

/** A page as a table, with a head. A cell that a spreadsheet would take for a formula is marked as a text. */
export function csvOf<Line extends object>(list: List<Line>, lines: readonly Line[]): string {
  return stringify(lines.map(flat), {
    header: true,
    columns: Object.keys(list.line.shape),
    escape_formulas: true,
  })
}

function flat(line: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => [key, Array.isArray(value) ? value.join(' ') : value]),
  )
}
