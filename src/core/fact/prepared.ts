import type { FactInput } from './fact.ts'
import type { Telling } from './telling.ts'

/** A parsed fact whose personal values are normalised, hashed and sealed: everything after this line works without them. */
export interface PreparedFact extends Telling {
  /** The fact with personal values taken out. */
  fact: FactInput
}
