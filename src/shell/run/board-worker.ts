import { ProblemError } from '../../core/base/problem.ts'
import { measuresOf, unhurried } from '../alarm/measures.ts'
import { buildBoard } from '../board/board.ts'
import { readHealth } from '../http/health.ts'
import { isSeparated } from '../pg/base/roles.ts'
import { redisAnswers } from './redis-answers.ts'
import type { Engine } from './engine.ts'
import { listen } from './listen.ts'
import type { Running } from './process.ts'

export async function boardWorker(engine: Engine): Promise<Running> {
  const { settings, db } = engine
  if (!settings.BOARD_USERS) throw new ProblemError([NO_USERS])
  const clock = engine.machine
  const separated = await isSeparated((text) => db.query(text))
  const measures = unhurried(measuresOf({ db, clock, pingRedis: () => redisAnswers(engine) }), clock)
  const app = await buildBoard({
    db,
    log: engine.log,
    clock,
    queues: Object.values(engine.queues.byName),
    health: () => readHealth({ db, clock, measures, separated }),
    vault: engine.vault,
    users: settings.BOARD_USERS,
    trustedProxies: settings.TRUSTED_PROXIES,
    sessions: {
      idleMs: settings.BOARD_IDLE_MINUTES * 60_000,
      longestMs: settings.BOARD_SESSION_HOURS * 3_600_000,
    },
    environment: settings.BOARD_TITLE,
    apiUrl: settings.API_URL,
  })
  return listen(app, { host: settings.BOARD_HOST, port: settings.BOARD_PORT, log: engine.log, what: 'board' })
}

const NO_USERS = {
  code: 'bad_setting',
  path: 'BOARD_USERS',
  message: 'BOARD_USERS is not set: the board has no login without it',
  suggestion: '<name>:<password or scrypt hash>:<role>, joined by commas',
}
