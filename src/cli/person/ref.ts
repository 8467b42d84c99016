import { ProblemError } from '../../core/base/problem.ts'
import { readPhone } from '../../shell/feed/phone-number.ts'
import type { Sql } from '../../shell/pg/base/database.ts'
import { findPersons, findPersonsByNumber, type FoundPerson } from '../../shell/pg/read/person.ts'
import type { Vault } from '../../shell/pg/base/vault.ts'

/** The one debtor that is meant, by name, by the engine's number, or (with the keys) by a phone number in any spelling; whoever may be meant too makes it a problem, since the wrong file must not be opened. */
export async function personOf(db: Sql, ref: string, vault?: Pick<Vault, 'hash'>): Promise<FoundPerson> {
  const [found, other] = await findPersons(db, ref)
  if (found && !other) return found
  if (!found && vault) return behindNumber(await byNumber(db, ref, vault))
  throw new ProblemError([
    found
      ? {
          code: 'ambiguous_person',
          message: 'this is the name of one debtor and the number of another',
          suggestion: `#${ref} is the number; the other one by its own: ${numbers(found, other, ref)}`,
        }
      : unknown(),
  ])
}

function unknown() {
  return {
    code: 'unknown_person',
    message: 'no debtor of that name or number is known',
    suggestion: "the ledger's name of the debtor, or the engine's number as '#12'",
  }
}

async function byNumber(db: Sql, ref: string, vault: Pick<Vault, 'hash'>): Promise<FoundPerson[]> {
  const readings = readPhone(ref, null).map(({ number, under }) => ({ hash: vault.hash(number), under }))
  return readings.length === 0 ? [] : findPersonsByNumber(db, readings)
}

function behindNumber(persons: readonly FoundPerson[]): FoundPerson {
  const [found, ...others] = persons
  if (found && others.length === 0) return found
  throw new ProblemError([
    found
      ? {
          code: 'ambiguous_person',
          message: `${persons.length} debtors have or had this number`,
          suggestion: persons.map(({ id }) => `#${id}`).join(', '),
        }
      : unknown(),
  ])
}

function numbers(found: FoundPerson, other: FoundPerson | undefined, ref: string): string {
  const named = [found, other].find((one) => one?.externalId === ref)
  return `#${named?.id ?? ''}`
}
