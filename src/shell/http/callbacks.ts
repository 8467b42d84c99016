import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { callbackOn } from '../../channels/receipt.ts'
import type { Problem } from '../../core/base/problem.ts'
import { MESSAGE_CHANNELS, type MessageChannel } from '../../core/channel/channel.ts'
import { readJson } from '../../core/fact/read-json.ts'
import { OF_BODIES, refusals } from './answer/error.ts'
import {
  answerBatch,
  CALLBACK_LIMIT,
  conflicting,
  inBody,
  MOST_AT_ONCE,
  Outcomes,
  SEVERAL,
} from './callback-answer.ts'
import { callbackReader, type ReadCallback } from './read-callback.ts'
import { type ProviderCallbackDeps, providerCallbackRoute } from './provider-callbacks.ts'
import { Refusal } from './refusal.ts'
import { type SignedHeaders, verifySignature } from './signature.ts'
import type { SignedCallback } from './take-callbacks.ts'
import { parametersAlone, useZod, type ZodApp } from './zod-routes.ts'

export interface CallbackRouteDeps extends ProviderCallbackDeps {
  /** The present one, and while it is being rotated the one before; none = callbacks need a key with the scope `callbacks` instead. */
  secrets: readonly string[]
}

const FORM = { id: /^[\w.:-]{1,150}$/, timestamp: /^\d{1,12}$/ }
const LONGEST_SIGNATURE = 2_000

const Signed = z.object({
  'webhook-id': z.string().regex(FORM.id),
  'webhook-timestamp': z.string().regex(FORM.timestamp),
  'webhook-signature': z.string().min(1).max(LONGEST_SIGNATURE),
})

/** What the schema says, which every callback is asked: it costs a tenth. */
function isWellFormed({ id, timestamp, signature }: SignedHeaders): boolean {
  const { length } = signature
  return FORM.id.test(id) && FORM.timestamp.test(timestamp) && length > 0 && length <= LONGEST_SIGNATURE
}
const Named = z.object({ 'webhook-id': Signed.shape['webhook-id'] })

const STATUS = { stored: 200, seen: 200, parked: 202, conflicting: 409, refused: 422 } as const

const about = `Signed as Standard Webhooks: headers \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\` = \`v1,<base64 of HMAC-SHA256 over id.timestamp.body>\`, at most five minutes old, at most 64 KB. One callback, or an array of them: then the answer is \`outcomes\`, one for each in order, with status 207 where one of them was refused or could not be stored; their ids are the webhook-id with \`/1\`, \`/2\`, ... behind it.
200 stored or seen before; 202 kept for a human, because the reference or the number is not known here; 422 it cannot be kept (its code is told, and whoever it names is not contacted until a human has looked). Durable before the answer; anything else than 2xx may be sent again.`

/** The routes have a context of their own: here bodies stay as the bytes that were signed. */
export function callbackRoutes(app: FastifyInstance, deps: CallbackRouteDeps): void {
  app.removeAllContentTypeParsers()
  for (const type of ['application/json', '*'])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  useZod(app)
  const zodApp: ZodApp = app.withTypeProvider()
  for (const channel of MESSAGE_CHANNELS) {
    callbackRoute(zodApp, channel, deps)
    providerCallbackRoute(zodApp, channel, deps)
  }
}

