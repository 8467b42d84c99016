import { z } from 'zod'
import { HUMAN_TASK } from '../../core/model/human-task.ts'
import { toldAt } from '../../core/base/told.ts'
import {
  claimHumanTask,
  type HumanTaskAnswer,
  listHumanTasks,
  resolveHumanTask,
} from '../../flow/human-task.ts'
import type { HumanTaskFile } from '../../flow/ports/human-task.ts'
import type { ApiDeps } from './deps.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const Params = z.strictObject({ id: z.coerce.number().int().positive() })
const wordsOfKinds = () => {
  const kinds = Object.entries(HUMAN_TASK).map(([kind, { answers }]) => `${kind} ${answers.join(' or ')}`)
  return kinds.join('; ')
}
const Word = z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/, 'a short word such as done, without personal data')
export const Agent = z.string().regex(/^[\w.@-]{1,80}$/, 'the name of an agent')

export interface HumanTaskRow extends Omit<HumanTaskFile, 'due' | 'createdAt' | 'claimedAt' | 'resolvedAt'> {
  due: string
  createdAt: string
  claimedAt: string | null
  resolvedAt: string | null
}

export function humanTaskRoutes(app: ZodApp, deps: Pick<ApiDeps, 'humanTasks' | 'record'>): void {
  const config = { right: 'human-tasks:work' as const }
  const tags = ['human tasks']

  app.get(
    '/v1/human-tasks',
    {
      config: { right: 'tasks:read' },
      schema: {
        summary: 'Open tasks for people, soonest due first',
        tags,
        querystring: z.strictObject({
          kind: z.string().max(40).optional(),
          role: z.string().max(60).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
    },
    async (request) => ({
      tasks: (await listHumanTasks(deps.humanTasks, request.query)).map(humanTaskRow),
    }),
  )

  app.post(
    '/v1/human-tasks/:id/claim',
    {
      config,
      schema: {
        summary: 'Claim a task; the answer shows the message that it is about',
        tags,
        params: Params,
        body: z.strictObject({ agent: Agent }),
      },
    },
    async (request) =>
      rowOrRefuse(await claimHumanTask(deps.humanTasks, request.params.id, request.body.agent)),
  )

  app.post(
    '/v1/human-tasks/:id/resolve',
    {
      config,
      schema: {
        summary: 'Resolve a task; a case that waited for it is reviewed at once',
        description: `Stored as the fact task.resolved. The words of each kind: ${wordsOfKinds()}.`,
        tags,
        params: Params,
        body: z.strictObject({ agent: Agent, resolution: Word }),
      },
    },
    async (request) => {
      const { agent, resolution } = request.body
      const { id } = request.params
      const resolving = { store: deps.humanTasks, record: deps.record }
      return rowOrRefuse(await resolveHumanTask(resolving, { id, by: agent, resolution }))
    },
  )
}

export function humanTaskRow(task: HumanTaskFile): HumanTaskRow {
  return {
    ...task,
    due: toldAt(task.due),
    createdAt: toldAt(task.createdAt),
    claimedAt: task.claimedAt === null ? null : toldAt(task.claimedAt),
    resolvedAt: task.resolvedAt === null ? null : toldAt(task.resolvedAt),
  }
}

function rowOrRefuse(answer: HumanTaskAnswer): HumanTaskRow & { text?: string | null } {
  if (!answer.ok) throw new Refusal(answer.code, answer.message)
  const { task, text } = answer
  return { ...humanTaskRow(task), ...(text !== undefined && { text }) }
}
