import { ProblemError } from '../core/base/problem.ts'
import { type Mass, secondPerson } from '../shell/access/second-person.ts'
import { readSetting } from '../shell/env/settings.ts'
import type { Database } from '../shell/pg/base/database.ts'

/** It throws where more is touched than one person alone may touch, and nobody else has granted it. */
export async function agreedByTwo(db: Database, mass: Mass): Promise<void> {
  const above = readSetting('SECOND_PERSON_ABOVE', process.env)
  const hours = readSetting('SECOND_PERSON_HOURS', process.env)
  const problem = await secondPerson(db, mass, { above, hours })
  if (problem) throw new ProblemError([problem])
}
