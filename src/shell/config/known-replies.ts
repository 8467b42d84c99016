import { ProblemError } from '../../core/base/problem.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { KnownReplies } from '../../flow/ports/record.ts'

/** The replies of the active schedules; a ledger may be filled before anything is published. */
export function knownReplies(config: Pick<ConfigPort, 'active'>): KnownReplies {
  return async () => {
    try {
      return (await config.active()).schedules.replies
    } catch (error) {
      if (isNothingPublished(error)) return []
      throw error
    }
  }
}

function isNothingPublished(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.some(({ code }) => code === 'nothing_published')
}
