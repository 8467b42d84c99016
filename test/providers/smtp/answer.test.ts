import { expect, test } from 'vitest'
import { answerFrom } from '../../../src/providers/smtp/answer.ts'

/** What a server says to `RCPT TO` without an enhanced code. */
function kindOf(text: string, status = 550): string {
  const body = { command: 'RCPT TO', enhanced: null, text }
  const reply = { kind: 'answered', status, retryAfterMs: null, body } as const
  return answerFrom(reply, { providerRef: 'r', to: 'lin@mail.example' }).kind
}

test.each([
  'no such user',
  'Requested action not taken: mailbox unavailable',
  'Invalid recipient <lin@mail.example>',
  'Unrouteable address',
  'unknown or illegal alias: lin@mail.example',
  'no such user sender@full.example',
  '',
])('550 %s spoils the address', (text) => {
  expect(kindOf(text)).toBe('invalid_number')
})

/** The words of Exim, qmail, sendmail and of appliances before them. */
test.each([
  "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  'Verification failed for <service@lender.example>',
  'Sender verify failed',
  'Mailbox quota exceeded',
  'mailbox is full',
  'Bad HELO - host impersonating',
  'Administrative prohibition',
  'Greylisting in effect, please come back later',
  'Must use TLS to send',
  'too many messages from your host',
  'rate limit exceeded',
  'Access restricted',
  'Authorization required',
  'your host has no reverse DNS',
  'temporarily unavailable',
])('550 %s is about us or about now, and spoils nothing', (text) => {
  expect(kindOf(text)).toBe('refused')
  expect(kindOf(text, 553)).toBe('refused')
})
