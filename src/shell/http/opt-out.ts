import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { isoOf } from '../../core/base/time.ts'
import { reachedBy } from '../pg/door/opt-out.ts'
import { OPT_OUT_PATH, optOutLinks } from '../provider/opt-out-link.ts'
import { refusals } from './answer/error.ts'
import type { ApiDeps } from './deps.ts'
import { Refusal } from './refusal.ts'
import { useZod, type ZodApp } from './zod-routes.ts'

type OptOutDeps = Pick<ApiDeps, 'db' | 'record' | 'vault'>

const Params = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) })
const right = { open: 'knows a link of ours' } as const
const PAGE = 'a page for whoever has clicked'

const about = `The link that an e-mail of ours carries in its head (List-Unsubscribe, List-Unsubscribe-Post; RFC 8058). Programs that look at links open it: that changes nothing. It names no debtor and shows none. Sent again it is the same opt-out.`

/** One click opts out the address of a message. */
export function optOutRoutes(app: FastifyInstance, deps: OptOutDeps): void {
  app.removeAllContentTypeParsers()
  // What is posted is one fixed word: the link alone says what is meant.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, null))
  useZod(app)
  const zodApp: ZodApp = app.withTypeProvider()
  const { referenceIn } = optOutLinks(deps.vault, '')
  const known = (token: string): string => {
    const reference = referenceIn(token)
    if (reference === null) throw new Refusal('not_found', 'no e-mail of ours has this link')
    return reference
  }
  const url = `${OPT_OUT_PATH}/:token`
  const schema = (operationId: string, summary: string) => ({
    operationId,
    summary,
    description: about,
    tags: ['callbacks'],
    params: Params,
    response: {
      200: { description: PAGE, content: { 'text/html': { schema: { type: 'string', examples: [ASKED] } } } },
      ...refusals({ codes: ['not_found', 'bad_request'], keyless: true }),
    },
  })
  zodApp.get(
    url,
    { config: { right }, schema: schema('showOptOut', 'A page with a button that opts out') },
    async (request, reply) => {
      known(request.params.token)
      return page(reply, ASKED)
    },
  )
  zodApp.post(
    url,
    {
      config: { right },
      bodyLimit: 4096,
      schema: schema('optOut', 'No more messages to the address of an e-mail'),
    },
    async (request, reply) => {
      await optOut(known(request.params.token), deps)
      return page(reply, DONE)
    },
  )
}

/** An opt-out as every other, of the address that was written to. It is known by the message, however often it is told, until it is taken back. */
async function optOut(reference: string, { db, record }: OptOutDeps): Promise<void> {
  const reached = await reachedBy(db, reference)
  if (!reached || reached.point === null) return
  const { account, point, channel, takenBack, now } = reached
  const key = `opt-out-${reference}${takenBack === 0 ? '' : `-${takenBack}`}`
  const fact = { type: 'optout.received', at: isoOf(now), key, account, point } as const
  const { rejected } = await record([{ fact, source: channel, holds: 'unless_known', line: 0 }])
  const other = rejected.find(({ code }) => code !== 'conflicting_fact')
  if (other) throw new Refusal('internal', `${other.code}: it could not be stored`)
}

const BUTTON =
  '<form method="post"><button type="submit">Stop messages to this address · 停止向此地址发送消息</button></form>'
const ASKED = `<h1>Stop messages to this address?</h1><p>是否停止向此地址发送消息？</p>${BUTTON}`
const DONE =
  '<h1>Done.</h1><p>No more messages will be sent to this address.</p><p>已停止向此地址发送消息。</p>'

function page(reply: FastifyReply, content: string): FastifyReply {
  const policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'"
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Opt out</title></head><body>${content}</body></html>\n`
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .serializer(String)
    .send(html)
}
