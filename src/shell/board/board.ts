import type { Queue } from 'bullmq'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { z } from 'zod'
import { openGaps } from '../pg/watch/lawless.ts'
import { readFigures } from '../pg/watch/figures.ts'
import { isoOf } from '../../core/base/time.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { demandRights } from '../access/route-rights.ts'
import { answerErrors } from '../http/answer-errors.ts'
import { logRequests, secureAnswers, SERVER_OPTIONS } from '../http/harden.ts'
import { Refusal } from '../http/refusal.ts'
import type { Log } from '../log/log.ts'
import { kept } from '../metrics/kept.ts'
import { brakesOn } from '../pg/door/brake.ts'
import type { Sql } from '../pg/base/database.ts'
import { countOpenCases } from '../pg/read/cases.ts'
import { countStuck, readClocks } from '../pg/watch/health.ts'
import { readStory } from '../pg/read/timeline.ts'
import { boardLogin } from './board-users.ts'
import { casePage } from './case-page.ts'
import { guardBoard, isAllowed } from './guard.ts'
import { type LoginDeps, loginRoutes } from './login-routes.ts'
import { countedLogins } from './logins.ts'
import { type Overview, overviewPage } from './overview-page.ts'
import { page, STYLE } from './page.ts'
import { type SessionLimits, Sessions } from './sessions.ts'
import { mountQueueBoard, QUEUES_PATH, RETRY_HEADER, rightOfQueues } from './queue-board.ts'

export interface BoardDeps {
  db: Sql
  log: Log
  clock: MachineClock
  queues: readonly Queue[]
  /** BOARD_USERS: `<name>:<password or scrypt hash>:<role[+role]>`, joined by commas. */
  users: string
  /** Addresses and networks whose word on who asks is believed, joined by commas; absent = nobody's. */
  trustedProxies?: string | undefined
  /** Absent = half an hour idle, twelve hours at most. */
  sessions?: SessionLimits
  environment: string
  /** The address under which a browser finds the API. */
  apiUrl: string
  /** It is called with every route and its right as it is made, so that a test can try them all. */
  onRoute?: (route: RouteOptions) => void
}

const SESSIONS: SessionLimits = { idleMs: 30 * 60_000, longestMs: 12 * 3_600_000 }

const BOARD_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** Overview, queues and case pages behind one login, not yet listening. */
export async function buildBoard(deps: BoardDeps): Promise<FastifyInstance> {
  const trustProxy = deps.trustedProxies?.split(',').map((one) => one.trim()) ?? false
  const app = Fastify({ ...SERVER_OPTIONS, trustProxy })
  demandRights(app, rightOfQueues)
  if (deps.onRoute) app.addHook('onRoute', deps.onRoute)
  answerErrors(app, deps.log)
  secureAnswers(app)
  logRequests(app, deps.log)
  const logins = countedLogins(boardLogin(deps.users), deps.clock)
  const sessions = new Sessions(deps.clock, deps.sessions ?? SESSIONS)
  guardBoard(app, { logins, sessions })
  app.addHook('onRequest', async (request, reply) => {
    const user = request.boardUser
    request.headers[RETRY_HEADER] = user && isAllowed(user, 'jobs:retry') ? 'yes' : 'no'
    if (request.url.startsWith(QUEUES_PATH)) reply.header('content-security-policy', BOARD_POLICY)
  })
  await mountQueueBoard(app, deps)
  const send = pageSender(deps)
  await app.register(async (scope) => loginRoutes(scope, { logins, sessions, send }))
  pageRoutes(app, deps, send)
  return app
}

const Ref = z.string().min(1).max(200)

const LOOK = { config: { right: 'cases:read' } } as const

function pageRoutes(app: FastifyInstance, deps: BoardDeps, send: LoginDeps['send']): void {
  const overview = kept(deps.clock, () => readOverview(deps.db))

  app.get('/', LOOK, async (request, reply) => {
    // Counting a large book may be minutes old; what is stopped is told as it is now.
    const [counted, brakes] = await Promise.all([overview(), brakesOn(deps.db)])
    return send(request, reply, 'Arrears', overviewPage({ ...counted, brakes }))
  })
  app.get('/style.css', { config: { right: { open: 'says how pages look' } } }, async (_request, reply) => {
    return reply.type('text/css').header('cache-control', 'max-age=3600').send(STYLE)
  })
  app.get('/cases', LOOK, async (request, reply) => {
    const { case: ref } = z.object({ case: Ref }).parse(request.query)
    return reply.redirect(`/cases/${encodeURIComponent(ref)}`, 303)
  })
  app.get('/cases/:ref', LOOK, async (request, reply) => {
    const { ref } = z.object({ ref: Ref }).parse(request.params)
    const story = await readStory(deps.db, ref)
    if (!story) throw new Refusal('unknown_case', 'there is no such case')
    return send(request, reply, `Case ${story.case.name}`, casePage(story))
  })
}

function pageSender(deps: BoardDeps): LoginDeps['send'] {
  return (request, reply, title, body) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(
        page(
          { title, environment: deps.environment, apiUrl: deps.apiUrl, user: request.boardUser?.name },
          body,
        ),
      )
}

async function readOverview(db: Sql): Promise<Omit<Overview, 'brakes'>> {
  const [cases, stuck, clocks, figures, gaps] = await Promise.all([
    countOpenCases(db),
    countStuck(db),
    readClocks(db),
    readFigures(db),
    openGaps(db),
  ])
  return { cases, stuck, figures, gaps, businessNow: isoOf(clocks.business), virtualClock: clocks.virtual }
}
