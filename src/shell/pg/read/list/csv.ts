import { stringify } from 'csv-stringify/sync'
import { isObject } from '../../base/read-json.ts'
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
    Object.entries(line as Record<string, unknown>).map(([key, value]) => [key, cell(value)]),
  )
}

/** What has parts of its own stays whole: it is written as JSON. */
function cell(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isObject) ? JSON.stringify(value) : value.join(' ')
  return isObject(value) ? JSON.stringify(value) : value
}
