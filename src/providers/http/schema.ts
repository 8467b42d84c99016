import { z } from 'zod'
import { RECEIPTS } from '../../core/channel/disposition.ts'
import { isZone } from '../../core/base/time.ts'
import { PROVIDER_WORDS } from '../../core/deliver/provider-answer.ts'
import { registeredSchema } from '../registered.ts'
import { addressText, giving, secretText } from '../../core/model/open-text.ts'
import { providerHead, USUAL_KIND } from '../../core/model/provider.ts'

const text = z.string().min(1).max(4000)
const secret = secretText(4000)
const address = addressText(4000)
const Pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'is no JSON pointer such as /messages/0/id')
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Status = z.union([z.number().int().min(100).max(599), z.string().regex(/^[1-5]xx$/, 'is no 2xx')])

const Rule = z.strictObject({
  status: z.array(Status).min(1).optional().describe('any of these; absent = any'),
  when: z
    .record(Pointer, z.union([scalar, z.array(scalar).min(1)]))
    .optional()
    .describe('each place has one of these values; "*" = it has any'),
})
export type Rule = z.infer<typeof Rule>
const Rules = z.array(Rule).min(1)

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
const Json: z.ZodType<Json> = z.lazy(() => z.union([scalar, z.array(Json), z.record(z.string(), Json)]))
export const Headers = giving(
  'headers',
  z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'is no name of a header'), text),
)

const Body = z
  .strictObject({
    json: z.record(z.string(), Json).optional(),
    form: z.record(z.string(), z.string()).optional(),
    xml: text.optional().describe('values are escaped'),
  })
  .refine(
    (body) => Object.values(body).filter((one) => one !== undefined).length === 1,
    'is one of json, form, xml',
  )
export type Body = z.infer<typeof Body>

const request = {
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  url: address.describe('https, or http to this machine; values are encoded'),
  headers: Headers.default({}),
  body: giving('body', Body).optional(),
}

