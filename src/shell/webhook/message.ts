import { z } from 'zod'
import { toldAt, toldOrNull } from '../../core/base/told.ts'
import { FACTS } from '../../core/fact/fact.ts'
import { ENGINE_FACTS } from '../../core/model/engine-fact.ts'
import type { EventRow } from '../pg/webhook/event.ts'
import { isObject } from '../pg/base/read-json.ts'
import { toldOf } from '../story/fact-body.ts'

export const TASK_EVENTS = [
  'task.opened',
  'task.offered',
  'task.claimed',
  'task.started',
  'task.released',
  'task.done',
  'task.withdrawn',
  'task.closed',
] as const

/** Everything that may be subscribed to: facts that are told, facts of the engine, and what becomes of tasks. */
export const EVENT_KINDS: readonly string[] = [
  ...FACTS.map(({ shape }) => shape.type.value),
  ...ENGINE_FACTS,
  ...TASK_EVENTS,
]

/** What of a fact is an id, and no amount, day or word about anybody. */
const IDS = [
  'payment',
  'obligation',
  'dispute',
  'hold',
  'promise',
  'plan',
  'settlement',
  'evidence',
  'task',
] as const

/** What is posted: the form of Standard Webhooks. */
export const Message = z.strictObject({
  type: z.string(),
  timestamp: z.string().describe('when the engine learnt it'),
  data: z.strictObject({
    position: z.number().int().describe('its place in the order of all events: replay goes on after one'),
    account: z.string().nullable(),
    debtor: z.string().nullable(),
    creditor: z.string().nullable(),
    case: z.string().nullable().describe('`<account>/<number>`'),
    contact: z.number().int().nullable(),
    happenedAt: z.string().nullable(),
    source: z.string().nullable(),
    ids: z.record(z.string(), z.union([z.string(), z.number()])),
    task: z
      .strictObject({
        kind: z.string(),
        id: z.number().int().nullable(),
        role: z.string().nullable(),
        due: z.string().nullable(),
      })
      .nullable(),
    body: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
})
export type Message = z.infer<typeof Message>

/** The same event has the same id, however often it is sent. */
export function messageId({ id }: Pick<EventRow, 'id'>): string {
  return `evt_${id}`
}

/** Ids alone, unless the subscription may have what a story tells of a fact. */
export function messageOf(event: EventRow, { bodies }: { bodies: boolean }): Message {
  const { account, caseNumber, task, taskId, role } = event
  const body = isObject(event.body) ? event.body : {}
  return {
    type: event.kind,
    timestamp: toldAt(event.at),
    data: {
      position: event.id,
      account,
      debtor: event.debtor,
      creditor: event.creditor,
      case: account === null || caseNumber === null ? null : `${account}/${caseNumber}`,
      contact: event.contact,
      happenedAt: toldOrNull(event.happenedAt),
      source: event.source,
      ids: idsIn(body),
      task: task === null ? null : { kind: task, id: taskId, role, due: toldOrNull(event.due) },
      ...(bodies && task === null && { body: toldOf(body) }),
    },
  }
}

function idsIn(body: Record<string, unknown>): Record<string, string | number> {
  const found = IDS.flatMap((name): [string, string | number][] => {
    const value = body[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []
  })
  return Object.fromEntries(found)
}
