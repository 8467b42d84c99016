import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '../../core/base/problem.ts'
import { errorWords } from '../log/log.ts'
import { connect } from '../pg/base/database.ts'
import { missingMigrations } from '../pg/base/migrate.ts'
import { keepMinorUnits } from '../pg/base/minor-units.ts'
import { isSeparated } from '../pg/base/roles.ts'
import { isUp, redisProblems } from '../queue/redis.ts'
import type { Engine } from './engine.ts'

/** The process waits for Postgres, its tables and Redis, and says so; it refuses a Redis that would lose jobs silently, and one role for everything where that is asked. */
export async function ready(engine: Engine, stopping: AbortSignal): Promise<void> {
  await until(engine, stopping, 'postgres', () => tablesOf(engine))
  await until(engine, stopping, 'redis', async () => {
    if (!(await isUp(engine.queues.redis))) throw new Error('no connection')
  })
  const problems = await redisProblems(engine.queues.redis)
  const evicts = problems.filter((problem) => problem.code === 'redis_evicts')
  if (evicts.length > 0) throw new ProblemError(evicts)
  for (const { code } of problems) engine.log.warn({ event: 'redis.warning', code })
  await checkSeparation(engine)
}

/** Whoever waits for the tables of its version does so under a name of its own: `migrate` waits for nobody who waits for it. */
async function tablesOf({ settings }: Engine): Promise<void> {
  const waiting = connect({
    url: settings.DATABASE_URL,
    max: 1,
    applicationName: 'waiting for arrears migrate',
  })
  try {
    const missing = await missingMigrations(waiting)
    if (missing.length > 0) throw new Error(`run arrears migrate: ${missing.join(', ')} not applied`)
    await keepMinorUnits(waiting)
  } finally {
    await waiting.close()
  }
}

async function until(
  { log }: Engine,
  stopping: AbortSignal,
  server: string,
  check: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; !stopping.aborted; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (error instanceof ProblemError) throw error
      if (attempt % 10 === 0) log.warn({ event: `waiting.${server}`, ...errorWords(error) })
      await sleep(500)
    }
  }
}

async function checkSeparation(engine: Engine): Promise<void> {
  if (await isSeparated((text) => engine.db.query(text))) return
  if (!engine.settings.REQUIRE_SEPARATION) return engine.log.warn({ event: 'roles.not_separated' })
  throw new ProblemError([
    {
      code: 'roles_not_separated',
      path: 'DATABASE_URL',
      message: 'the engine could change facts or tables',
      suggestion: 'connect as arrears_engine, and migrate with DATABASE_OWNER_URL',
    },
  ])
}
