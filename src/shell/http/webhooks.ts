import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { toldAt, toldOrNull } from '../../core/base/told.ts'
import { listSubscriptions, removeSubscription, type SubscriptionRow } from '../pg/webhook/subscription.ts'
import { EVENT_KINDS } from '../webhook/message.ts'
import { replay, rotate, subscribe } from '../webhook/subscribe.ts'
import { OF_BODIES, refusals } from './answer/error.ts'
import { callerOf } from './authenticate.ts'
import type { ApiDeps } from './deps.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

export type WebhookDeps = Pick<ApiDeps, 'db' | 'vault' | 'privateWebhooks'>

const Name = z.string().regex(/^[\w.-]{1,80}$/, 'letters, digits, dots and dashes')
const Params = z.strictObject({ name: Name.meta({ example: 'ledger' }) })
const Wanted = z
  .strictObject({
    name: Name,
    url: z.string().max(2_000).describe('where events are posted: https, on the public internet'),
    kinds: z.array(z.string().max(80)).max(200).default([]).describe('of facts and tasks; none = every kind'),
    bodies: z
      .boolean()
      .default(false)
      .describe('true: what a case page tells of a fact too: amounts, days, words of closed lists'),
    from: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('the position after which to begin; absent = with what happens from now on'),
  })
  .meta({ example: { name: 'ledger', url: 'https://ledger.example.com/arrears', kinds: ['case.opened'] } })
const Replay = z
  .strictObject({
    from: z.number().int().min(0).optional().describe('absent: only what was given up is tried anew'),
  })
  .meta({ example: { from: 1200 } })

const Line = z.strictObject({
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  bodies: z.boolean(),
  position: z.number().int().describe('everything up to here was told, or is late'),
  last: z.number().int().describe('the position of the newest event'),
  failures: z.number().int().describe('tries in a row in which the receiver took nothing'),
  failedWhy: z
    .string()
    .nullable()
    .meta({ description: 'what came of the last try of what was not taken', examples: [null] }),
  retryAt: z
    .string()
    .nullable()
    .meta({ description: 'nothing is told before then', examples: [null] }),
  late: z.number().int().describe('events that wait to be tried again, or behind one that does'),
  parked: z.number().int().describe('events that were given up'),
  parkedAt: z.string().nullable().describe('since when nothing is told at all'),
  parkedWhy: z.string().nullable(),
  createdAt: z.string(),
})
const Listed = z.strictObject({ webhooks: z.array(Line) }).describe('every subscription')
const Secret = z
  .strictObject({ name: z.string(), secret: z.string().describe('shown once: whsec_ and base64') })
  .meta({ examples: [{ name: 'ledger', secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }] })
const NewSecret = Secret.extend({
  silenced: z
    .number()
    .int()
    .describe(
      'secrets before that sign no more although their day is not over: five sign beside the new one',
    ),
})
  .meta({ examples: [{ name: 'ledger', secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', silenced: 0 }] })
  .describe('the new secret')
const Done = z.strictObject({ name: z.string() }).describe('it is done')

const config = { right: 'webhooks:manage' as const }
const tags = ['webhooks']
const UNKNOWN = ['unknown_webhook'] as const

/** Who is told of facts and tasks over HTTP. */
export function webhookRoutes(app: ZodApp, deps: WebhookDeps): void {
  app.get(
    '/v1/webhooks',
    {
      config,
      schema: {
        operationId: 'listWebhooks',
        summary: 'Subscriptions, and how far each has been told',
        tags,
        response: { 200: Listed, ...refusals() },
      },
    },
    async () => ({ webhooks: (await listSubscriptions(deps.db)).map(lineOf) }),
  )
  addRoute(app, deps)
  changeRoutes(app, deps)
}

function addRoute(app: ZodApp, { db, vault, privateWebhooks: isPrivate }: WebhookDeps): void {
  app.post(
    '/v1/webhooks',
    {
      config,
      schema: {
        operationId: 'addWebhook',
        summary: 'Subscribe; the answer holds the secret, which is shown once',
        description: `Events come in the form of Standard Webhooks, those of one debtor one after the other. Kinds: ${EVENT_KINDS.join(', ')}.`,
        tags,
        body: Wanted,
        response: {
          201: Secret.describe('the secret that signs'),
          ...refusals({ codes: [...OF_BODIES, 'webhook_exists'] }),
        },
      },
    },
    async (request, reply) => {
      const { name, from = null, ...wanted } = request.body
      const made = await subscribe(
        { db, vault, isPrivate, who: callerOf(request) },
        { name, ...wanted, from },
      )
      if (made === 'taken') throw new Refusal('webhook_exists', 'there is a subscription of that name')
      if ('problems' in made) throw badRequest('this cannot be subscribed to', made.problems)
      return reply.status(201).send({ name, secret: made.secret })
    },
  )
}

function changeRoutes(app: ZodApp, { db, vault }: WebhookDeps): void {
  const response = { 200: Done, ...refusals({ codes: UNKNOWN }) }
  app.delete(
    '/v1/webhooks/:name',
    {
      config,
      schema: { operationId: 'removeWebhook', summary: 'Tell it no more', tags, params: Params, response },
    },
    async (request) =>
      done(request.params.name, await removeSubscription(db, request.params.name, callerOf(request))),
  )
  app.post(
    '/v1/webhooks/:name/rotate',
    {
      config,
      schema: {
        operationId: 'rotateWebhook',
        summary: 'A new secret; the one before signs too for a day, and so do the five newest of several',
        tags,
        params: Params,
        response: { 200: NewSecret, ...refusals({ codes: UNKNOWN }) },
      },
    },
    async (request) => {
      const { name } = request.params
      const rotated = await rotate({ db, vault, who: callerOf(request) }, name)
      if (rotated === null) throw unknown()
      return { name, ...rotated }
    },
  )
  app.post(
    '/v1/webhooks/:name/replay',
    {
      config,
      schema: {
        operationId: 'replayWebhook',
        summary: 'Tell everything after a position again, under the same ids; or try anew what was given up',
        tags,
        params: Params,
        body: Replay,
        response: { 200: Done, ...refusals({ codes: [...OF_BODIES, ...UNKNOWN] }) },
      },
    },
    async (request) => {
      const { name } = request.params
      const from = request.body.from ?? null
      const again = await replay({ db, who: callerOf(request) }, { name, from })
      if (typeof again === 'object') throw badRequest('this cannot be told again', again.problems)
      return done(name, again)
    },
  )
}

function badRequest(message: string, problems: readonly Problem[]): Refusal {
  return new Refusal('bad_request', message, { problems: problems.map((one) => ({ ...one, in: 'body' })) })
}

function done(name: string, isDone: boolean): { name: string } {
  if (isDone) return { name }
  throw unknown()
}

function unknown(): Refusal {
  return new Refusal('unknown_webhook', 'there is no such subscription')
}

function lineOf({ retryAt, parkedAt, createdAt, ...row }: SubscriptionRow): z.infer<typeof Line> {
  return {
    ...row,
    retryAt: toldOrNull(retryAt),
    parkedAt: toldOrNull(parkedAt),
    createdAt: toldAt(createdAt),
  }
}
