/** Something a user can mend: a stable code (docs/errors.md), where it is, what is wrong and what to do. It never carries personal data. */
export interface Problem {
  code: string
  /** File, or `stdin`, or a request. */
  file?: string
  line?: number
  column?: string
  /** Path inside a document, such as `stages[2].steps[0].template`. */
  path?: string
  message: string
  suggestion?: string
}

/** The code throws it where a whole action cannot go on because of what the user gave; one place catches it. */
export class ProblemError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.code}: ${problem.message}`).join('\n'))
  }
}
