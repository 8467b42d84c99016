import { type BrakeScope, isSameScope } from '../../core/base/brake.ts'
import type { Problem } from '../../core/base/problem.ts'
import { brakeScope } from '../../core/deliver/brake.ts'
import {
  type FactInput,
  granterIn,
  isBrakeFact,
  offersSettlement,
  releasesBrake,
} from '../../core/fact/fact.ts'
import type { Record } from '../../flow/ports/deliver.ts'
import type { HumanTaskDeps } from '../../flow/human-task.ts'
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

/** What a door asks of every fact that somebody tells there. */
export interface AtDoor {
  /** Why that fact may not be told: null = it may. Only a brake waits for the answer. */
  mayTell: (fact: FactInput) => Promise<Problem | null> | null
  /** The fact with the name of whoever tells it, where that counts. */
  signed: (fact: FactInput) => FactInput
}

export function atDoor(deps: { db: Database; alone?: Limit }, teller: Teller): AtDoor {
  return {
    mayTell: (fact) => mayBrake(deps, fact, teller) ?? mayGrant(fact, teller),
    signed: (fact) => signedBy(teller, fact),
  }
}

function signedBy({ by }: Pick<Teller, 'by'>, fact: FactInput): FactInput {
  return offersSettlement(fact) ? { ...fact, toldBy: by } : fact
}

/** The way to record what was said in contacts: an offer bears the name of whoever tells it. */
export function signing(teller: Pick<Teller, 'by'>, record: Record): Record {
  return (rows) =>
    record(rows.map((row) => ('fact' in row ? { ...row, fact: signedBy(teller, row.fact) } : row)))
}

/** The way to record what somebody answers: what may not be told there is refused, with what was told beside it. */
export function recordingAt(
  { mayTell }: Pick<AtDoor, 'mayTell'>,
  record: HumanTaskDeps['record'],
): HumanTaskDeps['record'] {
  return async (facts) => {
    for (const { fact } of facts) {
      const problem = await mayTell(fact)
      if (problem) return { rejected: [problem] }
    }
    return record(facts)
  }
}

/** Brakes are not a ledger's to say: a feed must not take off what an operator put on, and much is not let go by one alone. */
function mayBrake(
  deps: { db: Database; alone?: Limit },
  fact: FactInput,
  { by, may }: Teller,
): Promise<Problem | null> | null {
  if (!isBrakeFact(fact)) return null
  if (!may(releasesBrake(fact) ? 'brakes:release' : 'brakes:set')) return Promise.resolve(NOT_ALLOWED)
  if (!releasesBrake(fact)) return null
  const { channel = null, strategy = null, creditor = null } = fact
  return releaseByTwo(deps, { channel, strategy, creditor }, by)
}

/** A settlement is granted by whoever says so, under their own name: nobody grants one in the name of another. */
function mayGrant(fact: FactInput, { by, may }: Teller): Promise<Problem | null> | null {
  const granter = granterIn(fact)
  if (granter === null) return null
  if (!may('approvals:decide')) return Promise.resolve(MAY_NOT_GRANT)
  return granter.name === by ? null : Promise.resolve({ ...NOT_YOUR_NAME, path: granter.path })
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

const MAY_NOT_GRANT: Problem = {
  code: 'grant_not_allowed',
  path: 'type',
  message: 'this key may not grant settlements',
  suggestion: 'a key with the role supervisor, of somebody who did not propose it',
}

const NOT_YOUR_NAME: Problem = {
  code: 'not_your_name',
  message: 'a settlement is granted under the name of whoever says so',
  suggestion: 'the name of your key, or of the user of this shell',
}
