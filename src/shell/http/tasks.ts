import { z } from 'zod'
import { ContactId } from '../../core/base/id.ts'
import { toldAt } from '../../core/base/told.ts'
import type { TaskRefusal } from '../../core/deliver/task-check.ts'
import { isByPerson, TASK_CHANNELS } from '../../core/channel/channel.ts'
import { DISPOSITIONS } from '../../core/channel/disposition.ts'
import { type HumanTaskStore, listHumanTasks } from '../../flow/human-task.ts'
import { claimTask, startTask, type TaskDeps } from '../../flow/task.ts'
import { listTasks, releaseTask } from '../../flow/task-list.ts'
import { disposeTask, type OutcomeDeps, reportTask } from '../../flow/task-outcome.ts'
import { Agent, humanTaskRow } from './human-tasks.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

export interface TaskRouteDeps {
  tasks: TaskDeps & OutcomeDeps
  humanTasks: HumanTaskStore
}

const Kind = z.enum(TASK_CHANNELS)
const Params = z.strictObject({ contact: z.coerce.number().int().positive().transform(asContact) })
const ByAgent = z.strictObject({ agent: Agent })
const Outcome = ByAgent.extend({
  disposition: z.enum(DISPOSITIONS),
  promise: z.strictObject({ amount: z.string().max(30), by: z.iso.date() }).optional(),
  note: z.string().max(4000).optional().describe('sealed; never shown'),
})
const Report = Outcome.extend({
  arrivedAt: z.iso.datetime({ offset: true }).optional(),
  geo: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).optional(),
})

const config = { right: 'tasks:work' as const }
const tags = ['tasks']

/** Calls and visits: the provider is a person, who claims, starts and tells how it ended. */
export function taskRoutes(app: ZodApp, deps: TaskRouteDeps): void {
  listRoute(app, deps)
  claimRoute(app, deps)
  handRoutes(app, deps)
  outcomeRoutes(app, deps)
}

function listRoute(app: ZodApp, { tasks, humanTasks }: TaskRouteDeps): void {
  const querystring = z.strictObject({
    kind: z.enum([...TASK_CHANNELS, 'human']),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  })
  app.get(
    '/v1/tasks',
    {
      config: { right: 'tasks:read' },
      schema: { summary: 'Open tasks, best first; no name and no number', tags, querystring },
    },
    async (request) => {
      const { kind, limit } = request.query
      if (!isByPerson(kind)) return { tasks: (await listHumanTasks(humanTasks, { limit })).map(humanTaskRow) }
      const open = await listTasks(tasks, kind, limit)
      return { tasks: open.map((task) => ({ ...task, expiresAt: toldAt(task.expiresAt) })) }
    },
  )
}

function claimRoute(app: ZodApp, { tasks }: TaskRouteDeps): void {
  const body = z.strictObject({
    kind: Kind,
    agent: Agent,
    contact: z.number().int().positive().transform(asContact).optional(),
  })
  const description =
    '200 with the number or address and what to say, and `dialBefore` or `arriveBefore`; 204 where nothing may be done now; 409 with what the agent must show first, by evidence key and rule, or 403 with the reasons, where the named task cannot be had.'
  app.post(
    '/v1/tasks/claim',
    { config, schema: { summary: 'Claim the best task, or a named one', description, tags, body } },
    async (request, reply) => {
      const answer = await claimTask(tasks, request.body)
      if (!answer.ok) throw refusalOf(answer)
      return answer.task ? answer.task : reply.status(204).send()
    },
  )
}

function handRoutes(app: ZodApp, { tasks }: TaskRouteDeps): void {
  app.post(
    '/v1/tasks/:contact/start',
    {
      config,
      schema: { summary: 'Dial, or arrive: asks the law once more', tags, params: Params, body: ByAgent },
    },
    async (request) => orRefuse(await startTask(tasks, { ...request.params, ...request.body })),
  )
  app.post(
    '/v1/tasks/:contact/release',
    {
      config,
      schema: {
        summary: 'Give a claimed task back',
        tags,
        params: Params,
        body: ByAgent.extend({ why: z.string().max(200).optional() }),
      },
    },
    async (request) =>
      orRefuse(await releaseTask(tasks, { contact: request.params.contact, agent: request.body.agent })),
  )
}

function outcomeRoutes(app: ZodApp, { tasks }: TaskRouteDeps): void {
  app.post(
    '/v1/tasks/:contact/disposition',
    { config, schema: { summary: 'How a call ended', tags, params: Params, body: Outcome } },
    async (request) => orRefuse(await disposeTask(tasks, { ...request.params, ...request.body })),
  )
  app.post(
    '/v1/tasks/:contact/report',
    { config, schema: { summary: 'How a visit ended', tags, params: Params, body: Report } },
    async (request) => orRefuse(await reportTask(tasks, { ...request.params, ...request.body })),
  )
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
