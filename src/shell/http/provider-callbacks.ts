import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type MessageChannel, messageKind } from '../../core/channel/channel.ts'
import { ProviderName } from '../../core/model/routes.ts'
import type { Posted, ReaderOf, ReadPosted } from '../../providers/adapter.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Batch } from '../batch/in-batches.ts'
import { answerBatch, CALLBACK_LIMIT, MAIL_LIMIT, MOST_AT_ONCE, SEVERAL } from './callback-answer.ts'
import { callbackReader } from './read-callback.ts'
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
const about = `In the provider's own form: verified, and put into our words, as schedules/providers/{provider}.yaml says. \`outcomes\` has one for each thing that was told and is of use; 207 where one of them was refused or could not be stored. Durable before the answer; anything else than 2xx may be sent again. Where all is well, a provider that wants to hear something of its own hears that.`

/** One door for each provider beside that of the channel's gateway. */
export function providerCallbackRoute(
  app: ZodApp,
  channel: MessageChannel,
  deps: ProviderCallbackDeps,
): void {
  const read = callbackReader(channel)
  app.post(
    `/v1/callbacks/${channel}/:provider`,
    {
      bodyLimit: messageKind(channel).titled ? MAIL_LIMIT : CALLBACK_LIMIT,
      config: { right: { open: 'verified as the file of the provider says' } },
      schema: {
        operationId: `take${channel[0]?.toUpperCase()}${channel.slice(1)}CallbackOfProvider`,
        summary: `What a provider of ${channel.toUpperCase()} tells, in its own form`,
        description: about,
        tags: ['callbacks'],
        params: Params,
        querystring: Any,
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
      const reader = await deps.readerOf?.(provider, channel)
      if (!reader) throw new Refusal('not_found', 'no provider of that name tells anything here')
      const posted = toldIn(await reader.read(postedIn(request), deps.clock.now()))
      const told = await withReferences(posted, provider, deps.byId)
      const page = told.flatMap(({ id, given, said, undated }): SignedCallback[] => {
        if (given === null) return []
        const name = `${provider}/${id}`
        const webhook = { id: name, body: said }
        return [{ id: name, channel, read: read(given), webhook, ...(undated && { undated }) }]
      })
      if (page.length > MOST_AT_ONCE) throw new Refusal('bad_request', `1 to ${MOST_AT_ONCE} at a time`)
      return answerBatch(reply, page.length === 0 ? [] : await deps.take(page), reader.thanks)
    },
  )
}

function toldIn(posted: ReadPosted): (ReadPosted & { ok: true })['told'] {
  if (posted.ok) return posted.told
  switch (posted.why) {
    case 'bad_signature':
      throw new Refusal('bad_signature', 'it was not signed as the file of the provider says')
    case 'stale_signature':
      throw new Refusal('stale_signature', 'the signature is too old, or from the future')
    case 'malformed':
      throw new Refusal(
        'malformed_json',
        'the body is no document of the form that the file of the provider says',
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
