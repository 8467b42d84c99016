import type { Problem } from '../base/problem.ts'
import { LONGEST_ROW, readJson } from './read-json.ts'
import { namedInText } from './refused-row.ts'
import { withWayOut } from './way-out.ts'

/** One row as text to one JSON object; else what is wrong with it, and what it says of whom it is about as far as that can be read. */
export type ReadRow = { row: Record<string, unknown> } | { problem: Problem; given?: Record<string, unknown> }

export function readRow(text: string): ReadRow {
  const read = readJson(text)
  if ('problem' in read) return unread(read.problem, text)
  const { value, twice } = read
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return unread('not_json', text)
  const row = value as Record<string, unknown>
  const [key] = twice
  if (key === undefined) return { row }
  const path = /^[\w.-]{1,40}$/.test(key) ? key : 'this'
  return {
    problem: {
      code: 'key_twice',
      path,
      message: `${path} stands twice in one object: only one value can be meant`,
      suggestion: 'write each key once',
    },
    given: { ...row, ...namedInText(text) },
  }
}

const NOT_JSON = withWayOut({ code: 'not_json', message: 'the line is not one JSON object' })

/** A line that was cut, or that no parser takes, may still say whom it is about. */
function unread(problem: 'not_json' | 'too_long' | 'too_deep', text: string): ReadRow {
  const named = namedInText(text)
  const given = named.account.length + named.debtor.length > 0 ? { given: named } : {}
  switch (problem) {
    case 'not_json':
      return { problem: NOT_JSON, ...given }
    case 'too_long':
      return {
        problem: withWayOut({ code: 'row_too_long', message: `a row has at most ${LONGEST_ROW} characters` }),
        ...given,
      }
    case 'too_deep':
      return {
        problem: withWayOut({ code: 'row_too_deep', message: 'a fact has no lists of lists of lists in it' }),
        ...given,
      }
  }
}
