import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DIALLED_CHANNELS, USUAL_CHANNEL } from '../../core/channel/channel.ts'
import { readJson } from '../../core/fact/read-json.ts'
import { DIAL_MARKS } from '../../core/model/dialer.ts'
import { ProviderName } from '../../core/model/routes.ts'
import type { DialerAnswer } from '../../flow/dialer-word.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { DialerDoor } from '../dialer/dialers.ts'
import { readSaid, Said } from '../dialer/said.ts'
import { OF_BODIES, ProblemAnswer, refusals } from './answer/error.ts'
import { inBody, MOST_AT_ONCE } from './callback-answer.ts'
import { Refusal } from './refusal.ts'
import { verifySignature } from './signature.ts'
import { parametersAlone, useZod, type ZodApp } from './zod-routes.ts'

export interface DialerRouteDeps {
  clock: MachineClock
  dialers?: DialerDoor
}

const Params = z.strictObject({ dialer: ProviderName.meta({ example: 'acme' }) })
const BODY_LIMIT = 1024 * 1024

const Outcome = z.strictObject({
  outcome: z.enum(['taken', 'seen', 'refused']),
  marks: z.array(z.enum(DIAL_MARKS)).optional().describe('what was not as it was to be'),
  problems: z.array(ProblemAnswer).optional(),
})
const Outcomes = z.strictObject({ outcomes: z.array(Outcome).describe('one for each call, in order') })

const about = `Signed as Standard Webhooks with the secret of schedules/dialers/{dialer}.yaml: headers \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`, at most five minutes old. One call, or an array of up to ${MOST_AT_ONCE}. 207 where one was refused; the others stand. Durable before the answer; what is sent again is seen.`

/** A dialer tells what came of its calls. */
export function dialerRoutes(app: FastifyInstance, deps: DialerRouteDeps): void {
  app.removeAllContentTypeParsers()
  for (const type of ['application/json', '*'])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  useZod(app)
  const zodApp: ZodApp = app.withTypeProvider()
  tellRoute(zodApp, deps)
}

function tellRoute(app: ZodApp, { clock, dialers }: DialerRouteDeps): void {
  const [channel = USUAL_CHANNEL] = DIALLED_CHANNELS
  app.post(
    `/v1/callbacks/${channel}/:dialer`,
    {
      bodyLimit: BODY_LIMIT,
      config: { right: { open: 'signed with the secret of the dialer' }, signed: true },
      schema: {
        operationId: 'tellDispositions',
        summary: 'What came of the calls of a dialer',
        description: about,
        tags: ['callbacks'],
        params: Params,
        headers: z.object({
          'webhook-id': z.string(),
          'webhook-timestamp': z.string(),
          'webhook-signature': z.string(),
        }),
        body: z.union([Said, z.array(Said).min(1).max(MOST_AT_ONCE)]).meta({ example: A_WORD }),
        response: {
          200: Outcomes.meta({ description: 'taken, or seen before', examples: [TAKEN] }),
          207: Outcomes.describe('one of them was refused'),
          ...refusals({
            codes: [...OF_BODIES, 'bad_signature', 'stale_signature', 'not_found'],
            keyless: true,
          }),
        },
      },
      validatorCompiler: parametersAlone,
    },
    async (request, reply) => {
      const { dialer } = Params.parse(request.params)
      const secret = await dialers?.secretOf(dialer)
      if (!dialers || !secret) throw new Refusal('not_found', 'no dialer of that name tells anything here')
      demandSignature(request, secret, clock.now())
      const values = valuesIn(bytesOf(request.body))
      const outcomes: z.infer<typeof Outcome>[] = []
      for (const value of values) {
        const said = readSaid(value)
        outcomes.push(
          'problems' in said
            ? { outcome: 'refused', problems: inBody(said.problems) }
            : outcomeOf(await dialers.hear(dialer, said)),
        )
      }
      return reply
        .status(outcomes.some(({ outcome }) => outcome === 'refused') ? 207 : 200)
        .send({ outcomes })
    },
  )
}

const A_WORD = {
  entry: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  result: 'rpc_promise',
  dialledAt: '2026-03-10T15:00:00Z',
  promise: { amount: '120.00', by: '2026-03-20' },
}
const TAKEN = { outcomes: [{ outcome: 'taken', marks: [] }] }

function outcomeOf(answer: DialerAnswer): z.infer<typeof Outcome> {
  switch (answer.outcome) {
    case 'taken':
      return { outcome: 'taken', marks: [...answer.marks] }
    case 'seen':
      return { outcome: 'seen' }
    case 'refused': {
      const { code, message, suggestion } = answer
      return { outcome: 'refused', problems: inBody([{ code, message, suggestion }]) }
    }
  }
}

function demandSignature({ headers, body }: FastifyRequest, secret: string, now: number): void {
  const signed = {
    id: String(headers['webhook-id'] ?? ''),
    timestamp: String(headers['webhook-timestamp'] ?? ''),
    signature: String(headers['webhook-signature'] ?? ''),
  }
  switch (verifySignature(signed, bytesOf(body), [secret], now)) {
    case 'good':
      return
    case 'bad':
      throw new Refusal('bad_signature', 'the signature does not fit the body')
    case 'stale':
      throw new Refusal('stale_signature', 'the signature is more than five minutes off')
  }
}

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

function valuesIn(body: Buffer): unknown[] {
  const read = readJson(body.toString('utf8'))
  if ('problem' in read || read.twice.length > 0)
    throw new Refusal('malformed_json', 'the body is no JSON document that says each thing once')
  const values = Array.isArray(read.value) ? read.value : [read.value]
  if (values.length === 0 || values.length > MOST_AT_ONCE)
    throw new Refusal('bad_request', `1 to ${MOST_AT_ONCE} calls at a time`)
  return values
}
