import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { LONGEST_POINT } from '../../core/base/list.ts'
import { type Instant, isoOf } from '../../core/base/time.ts'
import { DISPOSITIONS, meaningOf } from '../../core/channel/disposition.ts'
import type { CallbackReader, Posted, ReadPosted, Told } from '../adapter.ts'
import { verify } from '../http/callback.ts'
import type { Values } from '../http/placeholders.ts'
import { isNowhere } from './answer.ts'
import type { SmtpProviderFile } from './schema.ts'
import { answerIn } from './spoken.ts'
import { IN_NO_LIST } from '../posted.ts'

interface Reading {
  /** Servers tell at <our reference>@ it what became of a message. */
  domain: string
  env: Values
  idOf(reference: string): string
}

/** A message that came in, as it came: it tells that ours did not arrive (RFC 3464), that somebody complains of it (RFC 5965), or it is an answer. */
export function mailReader(
  { check }: NonNullable<SmtpProviderFile['callback']>,
  reading: Reading,
): CallbackReader<Promise<ReadPosted>> {
  return {
    async read(posted, now) {
      const verdict = verify(check, posted, { env: reading.env, now })
      if (verdict !== 'good') return { ok: false, why: verdict }
      const mail = await parsed(posted.body)
      return mail
        ? { ok: true, told: [toldIn(mail, posted, { ...reading, now })] }
        : { ok: false, why: 'malformed' }
    },
  }
}

/** What has no head is no message. */
async function parsed(body: Buffer): Promise<Email | null> {
  try {
    const mail = await PostalMime.parse(body, { forceRfc822Attachments: true })
    return mail.headers.some(({ key }) => ['from', 'to', 'date', 'message-id'].includes(key)) ? mail : null
  } catch {
    return null
  }
}

type Now = Reading & { now: Instant }

function toldIn(mail: Email, posted: Posted, reading: Now): Told {
  const receipt = (status: string, code: string | null = null): Told => {
    const reference = referenceIn(mail, posted, reading)
    const id = reference === null ? null : reading.idOf(reference)
    const said = { type: 'receipt', reference, id, status, code }
    return named(mail, said, reading.now)
  }
  const delivery = partOf(mail, 'delivery-status')
  if (delivery) {
    const { status, code } = fateIn(delivery)
    return receipt(status, code)
  }
  const feedback = partOf(mail, 'feedback-report')
  if (feedback) {
    const fields = fieldsIn(feedback)
    if (!COMPLAINTS.has(fields['feedback-type'] ?? '')) return ignored(mail)
    const complained = receipt('complained')
    const from = referenceIn(mail, posted, reading) === null ? complainantIn(fields) : null
    return from === null ? complained : named(mail, { type: 'inbound', from, text: 'STOP' }, reading.now)
  }
  if (isBounce(mail)) return receipt('unread_bounce')
  const from = mail.from && 'address' in mail.from ? mail.from.address : undefined
  if (isAutomatic(mail) || from === undefined) return ignored(mail)
  const reference = answeredIn(mail, reading)
  const said = { type: 'inbound', from: from.slice(0, LONGEST_POINT.email), text: answerIn(mail) }
  return named(mail, { ...said, ...(reference !== null && { reference }) }, reading.now)
}

/** It bears the clock of whoever wrote it, which nobody vouches for: it is told as of when it came, and known by what it says. */
function named(mail: Email, said: Record<string, unknown>, now: Instant): Told {
  const whole = JSON.stringify([mail.messageId ?? mail.headers.map(({ value }) => value), said])
  const name = createHash('sha256').update(whole).digest('hex').slice(0, 40)
  const given = { ...said, id: said['id'] ?? name, at: isoOf(now) }
  return { id: name, given, said, undated: true }
}

function ignored(mail: Email): Told {
  return { id: 'ignored', given: null, said: mail.messageId ?? null }
}

function partOf({ attachments }: Email, kind: 'delivery-status' | 'feedback-report'): string | null {
  const part = attachments.find(
    ({ mimeType }) => mimeType === `message/${kind}` || mimeType === `message/global-${kind}`,
  )
  return part ? textOf(part) : null
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('latin1')
}

/** Fields as in the head of a message; of two with one name the last. */
function fieldsIn(text: string): Record<string, string> {
  const lines = text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return Object.fromEntries(
    lines.flatMap((line) => {
      const end = line.indexOf(':')
      const [name, value] = [line.slice(0, end), line.slice(end + 1)].map((one) => one.trim().toLowerCase())
      return end < 0 || name === undefined ? [] : [[name, value ?? '']]
    }),
  )
}

