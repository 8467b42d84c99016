import { ProblemError } from '../core/base/problem.ts'

/** The number of an option or a word; anything but a whole number within the bounds is refused. */
export function wholeNumber(
  path: string,
  text: string,
  [least, most]: readonly [number, number?],
  suggestion = 'see --help',
): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(count) && count >= least && count <= (most ?? count)) return count
  const bounds = most === undefined ? `from ${least}` : `from ${least} to ${most}`
  throw bad(path, `${text} is no whole number ${bounds}`, suggestion)
}

/** The same for a number that may have a fraction. */
export function numberFrom(path: string, text: string, least: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value) && value >= least) return value
  throw bad(path, `${text} is no number from ${least}`, 'see --help')
}

function bad(path: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code: 'bad_number', path, message, suggestion }])
}
