import type { Problem } from '../../core/base/problem.ts'
import { ProblemError } from '../../core/base/problem.ts'

/** The file as a whole cannot go in. */
export function refuse(problem: Problem): never {
  throw new ProblemError([problem])
}

/** Why a file is not taken unless it is forced. */
export interface Doubt extends Problem {
  suggestion: string
}

export function forced(code: string, file: string, message: string): Doubt {
  return { code, file, message, suggestion: 'look at the file; --force takes it as it is' }
}
