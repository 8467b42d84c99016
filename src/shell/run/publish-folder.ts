import { ProblemError } from '../../core/base/problem.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { contentHash } from '../config/content-hash.ts'
import { loadSchedules } from '../config/load.ts'
import { publishSchedules } from '../pg/config/publish.ts'
import type { Database } from '../pg/base/database.ts'

/** A folder of schedules becomes the active one, unless it has problems; `complete` adds what stands in no folder. */
export async function publishFolder(
  db: Database,
  folder: string,
  complete: (schedules: Schedules) => Schedules = (schedules) => schedules,
): Promise<void> {
  const { schedules, problems } = loadSchedules(folder)
  if (!schedules) throw new ProblemError(problems)
  const whole = complete(schedules)
  await publishSchedules(db, { schedules: whole, hash: contentHash(whole), by: 'arrears up' })
}
