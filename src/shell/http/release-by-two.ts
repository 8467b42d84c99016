import { type BrakeScope, isSameScope } from '../../core/base/brake.ts'
import type { Problem } from '../../core/base/problem.ts'
import { brakeScope } from '../../core/deliver/brake.ts'
import { type Limit, secondPerson } from '../access/second-person.ts'
import type { Database } from '../pg/base/database.ts'
import { brakesOn } from '../pg/door/brake.ts'
import { heldSize, readHeld } from '../pg/door/brake-scope.ts'

/** The same approval as of `arrears resume`: null = the brake may be released now, or is not on. */
export async function releaseByTwo(
  { db, alone }: { db: Database; alone?: Limit },
  released: BrakeScope,
  by: string,
): Promise<Problem | null> {
  if (alone === undefined) return null
  const brake = (await brakesOn(db)).find((one) => isSameScope(one, released))
  if (!brake) return null
  const size = heldSize(await readHeld(db, brake))
  const mass = { what: 'resume', of: [String(brake.id)], touches: [brakeScope(brake)], size, by } as const
  return secondPerson(db, mass, alone)
}
