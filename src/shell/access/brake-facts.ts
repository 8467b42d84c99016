import { type BrakeScope, isSameScope } from '../../core/base/brake.ts'
import type { Problem } from '../../core/base/problem.ts'
import { brakeScope } from '../../core/deliver/brake.ts'
import { type FactInput, isBrakeFact, releasesBrake } from '../../core/fact/fact.ts'
import type { Database } from '../pg/base/database.ts'
import { brakesOn } from '../pg/door/brake.ts'
import { heldSize, readHeld } from '../pg/door/brake-scope.ts'
import type { Right } from './rights.ts'
import { type Limit, secondPerson } from './second-person.ts'

/** Who tells facts at a door. */
export interface Teller {
  by: string
  may: (right: Right) => boolean
}

/** Why that fact may not be told: null = it may. Every door asks it of every fact, and only a brake waits for the answer. */
export type MayBrake = (fact: FactInput) => Promise<Problem | null> | null

/** Brakes are not a ledger's to say: a feed must not take off what an operator put on, and much is not let go by one alone. */
export function mayBrake(deps: { db: Database; alone?: Limit }, { by, may }: Teller): MayBrake {
  return (fact) => {
    if (!isBrakeFact(fact)) return null
    if (!may(releasesBrake(fact) ? 'brakes:release' : 'brakes:set')) return Promise.resolve(NOT_ALLOWED)
    if (!releasesBrake(fact)) return null
    const { channel = null, strategy = null, creditor = null } = fact
    return releaseByTwo(deps, { channel, strategy, creditor }, by)
  }
}

/** The same approval as of `arrears resume`: null = the brake may be released now, or is not on. */
async function releaseByTwo(
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

const NOT_ALLOWED: Problem = {
  code: 'brake_not_allowed',
  path: 'type',
  message: 'this key may not set or release brakes',
  suggestion: 'use `arrears stop` and `arrears resume`, or a key with the role operator',
}