/** Whoever forwards a complaint may leave our own message out of it (RFC 5965, 3.2): the address that it went to is opted out as if its owner had written so. */
function complainantIn(fields: Readonly<Record<string, string>>): string | null {
  const named = fields['original-rcpt-to'] ?? fields['removal-recipient'] ?? ''
  return /[^\s<>;,]+@[^\s<>;,]+/.exec(named)?.[0].slice(0, LONGEST_POINT.email) ?? null
}

interface Fate {
  status: string
  code: string | null
}

/** The address may lead to several mailboxes, each with its own group of fields (RFC 3464, 2.3): whoever was reached in one was reached. */
function fateIn(report: string): Fate {
  const groups = report.split(/\r?\n[ \t]*\r?\n/).map(fieldsIn)
  const fates = groups.filter((fields) => 'action' in fields).map(fateOf)
  return fates.sort((one, other) => badnessOf(one) - badnessOf(other))[0] ?? fateOf(fieldsIn(report))
}

/** What nobody understands is refused before a failure is believed. */
function badnessOf({ status }: Fate): number {
  const known = DISPOSITIONS.find((one) => one === status)
  if (known === undefined) return 2
  const { byProvider, nowhere } = meaningOf(known)
  if (byProvider === 'refused') return nowhere ? 4 : 3
  return byProvider === 'arrived' ? 0 : 1
}

/** RFC 3464, 2.3.3. Whatever is not over yet proves that a server took the message. Another word is told on as it is, and refused. */
function fateOf(fields: Readonly<Record<string, string>>): Fate {
  const { action = IN_NO_LIST, status = '', 'diagnostic-code': diagnostic = '' } = fields
  const code = codeIn(status, diagnostic)
  switch (action.split(' ')[0]) {
    case 'failed':
      return { status: code !== null && isNowhere(code) ? 'undeliverable' : 'undelivered', code }
    case 'delivered':
      return { status: 'delivered', code }
    case 'delayed':
    case 'relayed':
    case 'expanded':
      return { status: 'sent', code }
    default:
      return { status: IN_NO_LIST, code }
  }
}

/** Some servers say 5.0.0 of everything, and leave what the other server said to the words that they quote. */
function codeIn(status: string, diagnostic: string): string | null {
  const code = /^[245]\.\d{1,3}\.\d{1,3}/.exec(status)?.[0] ?? null
  if (code !== null && !code.endsWith('.0.0')) return code
  const quoted = /(?:^|[\s;#-])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(diagnostic)?.[1] ?? null
  return quoted !== null && (code === null || quoted.startsWith(code.slice(0, 1))) ? quoted : code
}

/** RFC 5965, 7.3: who says that it was no junk does not complain, and neither does a report on signatures. */
const COMPLAINTS: ReadonlySet<string> = new Set([
  'abuse',
  'fraud',
  'virus',
  'other',
  'opt-out',
  'opt-out-list',
])

const POSTMASTER = /^(mailer-daemon|postmaster)@/i

/** It comes from a server, and says in its own words what became of a message. Who is on holiday answers from nowhere, too. */
function isBounce(mail: Email): boolean {
  const { from, headers } = mail
  const isFromNowhere = headers.some(({ key, value }) => key === 'return-path' && value.trim() === '<>')
  const author = from && 'address' in from ? (from.address ?? '') : ''
  return POSTMASTER.test(author) || (isFromNowhere && !isAutomatic(mail))
}

/** RFC 3834: nobody has written it. */
function isAutomatic(mail: Email): boolean {
  const of = (name: string): string => mail.headers.find(({ key }) => key === name)?.value.toLowerCase() ?? ''
  return (
    !/^(no\b|$)/.test(of('auto-submitted').trim()) ||
    of('x-autoreply') !== '' ||
    of('x-autorespond') !== '' ||
    /auto_reply|bulk|junk|list/.test(of('precedence'))
  )
}

const ADDRESSED = ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'in-reply-to', 'references']

/** Our reference stands in the address that was written to, or in the head of our own message that came back. */
function referenceIn(mail: Email, { body, query }: Posted, reading: Reading): string | null {
  const parts = mail.attachments.map(textOf)
  const places = [query['recipient'] ?? '', ...parts, body.toString('latin1')]
  return answeredIn(mail, reading) ?? firstIn(places, reading)
}

/** The message that an answer is to, as its head has it. */
function answeredIn(mail: Email, reading: Reading): string | null {
  const heads = mail.headers.filter(({ key }) => ADDRESSED.includes(key)).map(({ value }) => value)
  return firstIn(heads, reading)
}

function firstIn(places: readonly string[], { domain }: Reading): string | null {
  const form = new RegExp(
    `([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@${domain.replaceAll('.', String.raw`\.`)}(?![\\w.-]*\\w)`,
    'i',
  )
  return (
    places
      .map((place) => form.exec(place)?.[1])
      .find((found) => found !== undefined)
      ?.toLowerCase() ?? null
  )
}
