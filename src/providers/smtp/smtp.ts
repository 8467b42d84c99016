import { domainToASCII } from 'node:url'
import { htmlOf } from '../../channels/html.ts'
import { isMessage, messageKind } from '../../core/channel/channel.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Adapter, MailServer, Moment, ReadPosted, SmtpRequest } from '../adapter.ts'
import type { Parcel } from '../../channels/channel.ts'
import type { Capabilities } from '../class.ts'
import { checkText, envNameOf, fillIn, namesIn, type Values } from '../http/placeholders.ts'
import { answerFrom, isAscii } from './answer.ts'
import { mailReader } from './mail-reader.ts'
import type { SmtpProviderFile } from './schema.ts'

type SmtpAdapter = Adapter<SmtpRequest, Promise<ReadPosted>>

/** SMTP knows no question: what stays unknown is told by a message that comes back, or by nobody. */
export function capabilitiesOf({ callback }: SmtpProviderFile): Capabilities {
  return { repeatIsSafe: false, asked: null, tells: callback !== undefined }
}

/** What the shape alone does not show. */
export function checkSmtp(file: SmtpProviderFile): Problem[] {
  const titled = file.channels.flatMap((channel, index): Problem[] => {
    const { titled: hasSubject, points } = messageKind(channel)
    if (isMessage(channel) && hasSubject && points.includes('email')) return []
    const message = `${channel} goes to no e-mail address`
    return [{ code: 'wrong_provider', path: `channels[${index}]`, message, suggestion: 'channels: [email]' }]
  })
  return [
    ...titled,
    ...textsOf(file).flatMap(({ text, path }) =>
      checkText(text, path.endsWith('.over') ? 'callback' : 'token', path),
    ),
  ]
}

export function envNamesOf(file: SmtpProviderFile, use: 'carry' | 'hear'): string[] {
  const own = textsOf(file).filter(({ path }) => path.startsWith('callback') === (use === 'hear'))
  const names = own.flatMap(({ text }) => namesIn(text)).map(envNameOf)
  return [...new Set(names.filter((name) => name !== null))]
}

export function smtpAdapter(file: SmtpProviderFile, env: Values): SmtpAdapter {
  const idOf = (reference: string): string => `${reference}@${file.returnPath}`
  let server: MailServer | undefined
  return {
    capabilities: capabilitiesOf(file),
    request: (parcel, moment) => {
      server ??= serverOf(file, env)
      const { returnPath } = file
      return {
        server,
        returnPath: `${parcel.reference}@${returnPath}`,
        notify: file.receipts ? ['SUCCESS', 'FAILURE'] : ['FAILURE'],
        envelopeId: idOf(parcel.reference),
        mail: mailOf(file, parcel, { moment, env, id: idOf(parcel.reference) }),
      }
    },
    answer: (reply, { reference, to }) => answerFrom(reply, { providerRef: idOf(reference), to: toldAs(to) }),
    query: () => [],
    sighting: () => ({ seen: 'cannot_ask' }),
    callback: file.callback ? mailReader(file.callback, { domain: file.returnPath, env, idOf }) : null,
  }
}

interface Writing {
  moment: Moment
  env: Values
  id: string
}

/** RFC 8058: one click opts out, which only a POST does; RFC 3834: nobody's holiday is to answer it. */
function mailOf(file: SmtpProviderFile, parcel: Parcel, { moment, env, id }: Writing): SmtpRequest['mail'] {
  const { to, subject, text } = parcel
  const { now, optOutLink } = moment
  if (subject === undefined) throw new Error('an e-mail without a subject')
  return {
    from: fillIn(file.from, env),
    ...(file.replyTo !== undefined && { replyTo: fillIn(file.replyTo, env) }),
    to: toldAs(to),
    subject,
    text,
    html: htmlOf(subject, text),
    messageId: `<${id}>`,
    date: new Date(now),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(optOutLink !== undefined && {
        'List-Unsubscribe': `<${optOutLink}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}

/** RFC 5891: every server reads a domain in this form. What stands before the @ has no other one. */
function toldAs(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return isAscii(domain) ? address : address.slice(0, at) + (domainToASCII(domain) || domain)
}

const PORT = { starttls: 587, implicit: 465, none: 25 } as const
const SERVER = /^(?:\[([0-9a-f:]+)\]|([^:[\]\s/@]+))(?::(\d{1,5}))?$/i
const HERE = /^(localhost|::1|127\.\d+\.\d+\.\d+)$/

function serverOf({ server, tls, ca, plain, name, auth }: SmtpProviderFile, env: Values): MailServer {
  const [, six, named, port] = SERVER.exec(fillIn(server, env)) ?? []
  const host = six ?? named
  if (host === undefined) throw new Error('the server is no host:port')
  if (tls === 'none' && !plain && !HERE.test(host)) throw new Error('the server has no TLS')
  return {
    host,
    port: port === undefined ? PORT[tls] : Number(port),
    tls,
    ...(ca !== undefined && { ca: fillIn(ca, env) }),
    ...(name !== undefined && { name }),
    ...(auth && { user: fillIn(auth.user, env), password: fillIn(auth.password, env) }),
  }
}

/** Every text of the file in which values of the environment may stand. */
function textsOf({
  server,
  ca,
  auth,
  from,
  replyTo,
  callback,
}: SmtpProviderFile): { text: string; path: string }[] {
  const { hmac, ...shared } = callback?.check ?? {}
  const given: [string, string | undefined][] = [
    ['server', server],
    ['ca', ca],
    ['auth.user', auth?.user],
    ['auth.password', auth?.password],
    ['from', from],
    ['replyTo', replyTo],
    ['callback.check.hmac.secret', hmac?.secret],
    ['callback.check.hmac.over', hmac?.over],
    ...Object.entries(shared).flatMap(([kind, values]) =>
      Object.entries(values ?? {}).map(([key, text]): [string, string] => [
        `callback.check.${kind}.${key}`,
        text,
      ]),
    ),
  ]
  return given.flatMap(([path, text]) => (text === undefined ? [] : [{ text, path }]))
}
