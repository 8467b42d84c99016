import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { HttpReply, Mail, MailServer, SmtpRequest } from '../../providers/adapter.ts'
import type { MailReply } from '../../providers/smtp/answer.ts'
import { within } from './patience.ts'

/** One message on one connection, without retries; never throws. A message was given away as soon as a byte of it was: before that, whatever happens is proven to be nothing. */
export interface SmtpClient {
  exchange(request: SmtpRequest, timeoutMs: number): Promise<HttpReply>
  close(): void
}

/** Servers give up an idle connection after minutes, and we sooner. */
const IDLE_MS = 5_000
const MOST_MESSAGES = 100

export function smtpClient(): SmtpClient {
  const idle = idleLines()
  return {
    async exchange({ server, mail, ...envelope }, timeoutMs) {
      const until = Date.now() + timeoutMs
      const message = await composed(mail)
      if (message === null) return { kind: 'not_reached', code: 'unmade_request' }
      const delivery = { ...envelope, to: mail.to, message, until }
      const kept = idle.take(server)
      if (kept) {
        const reply = await given(kept, delivery)
        idle.keep(server, kept, reply)
        // It was cut while it was idle: nothing was said on it, and a new one is as good.
        if (reply.kind !== 'not_reached') return reply
      }
      const opened = await openLine(server, until)
      if ('kind' in opened) return opened
      return idle.keep(server, opened, await given(opened, delivery))
    },
    close: () => idle.close(),
  }
}

/** An open connection that has said who we are. */
interface Line {
  connection: SMTPConnection
  messages: number
}

interface Delivery extends Pick<SmtpRequest, 'returnPath' | 'notify' | 'envelopeId'> {
  to: string
  message: Buffer
  until: number
}

async function openLine(server: MailServer, until: number): Promise<Line | HttpReply> {
  const ca = server.ca === undefined ? undefined : await readFile(server.ca).catch(() => null)
  // Nobody knows whom it trusts: nobody is trusted instead.
  if (ca === null) return { kind: 'not_reached', code: 'no_authority' }
  const connection = new SMTPConnection({
    ...optionsOf(server, Math.max(1, until - Date.now())),
    ...(ca !== undefined && { tls: { ca } }),
  })
  const { user, password } = server
  const opening = new Promise<Line | HttpReply>((resolve) => {
    const failed = (error: unknown): void => resolve(replyTo(error, { isGiven: false }))
    connection.on('error', failed)
    connection.on('end', () => resolve({ kind: 'not_reached', code: 'cut_off' }))
    connection.connect((error) => {
      if (error) return failed(error)
      if (user === undefined) return resolve({ connection, messages: 0 })
      connection.login({ user, pass: password ?? '' }, (refused) =>
        refused ? failed(refused) : resolve({ connection, messages: 0 }),
      )
    })
  })
  const line = await within(opening, until, {
    mayBeAnswered: () => false,
    late: (unanswered): HttpReply => ({ kind: 'not_reached', code: 'timeout', unanswered }),
  })
  if ('kind' in line) connection.close()
  return line
}

function optionsOf({ host, port, tls, name }: MailServer, timeoutMs: number): object {
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(name !== undefined && { name }),
    // Ours is over before.
    connectionTimeout: timeoutMs + IDLE_MS,
    greetingTimeout: timeoutMs + IDLE_MS,
    socketTimeout: timeoutMs + IDLE_MS,
    socketCloseTimeout: 0,
  }
}

/** The message is handed over only when the server has asked for it, and not any more when nobody waits for the answer. */
async function given({ connection }: Line, delivery: Delivery): Promise<HttpReply> {
  const { message, until } = delivery
  const told = { isGiven: false, isOver: false }
  const body = new Readable({
    read() {
      if (told.isOver) return void this.destroy()
      told.isGiven = true
      this.push(message)
      this.push(null)
    },
  })
  const sending = new Promise<HttpReply>((resolve) => {
    const failed = (error: unknown): void => resolve(replyTo(error, told))
    connection.once('error', failed)
    connection.once('end', () => failed(null))
    connection.send(envelopeOf(delivery), body, (error, info) => {
      if (error) return failed(error)
      resolve(answered(info?.response ?? '', 'DATA'))
    })
  })
  const reply = await within(sending, until, {
    mayBeAnswered: () => {
      told.isOver = true
      return told.isGiven
    },
    late: (unanswered): HttpReply => ({
      kind: told.isGiven ? 'ambiguous' : 'not_reached',
      code: 'timeout',
      unanswered,
    }),
  })
  told.isOver = true
  connection
    .removeAllListeners('error')
    .removeAllListeners('end')
    .on('error', () => {})
  return reply
}

