import { ProblemError } from '../core/base/problem.ts'
import { type Limit, type Mass, secondPerson } from '../shell/access/second-person.ts'
import { readSetting } from '../shell/env/settings.ts'
import type { Database } from '../shell/pg/base/database.ts'

/** It throws where more is touched than one person alone may touch, and nobody else has granted it. */
export async function agreedByTwo(db: Database, mass: Mass): Promise<void> {
  const problem = await secondPerson(db, mass, limitAlone())
  if (problem) throw new ProblemError([problem])
}

export function limitAlone(): Limit {
  return {
    above: readSetting('SECOND_PERSON_ABOVE', process.env),
    hours: readSetting('SECOND_PERSON_HOURS', process.env),
  }
}
