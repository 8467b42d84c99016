import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { MessageChannel } from '../../core/channel/channel.ts'
import { ProviderName } from '../../core/model/routes.ts'
import type { Posted, ReaderOf, ReadPosted } from '../../providers/adapter.ts'
import { IN_NO_LIST } from '../../providers/posted.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Batch } from '../batch/in-batches.ts'
import { answerBatch, MAIL_LIMIT, MOST_AT_ONCE, SEVERAL } from './callback-answer.ts'
import { callbackReader, type ReadCallback } from './read-callback.ts'
import { refusals } from './answer/error.ts'
import { type MessagesById, withReferences } from './receipts-by-id.ts'
import { Refusal } from './refusal.ts'
import type { CallbackOutcome, SignedCallback } from './take-callbacks.ts'
import { parametersAlone, type ZodApp } from './zod-routes.ts'

export interface ProviderCallbackDeps {
  take: Batch<SignedCallback, CallbackOutcome>
  clock: MachineClock
  /** Absent = no provider has a door of its own. */
  readerOf?: ReaderOf
  byId: MessagesById
}

const Params = z.strictObject({ provider: ProviderName })
/** The address that a provider was given may say what it likes behind its question mark. */
const Any = z.looseObject({})
const OPEN = { open: 'verified as the file of the provider says' } as const
const about = `In the provider's own form: verified, and put into our words, as schedules/providers/{provider}.yaml says. \`outcomes\` has one for each thing that was told and is of use; 207 where one of them was refused or could not be stored. Durable before the answer; anything else than 2xx may be sent again. Where all is well, a provider that wants to hear something of its own hears that.`

/** One door for each provider beside that of the channel's gateway. */
export function providerCallbackRoute(
  app: ZodApp,
  channel: MessageChannel,
  deps: ProviderCallbackDeps,
): void {
  const read = callbackReader(channel)
  const name = `${channel[0]?.toUpperCase()}${channel.slice(1)}`
  const said = { tags: ['callbacks'], params: Params, querystring: Any }
  greetRoute(app, channel, deps, { ...said, operationId: `greet${name}Provider` })
  app.post(
    `/v1/callbacks/${channel}/:provider`,
    {
      bodyLimit: MAIL_LIMIT,
      config: { right: OPEN },
      schema: {
        operationId: `take${name}CallbackOfProvider`,
        summary: `What a provider of ${channel.toUpperCase()} tells, in its own form`,
        description: about,
        ...said,
        response: {
          200: SEVERAL,
          207: SEVERAL.describe('one of them was refused, or could not be stored'),
          ...refusals({
            codes: [
              'bad_request',
              'malformed_json',
              'conflicting_fact',
              'bad_signature',
              'stale_signature',
              'not_found',
            ],
            keyless: true,
          }),
        },
      },
      validatorCompiler: parametersAlone,
    },
    async (request, reply) => {
      const { provider } = Params.parse(request.params)
      const reader = await readerOf(deps, provider, channel)
      const posted = toldIn(await reader.read(postedIn(request), deps.clock.now()))
      const told = await withReferences(posted, provider, deps.byId)
      const all = told.flatMap(({ id, given, said, undated }): SignedCallback[] => {
        if (given === null) return []
        const name = `${provider}/${id}`
        const webhook = { id: name, body: said }
        return [{ id: name, channel, read: readGiven(read, given), webhook, ...(undated && { undated }) }]
      })
      return answerBatch(reply, await takeAll(deps, all), reader.thanks)
    },
  )
}

/** A word that means nothing here is told as what it is, with where it is written down. */
function readGiven(read: (value: unknown) => ReadCallback, given: Record<string, unknown>): ReadCallback {
  const found = read(given)
  if (!('refused' in found) || given['status'] !== IN_NO_LIST) return found
  const problems = found.problems.map((problem) =>
    problem.path === 'status' ? { ...problem, ...UNHEARD } : problem,
  )
  return { ...found, problems }
}

const UNHEARD = {
  message: 'nobody has said what this status of the provider means',
  suggestion:
    'where one file describes the provider, write the word into a list of `receipt.statuses` (`ignored` where it says nothing new), publish it, and let the provider tell it again',
}

/** A provider may tell more at once than is taken at once. */
async function takeAll({ take }: ProviderCallbackDeps, all: readonly SignedCallback[]) {
  const outcomes: CallbackOutcome[] = []
  for (let from = 0; from < all.length; from += MOST_AT_ONCE)
    outcomes.push(...(await take(all.slice(from, from + MOST_AT_ONCE))))
  return outcomes
}

interface Said {
  operationId: string
  tags: string[]
  params: typeof Params
  querystring: typeof Any
}

/** Some providers ask with a GET whether the address is ours, before they tell anything. */
function greetRoute(app: ZodApp, channel: MessageChannel, deps: ProviderCallbackDeps, said: Said): void {
  app.get(
    `/v1/callbacks/${channel}/:provider`,
    {
      config: { right: OPEN },
      schema: {
        ...said,
        summary: `A provider of ${channel.toUpperCase()} asks whether the address is ours`,
        description: 'In the way of the provider, with the word that its file says; what it wants to hear.',
        response: {
          200: {
            description: 'ours',
            content: { 'text/plain': { schema: { type: 'string', examples: ['1158201444'] } } },
          },
          ...refusals({ codes: ['bad_request', 'bad_signature', 'not_found'], keyless: true }),
        },
      },
      validatorCompiler: parametersAlone,
    },
    async (request, reply) => {
      const { provider } = Params.parse(request.params)
      const reader = await readerOf(deps, provider, channel)
      if (!reader.greet) throw new Refusal('not_found', 'no provider of that name asks for us')
      const answer = reader.greet(postedIn(request).query)
      if (answer === null)
        throw new Refusal(
          'bad_signature',
          'it does not say the word in the file of the provider, or that word is not in our environment',
          COMPARE,
        )
      return reply.type('text/plain; charset=utf-8').send(answer)
    },
  )
}

async function readerOf(deps: ProviderCallbackDeps, provider: string, channel: MessageChannel) {
  const reader = await deps.readerOf?.(provider, channel)
  if (!reader) throw new Refusal('not_found', 'no provider of that name tells anything here')
  return reader
}

const COMPARE = {
  wayOut:
    'Compare the secret or word that the file of the provider names, as the environment of the API has it, and the address that the provider calls, with what the provider has.',
}
const CLOCKS = { wayOut: 'Compare both clocks; the file of the provider says how old a signature may be.' }
const FORM = { wayOut: 'Compare `callback` of the file of the provider with what the provider posts.' }

function toldIn(posted: ReadPosted): (ReadPosted & { ok: true })['told'] {
  if (posted.ok) return posted.told
  switch (posted.why) {
    case 'bad_signature':
      throw new Refusal('bad_signature', 'it was not signed as the file of the provider says', COMPARE)
    case 'stale_signature':
      throw new Refusal('stale_signature', 'the signature is too old, or from the future', CLOCKS)
    case 'malformed':
      throw new Refusal(
        'malformed_json',
        'the body is no document of the form that the file of the provider says',
        FORM,
      )
  }
}

function postedIn({ headers, url, body }: FastifyRequest): Posted {
  const text = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ])
  return {
    headers: Object.fromEntries(text) as Posted['headers'],
    query: Object.fromEntries(new URL(url, 'http://arrears').searchParams),
    url,
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  }
}
