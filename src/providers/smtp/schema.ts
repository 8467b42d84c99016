import { z } from 'zod'
import { secretText } from '../../core/model/open-text.ts'
import { providerHead } from '../../core/model/provider.ts'
import { Check } from '../http/schema.ts'

const text = z.string().min(1).max(400)
/** A value of the environment is not known here. */
const address = text.refine(
  (one) => /[^\s<>@]@[^\s<>@]/.test(one) || one.includes('{env.'),
  'holds no address, such as Lender <service@lender.example>',
)
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const domain = z.string().regex(DOMAIN, 'is no domain such as bounces.lender.example')

/** A mail server by one file: where it is, from whom mail comes, and to whom what becomes of it is told. */
export const SmtpProviderSchema = z.strictObject({
  ...providerHead,
  kind: z.literal('smtp'),
  server: text.describe('host, or host:port; port 587, with tls implicit 465, without tls 25'),
  tls: z
    .enum(['starttls', 'implicit', 'none'])
    .default('starttls')
    .describe('none: to this machine, or where plain is said'),
  ca: text
    .optional()
    .describe('file of the private authority that signed for it; absent = authorities that everybody knows'),
  plain: z.boolean().default(false).describe('a server without TLS is meant, also beyond this machine'),
  name: domain.optional().describe('what we call ourselves; absent = the name of the machine'),
  auth: z.strictObject({ user: text, password: secretText(400) }).optional(),
  from: address.describe('the sender that people see, such as Lender <service@lender.example>'),
  replyTo: address.optional().describe('where answers go; absent = to the sender'),
  returnPath: domain.describe(
    'the domain to which servers tell what became of a message: at <our reference>@ it',
  ),
  receipts: z
    .boolean()
    .default(false)
    .describe('servers that can are asked to tell of what arrived, too, and not only of what did not'),
  callback: z
    .strictObject({ check: Check })
    .optional()
    .describe(
      'whoever takes in mail for that domain, and for answers, posts each as it came (message/rfc822)',
    ),
})
export type SmtpProviderFile = z.infer<typeof SmtpProviderSchema>
