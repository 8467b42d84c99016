import { ProblemError } from '../../core/base/problem.ts'
import { loadSchedules } from '../config/load.ts'
import { publishSchedules } from '../pg/config/publish.ts'
import type { Database } from '../pg/base/database.ts'

/** A folder of schedules becomes the active one, unless it has problems. */
export async function publishFolder(db: Database, folder: string): Promise<void> {
  const { schedules, hash, problems } = loadSchedules(folder)
  if (!schedules || !hash) throw new ProblemError(problems)
  await publishSchedules(db, { schedules, hash, by: 'arrears up' })
}