function envelopeOf({ returnPath, to, notify, envelopeId, message }: Delivery): object {
  const dsn = { ret: 'HDRS', envid: envelopeId, notify: [...notify] }
  return { from: returnPath, to: [to], size: message.length, dsn }
}

/** What the server said is a proof; where it said nothing, it is one only before the message was handed over. */
function replyTo(error: unknown, { isGiven }: { isGiven: boolean }): HttpReply {
  const { response, responseCode, command, code } = (error ?? {}) as {
    response?: string
    responseCode?: number
    command?: string
    code?: string
  }
  if (responseCode !== undefined && responseCode >= 400)
    return answered(response ?? '', isGiven ? 'DATA' : (command ?? ''))
  const said = isGiven || response !== undefined ? undefined : SAID_FOR_IT[code ?? '']
  if (said) return answered(said.response, said.command)
  return { kind: isGiven ? 'ambiguous' : 'not_reached', code: (code ?? 'cut_off').toLowerCase() }
}

/** The client knows what the server would say of a message larger than it takes, and of what is no address, and does not ask it. */
const SAID_FOR_IT: Readonly<Record<string, { response: string; command: string }>> = {
  EMESSAGE: { response: '552 5.3.4 too large', command: 'MAIL FROM' },
  EENVELOPE: { response: '553 5.1.3 no address', command: 'RCPT TO' },
}

/** RFC 3463: the code behind the code says what is meant. */
const LINE = /^(\d{3})[ -](?:([245]\.\d{1,3}\.\d{1,3}) ?)?(.*)/s

function answered(response: string, command: string): HttpReply {
  const [, status = '', enhanced, text = ''] = LINE.exec(response) ?? []
  const body: MailReply = { command, enhanced: enhanced ?? null, text }
  return { kind: 'answered', status: Number(status), retryAfterMs: null, body }
}

async function composed({ from, replyTo: back, to, ...mail }: Mail): Promise<Buffer | null> {
  try {
    const node = new MailComposer({
      ...mail,
      headers: { ...mail.headers },
      from,
      to: { name: '', address: to },
      ...(back !== undefined && { replyTo: back }),
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile()
    return await node.build()
  } catch {
    return null
  }
}

/** RFC 5321, 4.1.1.10: who leaves says so, where the other still listens. */
function leave({ connection }: Line, isListening: boolean): void {
  if (isListening) connection.quit()
  else connection.close()
}

/** Connections that wait for a further message to the same server. */
function idleLines() {
  const waiting = new Map<MailServer, { line: Line; timer: NodeJS.Timeout }[]>()
  const drop = (server: MailServer, line: Line, isListening: boolean): void => {
    leave(line, isListening)
    const left = waiting.get(server)?.filter((one) => one.line !== line) ?? []
    if (left.length > 0) waiting.set(server, left)
    else waiting.delete(server)
  }
  return {
    take(server: MailServer): Line | null {
      const one = waiting.get(server)?.pop()
      clearTimeout(one?.timer)
      return one?.line ?? null
    },
    /** A refusal may leave the server in the middle of something: only what was accepted leaves a clean line. */
    keep(server: MailServer, line: Line, reply: HttpReply): HttpReply {
      line.messages++
      const isAnswered = reply.kind === 'answered'
      if (!isAnswered || reply.status >= 300 || line.messages >= MOST_MESSAGES) leave(line, isAnswered)
      else {
        const timer = setTimeout(() => drop(server, line, true), IDLE_MS).unref()
        line.connection.once('end', () => drop(server, line, false))
        const own = waiting.get(server)
        if (own) own.push({ line, timer })
        else waiting.set(server, [{ line, timer }])
      }
      return reply
    },
    close(): void {
      for (const [server, lines] of waiting) for (const { line } of lines) drop(server, line, false)
    },
  }
}
