import { isObject } from '../../base/read-json.ts'
import { csvText } from '../../base/table.ts'
import type { List } from './page.ts'

/** A page as a table, with a head. */
export function csvOf<Line extends object>(list: List<Line>, lines: readonly Line[]): string {
  return csvText(lines.map(flat), { columns: Object.keys(list.line.shape) })
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
