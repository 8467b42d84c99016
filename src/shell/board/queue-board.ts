import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { BoardHooks, UIConfig } from '@bull-board/api/typings/app'
import { FastifyAdapter } from '@bull-board/fastify'
import type { Queue } from 'bullmq'
import type { FastifyInstance } from 'fastify'
import type { Right } from '../access/rights.ts'
import { z } from 'zod'
import { PLACES, QUEUES_PATH } from './places.ts'

/** The only writes that the board allows: a failed job may be retried, nothing else may be done to it. */
const RETRIES = new Set([
  `${QUEUES_PATH}/api/queues/:queueName/retry/:queueStatus`,
  `${QUEUES_PATH}/api/queues/:queueName/:jobId/retry`,
  `${QUEUES_PATH}/api/queues/:queueName/:jobId/promote`,
])
/** The server sets it for the board's own hooks; whatever a client sends under this name is overwritten. */
export const RETRY_HEADER = 'x-arrears-retry'

export interface QueueBoardOptions {
  queues: readonly Queue[]
  /** The badge that tells one environment from another. */
  environment: string
  apiUrl: string
}

/** The right for a route of the queues; undefined = it is none of them. */
export function rightOfQueues({ method, url }: { method: string; url: string }): Right | undefined {
  if (url !== QUEUES_PATH && !url.startsWith(`${QUEUES_PATH}/`)) return undefined
  if (RETRIES.has(url)) return 'jobs:retry'
  return method.split(',').every((one) => one === 'GET' || one === 'HEAD')
    ? PLACES[QUEUES_PATH].right
    : 'nothing'
}

/** Bull Board: ids only, each job with a link to its case. */
export async function mountQueueBoard(app: FastifyInstance, options: QueueBoardOptions): Promise<void> {
  const serverAdapter = new FastifyAdapter()
  serverAdapter.setBasePath(QUEUES_PATH)
  createBullBoard({
    queues: options.queues.map(adapterOf),
    serverAdapter,
    options: { uiConfig: look(options), handlerHooks: readOnlyWithoutRight },
  })
  // The board's own handler repeats the words of the error.
  serverAdapter.setErrorHandler(() => ({
    status: 500,
    body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } },
  }))
  await app.register(serverAdapter.registerPlugin(), { prefix: QUEUES_PATH })
}

function look({ environment, apiUrl }: QueueBoardOptions): UIConfig {
  return {
    boardTitle: 'Arrears',
    environment: {
      label: environment,
      color: environment === 'production' ? '#b42318' : '#1d6f42',
      textColor: '#fff',
    },
    miscLinks: [
      { text: 'Overview', url: '/' },
      { text: 'API', url: `${apiUrl}/docs` },
      { text: 'Health', url: `${apiUrl}/health` },
    ],
    hideDocsLink: true,
    // The board would ask Redis for its whole client list at every poll, which a least-privilege user may not.
    showWorkers: false,
    showMetrics: true,
  }
}

function adapterOf(queue: Queue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { externalJobUrl: linkOf })
  adapter.setFormatter('data', idsIn)
  adapter.setFormatter('returnValue', idsIn)
  adapter.setFormatter('progress', idsIn)
  return adapter
}

const Ids = z.object({
  contact: z.number().optional(),
  person: z.number().optional(),
  case: z.number().optional(),
  contacts: z.array(z.tuple([z.number(), z.number(), z.number()])).optional(),
  persons: z.array(z.number()).optional(),
})

/** What jobs carry anyway; should one ever carry more, it is not shown. */
function idsIn(data: unknown): unknown {
  return Ids.safeParse(data).data ?? {}
}

function linkOf(job: { data: unknown }): { href: string; displayText: string } {
  const id = Ids.safeParse(job.data).data?.case
  return id === undefined
    ? { href: '/', displayText: 'overview' }
    : { href: `/cases/${id}`, displayText: `case ${id}` }
}

const readOnlyWithoutRight: BoardHooks = {
  after(context, result) {
    const body: unknown = result.body
    if (context.request.headers[RETRY_HEADER] === 'yes' || !isQueueList(body)) return result
    const queues = body.queues.map((queue) => ({ ...queue, readOnlyMode: true, allowRetries: false }))
    return { ...result, body: { ...body, queues } }
  },
}

function isQueueList(body: unknown): body is { queues: Record<string, unknown>[] } {
  return typeof body === 'object' && body !== null && 'queues' in body && Array.isArray(body.queues)
}
