import { ProblemError } from '../core/base/problem.ts'
import type { Teller } from '../shell/access/at-door.ts'
import { type Caller, may } from '../shell/access/rights.ts'

/** The key that this command line was checked against. */
const checked: { key: Caller | null } = { key: null }

/** Who is told to the audit: the name of the key where there is one, which nobody can claim to be another's; else whoever is named, or the user of this shell. */
export function whoami(named?: string): string {
  const { key } = checked
  if (key === null) return named ?? (process.env['USER'] || process.env['LOGNAME'] || 'cli')
  if (named === undefined || named === key.name) return key.name
  throw new ProblemError([
    {
      code: 'not_your_name',
      path: '--by',
      message: `the key in ARREARS_KEY is that of ${key.name}`,
      suggestion: 'leave out the name',
    },
  ])
}

/** Who tells facts by this command line: without a key, the rights are those of the database role alone. */
export function teller(): Teller {
  const { key } = checked
  return { by: whoami(), may: (right) => key === null || may(key, right) }
}

/** null = no key was checked. */
export function iAm(key: Caller | null): void {
  checked.key = key
}
