import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Right } from '../access/rights.ts'
import { TASK_CHANNELS } from '../../core/channel/channel.ts'
import { listHumanTasks } from '../../flow/human-task.ts'
import type { OpenTask } from '../../flow/ports/task.ts'
import type { Health } from '../http/health.ts'
import { Refusal } from '../http/refusal.ts'
import { kept } from '../metrics/kept.ts'
import type { Database } from '../pg/base/database.ts'
import { brakesOn } from '../pg/door/brake.ts'
import { readAgreeable } from '../pg/read/agreeable.ts'
import { CASES } from '../pg/read/list/cases.ts'
import { CONTACTS } from '../pg/read/list/contacts.ts'
import { PLANS } from '../pg/read/list/plans.ts'
import { PROMISES } from '../pg/read/list/promises.ts'
import { SETTLEMENTS } from '../pg/read/list/settlements.ts'
import { findCase, type FoundCase } from '../pg/read/case-head.ts'
import { readWaits, readWaitsInPostgres } from '../pg/read/morning.ts'
import { readStory } from '../pg/read/timeline.ts'
import { humanTaskStore } from '../pg/task/human-task.ts'
import { openTasks } from '../pg/task/list.ts'
import type { Story } from '../story/story.ts'
import type { PageDeps } from './page-deps.ts'
import { caseListPage } from './case-list-page.ts'
import { casePage } from './case-page.ts'
import { contactListPage } from './contact-list-page.ts'
import { answerErrorPages, errorPage } from './error-page.ts'
import { isAllowed } from './guard.ts'
import { listQuery } from './list-query.ts'
import { healthPage } from './health-page.ts'
import { countNotes, mayReadNotes, openNotes } from './notes.ts'
import { overviewPage } from './overview-page.ts'
import { type Html, page } from './page.ts'
import { PLACES } from './places.ts'
import { planListPage } from './plan-list-page.ts'
import { settlementListPage } from './settlement-list-page.ts'
import { promiseListPage } from './promise-list-page.ts'
import { readOverview } from './read-overview.ts'
import { STYLE } from './style.ts'
import { type TaskList, taskListPage } from './task-list-page.ts'

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const Ref = z.string().min(1).max(200)
const Word = z.string().trim().max(80)
const LISTED = 200

function needs(right: Right): { config: { right: Right } } {
  return { config: { right } }
}

export function pageRoutes(app: FastifyInstance, deps: PageDeps, send: Send): void {
  answerErrorPages(app, (request, reply, told) => {
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY)
    return dressed(deps, request, titleOf(reply.statusCode), errorPage(told))
  })
  app.get('/style.css', { config: { right: { open: 'says how pages look' } } }, async (_request, reply) => {
    return reply.type('text/css').header('cache-control', 'max-age=3600').send(STYLE)
  })
  overviewRoutes(app, deps, send)
  caseRoutes(app, deps, send)
}

function overviewRoutes(app: FastifyInstance, deps: PageDeps, send: Send): void {
  const overview = kept(deps.clock, () => readOverview(deps))
  app.get('/', needs(PLACES['/'].right), async (request, reply) => {
    // Counting a large book may be minutes old; what is stopped is told as it is now.
    const [counted, brakes] = await Promise.all([overview(), brakesOn(deps.db)])
    const mayReadHealth = request.boardUser !== null && isAllowed(request.boardUser, 'health:read')
    return send(request, reply, 'Overview', overviewPage({ ...counted, brakes, mayReadHealth }))
  })
  app.get('/health', needs(PLACES['/health'].right), async (request, reply) => {
    const [health, waits] = await Promise.all([
      readHealthOf(deps),
      readWaitsInPostgres(deps.db).catch(() => null),
    ])
    return send(request, reply, 'Health', healthPage(health, waits))
  })
  app.get('/tasks', needs(PLACES['/tasks'].right), async (request, reply) => {
    const { role = '' } = z.strictObject({ role: Word.optional() }).parse(request.query)
    const [waits, tasks, offered] = await Promise.all([
      readWaits(deps.db),
      listHumanTasks(humanTaskStore(deps.db), { role: role || undefined, limit: LISTED }),
      readOffered(deps.db),
    ])
    return send(
      request,
      reply,
      'Tasks',
      taskListPage({ waits, tasks, ...offered, role: role || null, limit: LISTED }),
    )
  })
}

