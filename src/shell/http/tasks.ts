import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ContactId } from '../../core/base/id.ts'
import { toldAt } from '../../core/base/told.ts'
import type { TaskRefusal } from '../../core/deliver/task-check.ts'
import { isByPerson, TASK_CHANNELS } from '../../core/channel/channel.ts'
import { DISPOSITIONS } from '../../core/channel/disposition.ts'
import { planned, promised, settledFor } from '../../core/fact/said.ts'
import { claimTask, startTask, type TaskDeps } from '../../flow/task.ts'
import { releaseTask } from '../../flow/task-list.ts'
import { disposeTask, type OutcomeDeps, reportTask } from '../../flow/task-outcome.ts'
import { signing } from '../access/at-door.ts'
import type { Database } from '../pg/base/database.ts'
import { HUMAN_TASKS } from '../pg/read/list/human-tasks.ts'
import { OFFERED, OFFERED_FILTERS, OfferedLine } from '../pg/read/list/offered.ts'
import { OF_BODIES, refusals } from './answer/error.ts'
import { AtAnswer, ClaimedAnswer } from './answer/task.ts'
import { tellerOf } from './facts.ts'
import { Agent } from './human-tasks.ts'
import { answerPage, answersOf, queryFor } from './list-route.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

export interface TaskRouteDeps {
  db: Database
  tasks: TaskDeps & OutcomeDeps
}

const Kind = z.enum(TASK_CHANNELS)
const Params = z.strictObject({
  contact: z.coerce.number().int().positive().meta({ example: 17 }).transform(asContact),
})
const ByAgent = z.strictObject({ agent: Agent })
const Outcome = ByAgent.extend({
  disposition: z.enum(DISPOSITIONS),
  promise: promised,
  plan: planned.describe('the schedule, where the disposition is a plan'),
  settlement: settledFor,
  note: z.string().max(4000).optional().describe('sealed; never shown'),
})
const Report = Outcome.extend({
  arrivedAt: z.iso.datetime({ offset: true }).optional(),
  geo: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).optional(),
})
const AN_AGENT = { agent: 'ann' }
const AN_OUTCOME = { agent: 'ann', disposition: 'no_answer' }

const config = { right: 'tasks:work' as const }
const tags = ['tasks']

/** Everything that keeps an agent from going on with a task. */
const HINDERED = [
  ...OF_BODIES,
  'unknown_task',
  'superseded',
  'not_yours',
  'not_claimed',
  'not_started',
  'expired',
  'refused',
  'put_aside',
] as const satisfies readonly RefusalCode[]

/** Calls and visits: the provider is a person, who claims, starts and tells how it ended. */
export function taskRoutes(app: ZodApp, deps: TaskRouteDeps): void {
  listRoute(app, deps)
  claimRoute(app, deps)
  handRoutes(app, deps)
  outcomeRoutes(app, deps)
}

function listRoute(app: ZodApp, { db }: TaskRouteDeps): void {
  const kind = z.enum([...TASK_CHANNELS, 'human']).describe('calls, visits, or what is asked of people')
  app.get(
    '/v1/tasks',
    {
      config: { right: 'tasks:read' },
      schema: {
        operationId: 'listTasks',
        summary: 'Open tasks, best first; no name and no number',
        tags,
        querystring: queryFor({ filters: OFFERED_FILTERS }, { kind }),
        response: answersOf('tasks', z.union([OfferedLine, HUMAN_TASKS.line])),
      },
    },
    async (request, reply) => {
      const { kind: asked } = request.query.more
      return isByPerson(asked)
        ? answerPage(reply, { db, list: OFFERED[asked], key: 'tasks' }, request.query)
        : answerPage(reply, { db, list: HUMAN_TASKS, key: 'tasks' }, request.query)
    },
  )
}

