import { z } from 'zod'
import { answersOf as answersOfKind, HUMAN_TASK, HUMAN_TASK_KINDS } from '../../core/model/human-task.ts'
import { toldAt } from '../../core/base/told.ts'
import {
  claimHumanTask,
  type HumanTaskAnswer as Answered,
  matchSender,
  resolveHumanTask,
} from '../../flow/human-task.ts'
import type { HumanTaskView } from '../../flow/ports/human-task.ts'
import { recordingAt } from '../access/at-door.ts'
import { HUMAN_TASKS } from '../pg/read/list/human-tasks.ts'
import { OF_BODIES, refusals } from './answer/error.ts'
import { HumanTaskAnswer } from './answer/task.ts'
import type { ApiDeps } from './deps.ts'
import { type FactDeps, tellerOf } from './facts.ts'
import { answerPage, answersOf, queryFor } from './list-route.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const config = { right: 'human-tasks:work' as const }
const tags = ['human tasks']
const Params = z.strictObject({ id: z.coerce.number().int().positive().meta({ example: 17 }) })
const wordsOfKinds = () => {
  const kinds = Object.entries(HUMAN_TASK).map(([kind, { answers }]) => `${kind} ${answers.join(' or ')}`)
  return kinds.join('; ')
}
const Name = z.string().min(1).max(200).describe('the name that the ledger gives')
const Word = z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/, 'a short word such as done, without personal data')
export const Agent = z.string().regex(/^[\w.@-]{1,80}$/, 'the name of an agent')

type Door = Pick<FactDeps, 'atDoor'>

interface HumanTaskRow extends Omit<HumanTaskView, 'due' | 'createdAt' | 'claimedAt' | 'resolvedAt'> {
  due: string
  createdAt: string
  claimedAt: string | null
  resolvedAt: string | null
}

export function humanTaskRoutes(
  app: ZodApp,
  deps: Pick<ApiDeps, 'db' | 'humanTasks' | 'record'> & Door,
): void {
  const { db } = deps
  app.get(
    '/v1/human-tasks',
    {
      config: { right: 'tasks:read' },
      schema: {
        operationId: 'listHumanTasks',
        summary: 'Open tasks for people, soonest due first',
        tags,
        querystring: queryFor(HUMAN_TASKS),
        response: answersOf('tasks', HUMAN_TASKS.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: HUMAN_TASKS, key: 'tasks' }, request.query),
  )
  handRoutes(app, deps)
  matchRoute(app, deps)
}

function handRoutes(app: ZodApp, deps: Pick<ApiDeps, 'humanTasks' | 'record'> & Door): void {
  app.post(
    '/v1/human-tasks/:id/claim',
    {
      config,
      schema: {
        operationId: 'claimHumanTask',
        summary: 'Claim a task; the answer shows the message that it is about',
        tags,
        params: Params,
        body: z.strictObject({ agent: Agent }).meta({ examples: [{ agent: 'ann' }] }),
        response: {
          200: HumanTaskAnswer,
          ...refusals({ codes: [...OF_BODIES, 'unknown_task', 'not_yours', 'already_resolved'] }),
        },
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
        operationId: 'resolveHumanTask',
        summary: 'Resolve a task; a case that waited for it is reviewed at once',
        description: `Stored as the fact task.resolved. The words of each kind: ${wordsOfKinds()}.`,
        tags,
        params: Params,
        body: z
          .strictObject({ agent: Agent, resolution: Word })
          .meta({ example: { agent: 'ann', resolution: answersOfKind(HUMAN_TASK_KINDS[0])?.[0] } }),
        response: { 200: HumanTaskAnswer, ...refusals({ codes: [...OF_BODIES, ...UNRESOLVED] }) },
      },
    },
    async (request) => {
      const { agent, resolution } = request.body
      const { id } = request.params
      const door = deps.atDoor?.(tellerOf(request))
      const record = door ? recordingAt(door, deps.record) : deps.record
      const resolving = { store: deps.humanTasks, record }
      return rowOrRefuse(await resolveHumanTask(resolving, { id, by: agent, resolution }))
    },
  )
}

function matchRoute(app: ZodApp, deps: Pick<ApiDeps, 'humanTasks' | 'record'>): void {
  app.post(
    '/v1/human-tasks/:id/match',
    {
      config,
      schema: {
        operationId: 'matchHumanTask',
        summary: 'Say who has written a message that came from a number or address of nobody who was known',
        description: `The message is recorded as one of that debtor, or of the debtor of that account, as of when it came: what it says acts as if it had been known at once. The task is resolved with it.`,
        tags,
        params: Params,
        body: z
          .union([
            z.strictObject({ agent: Agent, debtor: Name }),
            z.strictObject({ agent: Agent, account: Name }),
          ])
          .meta({ examples: [{ agent: 'ann', debtor: 'D1' }] }),
        response: { 200: HumanTaskAnswer, ...refusals({ codes: [...OF_BODIES, ...UNRESOLVED] }) },
      },
    },
    async (request) => {
      const { agent, ...owner } = request.body
      const matching = { id: request.params.id, by: agent, owner }
      return rowOrRefuse(await matchSender({ store: deps.humanTasks, record: deps.record }, matching))
    },
  )
}

const UNRESOLVED = [
  'unknown_task',
  'not_yours',
  'already_resolved',
  'already_matched',
  'bad_resolution',
  'not_recorded',
] as const satisfies readonly RefusalCode[]

function humanTaskRow(task: HumanTaskView): HumanTaskRow {
  return {
    ...task,
    due: toldAt(task.due),
    createdAt: toldAt(task.createdAt),
    claimedAt: task.claimedAt === null ? null : toldAt(task.claimedAt),
    resolvedAt: task.resolvedAt === null ? null : toldAt(task.resolvedAt),
  }
}

function rowOrRefuse(answer: Answered): HumanTaskRow & { text?: string | null; from?: string | null } {
  if (!answer.ok) throw new Refusal(answer.code, answer.message)
  const { task, text, from } = answer
  return { ...humanTaskRow(task), ...(text !== undefined && { text }), ...(from !== undefined && { from }) }
}
