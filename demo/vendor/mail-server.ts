import type net from 'node:net'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

/** A mail server in this process that takes messages, and meets each of them with the fate that is set. */

/** A fate says what becomes of a message, and of the connection that brings it. */
export const MAIL_FATES = {
  accept: { takes: true },
  reset_at_once: { takes: false },
  reset_before_data: { takes: false },
  reset_after_data: { takes: true },
  busy_at_once: { takes: false },
  greylisted: { takes: false },
  full: { takes: false },
  unknown_recipient: { takes: false },
  unknown_without_words: { takes: false },
  policy: { takes: false },
  refused_sender: { takes: false },
  refused_content: { takes: false },
  later_after_data: { takes: false },
  slow_accept: { takes: true },
  slow_greeting: { takes: false },
} as const satisfies Record<string, { takes: boolean }>
export type MailFate = keyof typeof MAIL_FATES

export interface TakenMail {
  from: string
  to: string[]
  raw: string
  /** The name under which it is told of, and on what. */
  envelopeId: string | null
  notify: string[]
}

export interface MailVendor {
  server: string
  taken: TakenMail[]
  fate: MailFate
  /** The address may have a fate of its own. */
  fateOf: (to: string) => MailFate | undefined
  /** Connections that were ever opened. */
  connections: number
  close(): Promise<void>
}

interface Login {
  user: string
  password: string
}

/** How a server is secure: from the first byte, or once that is asked for; without `key` and `cert` it shows a certificate that nobody has signed. */
interface Secure {
  implicit?: boolean
  key?: string
  cert?: string
}

/** A server without `login` takes what anybody brings. */
export async function startMailServer(login?: Login, tls: Secure | null = null): Promise<MailVendor> {
  const sockets = new Map<number, net.Socket>()
  const vendor: MailVendor = {
    server: '',
    taken: [],
    fate: 'accept',
    fateOf: () => undefined,
    connections: 0,
    close: async () => {},
  }
  const reset = ({ remotePort }: SMTPServerSession): void => void sockets.get(remotePort)?.resetAndDestroy()
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: tls === null,
    ...(tls?.implicit && { secure: true }),
    ...(tls?.key !== undefined && { key: tls.key, cert: tls.cert }),
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    disableReverseLookup: true,
    hideDSN: false,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(refusal(535, '5.7.8 who are you')),
    ...answersOf(vendor, reset),
  })
  server.server.on('connection', (socket) => {
    vendor.connections++
    if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket)
    socket.on('error', () => {})
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vendor.server = `127.0.0.1:${(server.server.address() as AddressInfo).port}`
  vendor.close = () => new Promise((resolve) => server.close(() => resolve()))
  return vendor
}

/** What a server says at each command, by the fate. */
const SAYS: Partial<
  Record<MailFate, { at: 'connect' | 'from' | 'to' | 'data'; code: number; text: string }>
> = {
  busy_at_once: { at: 'connect', code: 421, text: '4.7.0 too many connections' },
  refused_sender: { at: 'from', code: 550, text: '5.7.1 we do not like you' },
  greylisted: { at: 'to', code: 451, text: '4.7.1 greylisted, come back in a minute' },
  full: { at: 'to', code: 552, text: '5.2.2 mailbox of {to} is full' },
  unknown_recipient: { at: 'to', code: 550, text: '5.1.1 <{to}> no such user' },
  unknown_without_words: { at: 'to', code: 550, text: 'no such user {to}' },
  policy: { at: 'to', code: 550, text: 'rejected: {to} is protected by a block list' },
  refused_content: { at: 'data', code: 554, text: '5.6.0 what is this' },
  later_after_data: { at: 'data', code: 452, text: '4.3.1 no room now' },
}

type Answers = Pick<SMTPServerOptions, 'onConnect' | 'onMailFrom' | 'onRcptTo' | 'onData'>

function answersOf(vendor: MailVendor, reset: (session: SMTPServerSession) => void): Answers {
  const fateOf = (to: string): MailFate => vendor.fateOf(to) ?? vendor.fate
  const said = (at: 'connect' | 'from' | 'to' | 'data', to = ''): Error | null => {
    const says = SAYS[fateOf(to)]
    return says?.at === at ? refusal(says.code, says.text.replace('{to}', to)) : null
  }
  return {
    onConnect: (session, done) => {
      if (vendor.fate === 'reset_at_once') return reset(session)
      if (vendor.fate === 'slow_greeting') return
      done(said('connect'))
    },
    onMailFrom: (_address, _session, done) => done(said('from')),
    onRcptTo: ({ address }, session, done) => {
      if (fateOf(address) === 'reset_before_data') return reset(session)
      done(said('to', address))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        const raw = Buffer.concat(chunks).toString('utf8')
        const fate = fateOf(rcptTo[0]?.address ?? '')
        if (MAIL_FATES[fate].takes) {
          const [envelopeId, notify] = [session.envelope.dsn?.envid ?? null, rcptTo[0]?.dsn?.notify ?? []]
          vendor.taken.push({ from, to: rcptTo.map(({ address }) => address), raw, envelopeId, notify })
        }
        if (fate === 'reset_after_data') return reset(session)
        // Nobody waits for the answer any more.
        if (fate === 'slow_accept') return
        done(said('data', rcptTo[0]?.address))
      })
    },
  }
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
