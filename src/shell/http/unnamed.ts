import type { NewRefusal } from './deps.ts'

/** Rows that name nobody, of one request: they hold nobody, and come to be counted as a few rows at its end. */
export interface Unnamed {
  /** False where the row names somebody, and must be taken in its place. */
  count(refusal: NewRefusal): boolean
  rows(): NewRefusal[]
}

export function noNames(source: string): Unnamed {
  const counts = new Map<string, NewRefusal & { rows: number }>()
  return {
    count({ refused, problems }) {
      const type = typeIn(refused)
      if (namesSomebody(refused)) return false
      const codes = [...new Set(problems.map(({ code }) => code))].sort()
      const key = [type, ...codes].join(' ')
      const known = counts.get(key)
      if (known) known.rows++
      else counts.set(key, { refused: { type }, problems, source, rows: 1 })
      return true
    },
    rows: () => [...counts.values()],
  }
}

function namesSomebody(row: unknown): boolean {
  return row !== null && typeof row === 'object' && ('account' in row || 'debtor' in row)
}

function typeIn(row: unknown): string {
  const type = row !== null && typeof row === 'object' && 'type' in row ? row.type : null
  return typeof type === 'string' && /^[a-z_.]{1,40}$/.test(type) ? type : ''
}
