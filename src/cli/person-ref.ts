import { ProblemError } from '../core/base/problem.ts'
import type { Sql } from '../shell/pg/database.ts'
import { findPersons, type FoundPerson } from '../shell/pg/read-person.ts'

/** The one debtor that is meant; whoever may be meant too makes it a problem, since the wrong file must not be opened. */
export async function personOf(db: Sql, ref: string): Promise<FoundPerson> {
  const [found, other] = await findPersons(db, ref)
  if (found && !other) return found
  throw new ProblemError([
    found
      ? {
          code: 'ambiguous_person',
          message: 'this is the name of one debtor and the number of another',
          suggestion: `#${ref} is the number; the other one by its own: ${numbers(found, other, ref)}`,
        }
      : {
          code: 'unknown_person',
          message: 'no debtor of that name or number is known',
          suggestion: "the ledger's name of the debtor, or the engine's number as '#12'",
        },
  ])
}

function numbers(found: FoundPerson, other: FoundPerson | undefined, ref: string): string {
  const named = [found, other].find((one) => one?.externalId === ref)
  return `#${named?.id ?? ''}`
}