/** `case` = one case is looked for: its id, or account/number. */
const readCaseQuery = listQuery(CASES, { case: z.string().trim().max(200).optional() })
const readPromiseQuery = listQuery(PROMISES, {})
const readContactQuery = listQuery(CONTACTS, {})
const readPlanQuery = listQuery(PLANS, {})
const readSettlementQuery = listQuery(SETTLEMENTS, {})

function caseRoutes(app: FastifyInstance, deps: PageDeps, send: Send): void {
  app.get('/cases', needs(PLACES['/cases'].right), async (request, reply) => {
    const { filters, asked, more } = readCaseQuery(request.query)
    if (more.case) return reply.redirect(`/cases/${encodeURIComponent(more.case)}`, 303)
    return send(request, reply, 'Cases', caseListPage(filters, await CASES.read(deps.db, asked)))
  })
  app.get('/promises', needs(PLACES['/promises'].right), async (request, reply) => {
    const isBare = Object.keys(request.query as object).length === 0
    const { filters, asked } = readPromiseQuery(isBare ? { due: 'today' } : request.query)
    return send(request, reply, 'Promises', promiseListPage(filters, await PROMISES.read(deps.db, asked)))
  })
  app.get('/contacts', needs(PLACES['/contacts'].right), async (request, reply) => {
    const { filters, asked } = readContactQuery(request.query)
    return send(request, reply, 'Contacts', contactListPage(filters, await CONTACTS.read(deps.db, asked)))
  })
  app.get('/plans', needs(PLACES['/plans'].right), async (request, reply) => {
    const isBare = Object.keys(request.query as object).length === 0
    const { filters, asked } = readPlanQuery(isBare ? { state: 'in_arrears' } : request.query)
    return send(request, reply, 'Plans', planListPage(filters, await PLANS.read(deps.db, asked)))
  })
  app.get('/settlements', needs(PLACES['/settlements'].right), async (request, reply) => {
    const isBare = Object.keys(request.query as object).length === 0
    const { filters, asked } = readSettlementQuery(isBare ? { state: 'asked,accepted' } : request.query)
    const page = settlementListPage(filters, await SETTLEMENTS.read(deps.db, asked))
    return send(request, reply, 'Settlements', page)
  })
  app.get('/cases/:ref', needs('cases:read'), async (request, reply) => {
    const { story, found } = await storyOf(deps, request)
    const notes = { count: await countNotes(deps, found), mayRead: mayReadNotes(request), opened: null }
    return send(request, reply, `Case ${story.case.name}`, casePage(story, notes))
  })
  app.get('/cases/:ref/notes', needs('notes:read'), async (request, reply) => {
    const { story, found } = await storyOf(deps, request)
    const opened = await openNotes(deps, found, request.boardUser?.name ?? 'nobody')
    const notes = { count: opened.length, mayRead: true, opened }
    return send(request, reply, `Case ${story.case.name}`, casePage(story, notes))
  })
}

async function readHealthOf({ health }: PageDeps): Promise<Health> {
  if (!health) throw new Refusal('unavailable', 'the health of the engine is told elsewhere')
  return health()
}

async function readOffered(db: Database): Promise<Pick<TaskList, 'contacts' | 'agreeable' | 'now'>> {
  const offered = await db.transaction(async (tx) => {
    const contacts: OpenTask[] = []
    for (const kind of TASK_CHANNELS) contacts.push(...(await openTasks(tx, kind, LISTED)))
    return { contacts, now: tx.now }
  })
  const ids = offered.contacts.map(({ contact }) => contact)
  return { ...offered, agreeable: await readAgreeable(db, ids) }
}

async function storyOf(deps: PageDeps, request: FastifyRequest): Promise<{ story: Story; found: FoundCase }> {
  const { ref } = z.object({ ref: Ref }).parse(request.params)
  const [story, found] = await Promise.all([readStory(deps.db, ref), findCase(deps.db, ref)])
  if (!story || !found) throw new Refusal('unknown_case', 'there is no such case')
  return { story, found }
}

export type Send = (request: FastifyRequest, reply: FastifyReply, title: string, body: Html) => FastifyReply

export function pageSender(deps: PageDeps): Send {
  return (request, reply, title, body) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(dressed(deps, request, title, body))
}

function dressed(deps: PageDeps, request: FastifyRequest, title: string, body: Html): string {
  const { environment, apiUrl } = deps
  return page(
    { title, environment, apiUrl, path: request.url.split('?')[0] ?? '', who: request.boardUser },
    body,
  )
}

function titleOf(status: number): string {
  if (status === 404) return 'Not there'
  if (status === 401 || status === 403) return 'Not allowed'
  return status < 500 ? 'Not taken' : 'Something went wrong'
}
