import { ProblemError } from '../core/base/problem.ts'

/** The number of an option; anything but a whole number within the bounds is refused. */
export function wholeNumber(path: string, text: string, [least, most]: [number, number]): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= least && count <= most) return count
  throw new ProblemError([
    {
      code: 'bad_number',
      path,
      message: `${text} is no whole number from ${least} to ${most}`,
      suggestion: 'leave it out for what is usual',
    },
  ])
}
