import { z } from 'zod'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { HttpReply } from '../adapter.ts'

/** What a mail server said, beside its code: to which command, with which enhanced code, in which words. The words may hold the address, and are not kept. */
const Said = z.object({ command: z.string(), enhanced: z.string().nullable(), text: z.string() })
export type MailReply = z.infer<typeof Said>

/** RFC 3463: there is no such mailbox, no such host, no such form of an address, it has moved, it takes no mail; RFC 7505: the domain takes none. */
const NOWHERE: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1', '5.4.4'])
/** RFC 5321, 4.2.3: what a server says of a mailbox, where it says no more. */
const NO_MAILBOX: ReadonlySet<number> = new Set([550, 551, 553])
/** The same codes refuse whoever sends, or how, or for now: such an address is as good as before. */
const POLICY = new RegExp(
  [
    'spam|block|black|policy|relay|denied|authenti|authori[sz]|reputation|spf|dkim|dmarc|banned|listed|unsolicited',
    'reject(ed)? (for|due)|not allowed|rcpthosts|prohibit|restrict|permi(t|ssion)|sender|verif|helo|ehlo|reverse|dns|tls',
    'quota|full|gr[ae]y.?list|later|temporar|too many|rate limit|limit exceeded',
  ].join('|'),
  'i',
)
const OF_ADDRESS = /^RCPT/
/** Whoever is refused before he names an address is not known there. */
const OF_US = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|API)/
const UNKNOWN_HERE: ReadonlySet<number> = new Set([530, 534, 535, 538])

/** Whether a code says that nobody is reached at the address, whoever writes. */
export function isNowhere(enhanced: string): boolean {
  return NOWHERE.has(enhanced)
}

interface Given {
  providerRef: string
  /** The address as the server was told it. */
  to: string
}

/** Whatever the server said before it took the message over is a proof, and so is what it said of the message; silence after that is none. */
export function answerFrom(reply: HttpReply, { providerRef, to }: Given): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const { status } = reply
  const said = Said.safeParse(reply.body).data ?? { command: '', enhanced: null, text: '' }
  const code = said.enhanced === null ? `smtp_${status}` : `smtp_${status}_${said.enhanced}`
  if (status >= 200 && status < 300) return { kind: 'accepted', providerRef }
  if (status >= 400 && status < 500) return { kind: 'rate_limited', code, retryAfterMs: null }
  if (status < 500 || status > 599) return { kind: 'ambiguous', code }
  if (UNKNOWN_HERE.has(status) || OF_US.test(said.command)) return { kind: 'locked_out', code }
  return { kind: isAscii(to) && isInvalid(status, said) ? 'invalid_number' : 'refused', code }
}

/** A server without SMTPUTF8 (RFC 6531) cannot read the other addresses, and what it says of one is about itself. */
export function isAscii(address: string): boolean {
  return /^[ -~]*$/.test(address)
}

function isInvalid(status: number, { command, enhanced, text }: MailReply): boolean {
  if (!OF_ADDRESS.test(command)) return false
  if (enhanced !== null) return isNowhere(enhanced)
  return NO_MAILBOX.has(status) && !POLICY.test(text.replaceAll(/\S+@\S+/g, ''))
}