function claimRoute(app: ZodApp, { tasks }: TaskRouteDeps): void {
  const [kind] = TASK_CHANNELS
  const body = z
    .strictObject({
      kind: Kind,
      agent: Agent,
      contact: z.number().int().positive().transform(asContact).optional(),
    })
    .meta({ example: { kind, ...AN_AGENT } })
  const description =
    '200 with the number or address and what to say, and `dialBefore` or `arriveBefore`; 204 where nothing may be done now; 409 with what the agent must show first, by evidence key and rule, or 403 with the reasons, where the named task cannot be had.'
  const response = {
    200: ClaimedAnswer,
    204: z.null().describe('nothing may be done now'),
    ...refusals({ codes: [...HINDERED, 'evidence_missing'] }),
  }
  app.post(
    '/v1/tasks/claim',
    {
      config,
      schema: {
        operationId: 'claimTask',
        summary: 'Claim the best task, or a named one',
        description,
        tags,
        body,
        response,
      },
    },
    async (request, reply) => {
      const answer = await claimTask(tasks, request.body)
      if (!answer.ok) throw refusalOf(answer)
      return answer.task ? answer.task : reply.status(204).send(null)
    },
  )
}

function handRoutes(app: ZodApp, { tasks }: TaskRouteDeps): void {
  const response = { 200: AtAnswer, ...refusals({ codes: HINDERED }) }
  app.post(
    '/v1/tasks/:contact/start',
    {
      config,
      schema: {
        operationId: 'startTask',
        summary: 'Dial, or arrive: asks the law once more',
        tags,
        params: Params,
        body: ByAgent.meta({ examples: [AN_AGENT] }),
        response,
      },
    },
    async (request) => orRefuse(await startTask(tasks, { ...request.params, ...request.body })),
  )
  app.post(
    '/v1/tasks/:contact/release',
    {
      config,
      schema: {
        operationId: 'releaseTask',
        summary: 'Give a claimed task back',
        tags,
        params: Params,
        body: ByAgent.extend({ why: z.string().max(200).optional() }).meta({ examples: [AN_AGENT] }),
        response,
      },
    },
    async (request) =>
      orRefuse(await releaseTask(tasks, { contact: request.params.contact, agent: request.body.agent })),
  )
}

function outcomeRoutes(app: ZodApp, { tasks }: TaskRouteDeps): void {
  const response = {
    200: AtAnswer,
    ...refusals({ codes: [...HINDERED, 'wrong_disposition', 'not_recorded'] }),
  }
  const params = Params
  app.post(
    '/v1/tasks/:contact/disposition',
    {
      config,
      schema: {
        operationId: 'disposeTask',
        summary: 'How a call ended',
        tags,
        params,
        body: Outcome.meta({ examples: [AN_OUTCOME] }),
        response,
      },
    },
    async (request) =>
      orRefuse(await disposeTask(toldBy(request, tasks), { ...request.params, ...request.body })),
  )
  app.post(
    '/v1/tasks/:contact/report',
    {
      config,
      schema: {
        operationId: 'reportTask',
        summary: 'How a visit ended',
        tags,
        params,
        body: Report.meta({ examples: [{ ...AN_OUTCOME, disposition: 'no_one_home' }] }),
        response,
      },
    },
    async (request) =>
      orRefuse(await reportTask(toldBy(request, tasks), { ...request.params, ...request.body })),
  )
}

/** An offer that was made in a contact bears the name of the key that told it, beside that of the agent. */
function toldBy(request: Pick<FastifyRequest, 'apiKey'>, tasks: OutcomeDeps): OutcomeDeps {
  return { ...tasks, record: signing(tellerOf(request), tasks.record) }
}

function asContact(id: number): ContactId {
  return ContactId.parse(id)
}

function orRefuse(answer: { ok: true; at: string } | TaskRefusal): { at: string } {
  if (!answer.ok) throw refusalOf(answer)
  return { at: answer.at }
}

function refusalOf({ code, message, reasons }: TaskRefusal): Refusal {
  const told = reasons.map((reason) => ({
    ...reason,
    liftsAt: reason.liftsAt === null ? null : toldAt(reason.liftsAt),
  }))
  return new Refusal(code, message, told.length > 0 ? { reasons: told } : {})
}
