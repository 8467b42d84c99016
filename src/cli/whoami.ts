import { ProblemError } from '../core/base/problem.ts'

/** The name of the key that this command line was checked against. */
const checked: { name: string | null } = { name: null }

/** Who is told to the audit: the name of the key where there is one, which nobody can claim to be another's; else whoever is named, or the user of this shell. */
export function whoami(named?: string): string {
  if (checked.name === null) return named ?? (process.env['USER'] || process.env['LOGNAME'] || 'cli')
  if (named === undefined || named === checked.name) return checked.name
  throw new ProblemError([
    {
      code: 'not_your_name',
      path: '--by',
      message: `the key in ARREARS_KEY is that of ${checked.name}`,
      suggestion: 'leave out the name',
    },
  ])
}

/** null = no key was checked. */
export function iAm(name: string | null): void {
  checked.name = name
}