function callbackRoute(app: ZodApp, channel: MessageChannel, deps: CallbackRouteDeps): void {
  const One = callbackOn(channel)
  const read = callbackReader(channel)
  app.post(
    `/v1/callbacks/${channel}`,
    {
      bodyLimit: CALLBACK_LIMIT,
      config:
        deps.secrets.length === 0
          ? { right: 'callbacks' }
          : { right: { open: 'signed by the provider' }, signed: true },
      schema: {
        operationId: `take${channel[0]?.toUpperCase()}${channel.slice(1)}Callback`,
        summary: `A receipt or an incoming text from the ${channel.toUpperCase()} provider`,
        description: about,
        tags: ['callbacks'],
        headers: deps.secrets.length === 0 ? Named : Signed,
        body: z.union([One, z.array(One).min(1).max(MOST_AT_ONCE)]).meta({ example: A_RECEIPT }),
        response: answersOf(deps),
      },
      validatorCompiler: parametersAlone,
    },
    async (request, reply) => {
      const id =
        deps.secrets.length === 0 ? Named.parse(request.headers)['webhook-id'] : verified(request, deps)
      const value = jsonOf(request.body)
      if (Array.isArray(value))
        return answerBatch(reply, await deps.take(entriesOf({ id, channel }, value, read)))
      const [answer = { outcome: 'parked' }] = await deps.take([
        { id, channel, read: read(value), webhook: { id, body: value } },
      ])
      if (answer.outcome === 'refused') throw refusalOf(answer.problems)
      if (answer.outcome === 'conflicting') throw conflicting()
      if (answer.outcome === 'not_stored') {
        throw new Refusal('internal', 'this callback alone could not be stored: send it again')
      }
      return reply.status(STATUS[answer.outcome]).send({ outcome: answer.outcome })
    },
  )
}

const A_RECEIPT = {
  type: 'receipt',
  reference: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  id: 'm-1',
  status: 'delivered',
  at: '2026-03-10T15:00:00Z',
}

function answersOf({ secrets }: CallbackRouteDeps): Record<number, z.ZodType> {
  const signed = ['bad_signature', 'stale_signature'] as const
  return {
    200: z
      .union([z.strictObject({ outcome: Outcomes }), SEVERAL])
      .meta({ description: 'stored, or seen before', examples: [{ outcome: 'stored' }] }),
    202: z.strictObject({ outcome: Outcomes }).describe('kept for a human: nobody here is meant'),
    207: SEVERAL.describe('one of them was refused, or could not be stored'),
    ...refusals({
      codes: [...OF_BODIES, 'conflicting_fact', 'not_recorded', ...(secrets.length === 0 ? [] : signed)],
      keyless: secrets.length > 0,
    }),
  }
}

function entriesOf(
  { id, channel }: Pick<SignedCallback, 'id' | 'channel'>,
  values: unknown[],
  read: (value: unknown) => ReadCallback,
): SignedCallback[] {
  if (values.length === 0 || values.length > MOST_AT_ONCE) {
    throw new Refusal('bad_request', `1 to ${MOST_AT_ONCE} callbacks at a time`)
  }
  const webhook = { id, body: values }
  return values.map((value, index) => ({ id: `${id}/${index + 1}`, channel, read: read(value), webhook }))
}

/** A wrong shape is the sender's mistake; what has the right one and cannot be kept is told by its code. */
function refusalOf(problems: readonly Problem[]): Refusal {
  const shape = problems.every(({ code }) => code === 'bad_callback')
  const [first] = problems
  if (shape)
    return new Refusal('bad_request', 'the request has not the right shape', { problems: inBody(problems) })
  return new Refusal('not_recorded', `${first?.code}: ${first?.message}`, { problems: inBody(problems) })
}

/** The id of a callback that was really signed by the provider, just now. */
function verified(request: FastifyRequest, deps: CallbackRouteDeps): string {
  const { headers } = request
  const signed = {
    id: String(headers['webhook-id'] ?? ''),
    timestamp: String(headers['webhook-timestamp'] ?? ''),
    signature: String(headers['webhook-signature'] ?? ''),
  }
  if (!isWellFormed(signed))
    throw new Refusal('bad_signature', 'the webhook headers are missing or malformed')
  const answer = verifySignature(signed, bytesOf(request.body), deps.secrets, deps.clock.now())
  if (answer === 'bad') throw new Refusal('bad_signature', 'the signature does not fit the body')
  if (answer === 'stale') {
    throw new Refusal('stale_signature', 'the signature is more than five minutes off')
  }
  return signed.id
}

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

function jsonOf(body: unknown): unknown {
  const read = readJson(bytesOf(body).toString('utf8'))
  if ('problem' in read) throw new Refusal('malformed_json', 'the body is not a JSON document')
  const [key] = read.twice
  if (key !== undefined) throw new Refusal('malformed_json', 'a key stands twice in one object of the body')
  return read.value
}
