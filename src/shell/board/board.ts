import type { Queue } from 'bullmq'
import Fastify, { type FastifyInstance, type FastifyReply, type RouteOptions } from 'fastify'
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
import { type Overview, overviewPage } from './overview-page.ts'
import { type Html, page, STYLE } from './page.ts'
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
  environment: string
  /** The address under which a browser finds the API. */
  apiUrl: string
  /** It is called with every route and its right as it is made, so that a test can try them all. */
  onRoute?: (route: RouteOptions) => void
}

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
  guardBoard(app, { login: boardLogin(deps.users), clock: deps.clock })
  app.addHook('onRequest', async (request, reply) => {
    const user = request.boardUser
    request.headers[RETRY_HEADER] = user && isAllowed(user, 'jobs:retry') ? 'yes' : 'no'
    if (request.url.startsWith(QUEUES_PATH)) reply.header('content-security-policy', BOARD_POLICY)
  })
  await mountQueueBoard(app, deps)
  pageRoutes(app, deps)
  return app
}

const Ref = z.string().min(1).max(200)

const LOOK = { config: { right: 'cases:read' } } as const

function pageRoutes(app: FastifyInstance, deps: BoardDeps): void {
  const send = pageSender(deps)
  const overview = kept(deps.clock, () => readOverview(deps.db))

  app.get('/', LOOK, async (_request, reply) => {
    // Counting a large book may be minutes old; what is stopped is told as it is now.
    const [counted, brakes] = await Promise.all([overview(), brakesOn(deps.db)])
    return send(reply, 'Arrears', overviewPage({ ...counted, brakes }))
  })
  app.get('/style.css', LOOK, async (_request, reply) => {
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
    return send(reply, `Case ${story.case.name}`, casePage(story))
  })
}

function pageSender(deps: BoardDeps): (reply: FastifyReply, title: string, body: Html) => FastifyReply {
  return (reply, title, body) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(page({ title, environment: deps.environment, apiUrl: deps.apiUrl }, body))
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