const HASHES = ['sha1', 'sha256', 'sha512'] as const
const signing = {
  secret,
  algorithm: z.enum(HASHES).default('sha256'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  over: text.describe('what is signed'),
  header: z.string().min(1),
  prefix: z.string().default('').describe('what stands before the signature, such as sha256='),
}

const Auth = z
  .strictObject({
    bearer: z.strictObject({ token: secret }).optional(),
    basic: z.strictObject({ user: text, password: secret }).optional(),
    hmac: z.strictObject(signing).optional(),
    oauth2: z
      .strictObject({ url: address, id: text, secret, scope: text.optional() })
      .optional()
      .describe('client credentials: the token is fetched before a message is sent, and kept until it ends'),
  })
  .refine(({ bearer, basic, oauth2 }) => [bearer, basic, oauth2].filter(Boolean).length <= 1, {
    message: 'bearer, basic and oauth2 are written into the same header: one of them',
  })
export type Auth = z.infer<typeof Auth>

const [accepted, ...others] = PROVIDER_WORDS
const said = Object.fromEntries(others.map((word) => [word, Rules.optional()])) as {
  [Word in (typeof others)[number]]: z.ZodOptional<typeof Rules>
}
const Send = z.strictObject({
  ...request,
  idempotent: z
    .boolean()
    .default(false)
    .describe('the provider takes one message for one reference, whatever is sent again'),
  [accepted]: Rules,
  ...said,
  id: Pointer.describe('of the message, at the provider: without it nothing counts as accepted'),
  code: Pointer.optional().describe('why it was not taken'),
})

const Ask = z.strictObject({
  ...request,
  method: z.enum(['GET', 'POST', 'PUT']).default('GET'),
  by: z.enum(['reference', 'number_and_day']),
  zone: z.string().refine(isZone, 'is no IANA time zone').default('UTC').describe('of {day}'),
  answered: Rules.describe('an answer that speaks of messages: what it does not name is absent'),
  absent: Rules.optional().describe('an answer that says by itself that there is none'),
  omits: z
    .boolean()
    .default(false)
    .describe('what it accepted may be missing there: only what is found is proven, and the class is D'),
  each: Pointer.optional().describe('the list of messages; absent = the answer is one message'),
  reference: Pointer.describe('ours, in each message'),
  id: Pointer,
  pages: z
    .strictObject({ size: z.number().int().min(1), total: Pointer.optional() })
    .optional()
    .describe('a list that is longer comes in pages: {page} from 1, {size}'),
})

const seconds = z.number().int().min(1)
export const Check = z
  .strictObject({
    hmac: z
      .strictObject({
        ...signing,
        timestamp: z.strictObject({ header: z.string().min(1), within: seconds.default(300) }).optional(),
        id: z.string().min(1).optional().describe('the header that holds the id of a callback'),
      })
      .optional(),
    basic: z.strictObject({ user: text, password: secret }).optional(),
    bearer: z.strictObject({ token: secret }).optional(),
    header: z.strictObject({ name: z.string().min(1), value: secret }).optional(),
    query: z.strictObject({ name: z.string().min(1), value: secret }).optional(),
  })
  .refine(
    (check) => Object.values(check).filter(Boolean).length === 1,
    'is one of hmac, basic, bearer, header, query',
  )
export type Check = z.infer<typeof Check>

const When = z.strictObject({
  at: Pointer,
  format: z
    .enum(['iso', 'seconds', 'millis', 'wall'])
    .default('iso')
    .describe('wall: 2026-01-31 09:00:00, in the zone'),
  zone: z.string().refine(isZone, 'is no IANA time zone').default('UTC'),
})
const statuses = Object.fromEntries(RECEIPTS.map((word) => [word, z.array(scalar).optional()])) as {
  [Word in (typeof RECEIPTS)[number]]: z.ZodOptional<z.ZodArray<typeof scalar>>
}
export const Callback = z.strictObject({
  check: Check,
  body: z.enum(['json', 'form']).default('json'),
  each: Pointer.optional().describe(
    'the list of what is told, "" where the body is the list; absent = the body is one',
  ),
  thanks: z
    .strictObject({ type: z.string().min(1).default('application/json'), body: z.string() })
    .optional()
    .describe('what the provider wants to hear where all is well; absent = our own answer'),
  id: Pointer.optional().describe(
    'of what is told, the same when it is told again; absent = all that it says',
  ),
  receipt: z.strictObject({
    when: Rule.shape.when.describe('it is one; absent = whatever is not incoming'),
    reference: Pointer.optional().describe("ours; absent = the provider's own id alone says which"),
    id: Pointer.describe("of the message, the provider's own"),
    time: When.optional().describe('absent = when it came'),
    status: Pointer,
    statuses: z.strictObject({ ...statuses, ignored: z.array(scalar).optional() }),
    code: Pointer.optional(),
  }),
  incoming: z
    .strictObject({
      when: z.record(Pointer, z.union([scalar, z.array(scalar).min(1)])),
      from: Pointer,
      text: Pointer,
      reference: Pointer.optional().describe('of our message that it answers, where the provider says it'),
      time: When.optional(),
    })
    .optional(),
})
export type CallbackFile = z.infer<typeof Callback>

/** A provider by one file: how it is told of a message, how it answers, how it is asked, what it tells. */
export const HttpProviderSchema = z.strictObject({
  ...providerHead,
  kind: z.literal(USUAL_KIND).default(USUAL_KIND),
  adapter: z.literal(USUAL_KIND).optional().describe('the former word for kind'),
  plain: z.boolean().default(false).describe('http without TLS is meant, also beyond this machine'),
  auth: Auth.optional(),
  templates: registeredSchema(
    z.union([z.record(z.string().min(1), z.string().min(1)), z.array(z.string().min(1))]).default({}),
  )
    .optional()
    .describe('where the provider takes no free text: {template.code} and {template.params}, as JSON'),
  send: Send,
  ask: Ask.optional().describe('absent = it cannot be asked, and what stays unknown is for a human'),
  callback: Callback.optional(),
})
export type HttpProviderFile = z.infer<typeof HttpProviderSchema>
export type SendFile = HttpProviderFile['send']
export type AskFile = NonNullable<HttpProviderFile['ask']>
