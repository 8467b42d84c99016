import type { Queue } from 'bullmq'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { demandRights } from '../access/route-rights.ts'
import { answerErrors } from '../http/answer-errors.ts'
import { logRequests, refuseUnkept, secureAnswers, SERVER_OPTIONS } from '../http/harden.ts'
import type { Log } from '../log/log.ts'
import { readWaitsInPostgres } from '../pg/read/morning.ts'
import { boardLogin } from './board-users.ts'
import { guardBoard, isAllowed } from './guard.ts'
import { loginRoutes } from './login-routes.ts'
import { countedLogins } from './logins.ts'
import type { PageDeps } from './page-deps.ts'
import { pageRoutes, pageSender } from './page-routes.ts'
import { dressQueuePages } from './queue-line.ts'
import { QUEUES_PATH } from './places.ts'
import { mountQueueBoard, RETRY_HEADER, rightOfQueues } from './queue-board.ts'
import { type SessionLimits, Sessions } from './sessions.ts'

export interface BoardDeps extends PageDeps {
  log: Log
  queues: readonly Queue[]
  /** BOARD_USERS: `<name>:<password or scrypt hash>:<role[+role]>`, joined by commas. */
  users: string
  /** Addresses and networks whose word on who asks is believed, joined by commas; absent = nobody's. */
  trustedProxies?: string | undefined
  /** Absent = half an hour idle, twelve hours at most. */
  sessions?: SessionLimits
  /** It is called with every route and its right as it is made, so that a test can try them all. */
  onRoute?: (route: RouteOptions) => void
}

const SESSIONS: SessionLimits = { idleMs: 30 * 60_000, longestMs: 12 * 3_600_000 }

const BOARD_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"

/** Overview, queues and case pages behind one login, not yet listening. */
export async function buildBoard(deps: BoardDeps): Promise<FastifyInstance> {
  const trustProxy = deps.trustedProxies?.split(',').map((one) => one.trim()) ?? false
  const app = Fastify({ ...SERVER_OPTIONS, trustProxy })
  demandRights(app, rightOfQueues)
  if (deps.onRoute) app.addHook('onRoute', deps.onRoute)
  answerErrors(app, deps.log)
  secureAnswers(app)
  refuseUnkept(app)
  logRequests(app, deps.log)
  const logins = countedLogins(boardLogin(deps.users), deps.clock)
  const sessions = new Sessions(deps.clock, deps.sessions ?? SESSIONS)
  guardBoard(app, { logins, sessions })
  app.addHook('onRequest', async (request, reply) => {
    const user = request.boardUser
    request.headers[RETRY_HEADER] = user && isAllowed(user, 'jobs:retry') ? 'yes' : 'no'
    if (request.url.startsWith(QUEUES_PATH)) reply.header('content-security-policy', BOARD_POLICY)
  })
  dressQueuePages(app, { path: QUEUES_PATH, waits: () => readWaitsInPostgres(deps.db) })
  await mountQueueBoard(app, deps)
  const send = pageSender(deps)
  await app.register(async (scope) => loginRoutes(scope, { logins, sessions, send }))
  pageRoutes(app, deps, send)
  return app
}
