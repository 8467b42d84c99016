import { describe, expect, test } from 'vitest'
import type { ReadPosted } from '../../../src/providers/adapter.ts'
import { mailReader } from '../../../src/providers/smtp/mail-reader.ts'
import { callbackReader } from '../../../src/shell/http/read-callback.ts'
import { answer, bounce, complaint, DOMAIN, REFERENCE } from './mail.ts'

const NOW = Date.parse('2026-03-10T15:00:00Z')
const reader = mailReader(
  { check: { bearer: { token: '{env.PROVIDER_MAIL_CALLBACK}' } } },
  {
    domain: DOMAIN,
    env: { 'env.PROVIDER_MAIL_CALLBACK': 'k' },
    idOf: (reference) => `${reference}@${DOMAIN}`,
  },
)

function posted(body: string | Buffer, { key = 'k', now = NOW } = {}): Promise<ReadPosted> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' }
  return reader.read({ headers, query: {}, url: '/v1/callbacks/email/mail', body: Buffer.from(body) }, now)
}

/** What is told on, in the words of our own callbacks. */
async function told(body: string | Buffer): Promise<Record<string, unknown> | null | undefined> {
  const read = await posted(body)
  return read.ok ? read.told[0]?.given : undefined
}

describe('a message of a server', () => {
  const AT = '2026-03-10T15:00:00Z'
  test.each([
    ['failed', '5.1.1', 'undeliverable'],
    ['failed', '5.1.10 (null MX)', 'undeliverable'],
    ['failed', '5.2.2', 'undelivered'],
    ['failed', '4.4.7', 'undelivered'],
    ['delivered', '2.0.0', 'delivered'],
  ])('%s with %s is told as %s', async (action, status, called) => {
    const given = await told(bounce({ action, status }))
    const id = `${REFERENCE}@${DOMAIN}`
    const code = status.split(' ')[0]
    expect(given).toEqual({ type: 'receipt', reference: REFERENCE, id, status: called, code, at: AT })
    expect(callbackReader('email')(given)).toMatchObject({ callback: { type: 'receipt', status: called } })
  })

  test.each([
    ['5.0.0', '550 5.1.1 <lin@mail.example>: user unknown', 'undeliverable', '5.1.1'],
    ['5.0.0', '550-5.1.1 The account does not exist', 'undeliverable', '5.1.1'],
    ['5.0.0', '552 5.2.2 mailbox full', 'undelivered', '5.2.2'],
    ['5.0.0', '550 refused by policy 10.5.1.1', 'undelivered', '5.0.0'],
    ['5.0.0', '450 4.2.0 try again', 'undelivered', '5.0.0'],
    ['5.2.2', '550 5.1.1 user unknown', 'undelivered', '5.2.2'],
  ])(
    'a code of %s says less than the words of the other server: %s',
    async (status, diagnostic, called, code) => {
      const given = await told(bounce({ action: 'failed', status, diagnostic }))
      expect(given).toMatchObject({ status: called, code })
    },
  )

  test.each(['delayed', 'relayed', 'expanded'])('%s is no end, and a server has it', async (action) => {
    expect(await told(bounce({ action, status: '4.0.0' }))).toMatchObject({
      status: 'sent',
      reference: REFERENCE,
    })
  })

  test.each([
    ['failed', '5.1.1', 'delivered', '2.0.0', 'delivered'],
    ['relayed', '2.0.0', 'failed', '5.1.1', 'sent'],
    ['failed', '5.1.1', 'failed', '5.2.2', 'undelivered'],
    ['failed', '5.1.1', 'failed', '5.1.1', 'undeliverable'],
    ['failed', '5.1.1', 'teleported', '5.0.0', 'in_no_list'],
  ])(
    'the best of several mailboxes behind an address counts: %s %s and %s %s is %s',
    async (action, status, other, code, called) => {
      const more = `\nFinal-Recipient: rfc822; lan@home.example\nAction: ${other}\nStatus: ${code}\n`
      expect(await told(bounce({ action, status, diagnostic: 'none', more }))).toMatchObject({
        status: called,
      })
    },
  )

  test('a word that is in no list is told on and refused, with our reference', async () => {
    const given = await told(bounce({ action: 'teleported', status: '5.0.0' }))
    expect(callbackReader('email')(given)).toMatchObject({ refused: { reference: REFERENCE } })
  })

  test('our reference is found in the head of what comes back, too', async () => {
    const given = await told(bounce({ action: 'failed', status: '5.1.1', addressed: false }))
    expect(given).toMatchObject({ reference: REFERENCE })
  })

  test('one that does not say what became of it in the words of RFC 3464 is refused, and not guessed', async () => {
    const plain = `Return-Path: <>\r\nFrom: mailer-daemon@mail.example\r\nTo: ${REFERENCE}@${DOMAIN}\r\nMessage-ID: <q@m>\r\n\r\nHi. This is the qmail-send program.`
    expect(callbackReader('email')(await told(plain))).toMatchObject({ refused: { reference: REFERENCE } })
  })

  test('one from nowhere that nobody has sent by itself is refused as well', async () => {
    const head = `Return-Path: <>\nIn-Reply-To: <${REFERENCE}@${DOMAIN}>\n`
    expect(callbackReader('email')(await told(answer({ text: 'gone', head })))).toMatchObject({
      refused: { reference: REFERENCE },
    })
  })

  test('a domain that only ends like ours names nobody', async () => {
    const other = bounce({ action: 'failed', status: '5.1.1' }).replaceAll(DOMAIN, `${DOMAIN}.evil.example`)
    expect(await told(other)).toMatchObject({ reference: null })
  })
})

describe('a complaint', () => {
  test.each(['abuse', 'fraud', 'opt-out'])('%s opts out', async (type) => {
    const given = await told(complaint(type))
    expect(callbackReader('email')(given)).toMatchObject({
      callback: { type: 'receipt', reference: REFERENCE, status: 'complained' },
    })
  })

  test('one that leaves our message out opts out the address that it names', async () => {
    for (const field of [
      'Original-Rcpt-To: <lin@mail.example>',
      'Removal-Recipient: rfc822; lin@mail.example',
    ]) {
      const given = await told(complaint('abuse', field))
      expect(callbackReader('email')(given)).toMatchObject({
        callback: { type: 'inbound', from: 'lin@mail.example', text: 'STOP' },
      })
    }
    expect(await told(complaint('abuse', 'Version: 1'))).toMatchObject({ type: 'receipt', reference: null })
  })

  test('who says that it was no junk does not complain', async () => {
    expect(await told(complaint('not-spam'))).toBeNull()
  })
})

describe('an answer', () => {
  const text = async (body: string | Buffer) => (await told(body))?.['text']
  const QUOTE =
    'On Tue, 10 Mar 2026 at 09:00, Lender <service@lender.example> wrote:\n\n> Please pay.\n> Reply STOP to opt out.'

  test('an answer is told with who wrote it', async () => {
    const given = await told(answer({ text: 'I pay on Friday.' }))
    expect(callbackReader('email')(given)).toMatchObject({
      callback: { type: 'inbound', from: 'Lin@mail.example', text: 'I pay on Friday.' },
    })
  })

  test('an answer names the message that it is to, where its head does', async () => {
    const head = `In-Reply-To: <${REFERENCE}@${DOMAIN}>\n`
    expect(await told(answer({ text: 'No.', head }))).toMatchObject({ type: 'inbound', reference: REFERENCE })
    expect(await told(answer({ text: 'No.' }))).not.toHaveProperty('reference')
  })

  test.each([
    ['above', `Who are you?\n\n${QUOTE}`, 'Who are you?'],
    ['below', `${QUOTE}\n\nSTOP`, 'STOP'],
    ['of Outlook', 'No.\n\n________________________________\nFrom: Lender\nReply STOP to opt out.', 'No.'],
    [
      'of Outlook without a line',
      'No.\n\nVon: Lender <service@lender.example>\nGesendet: heute\nReply STOP',
      'No.',
    ],
    ['in Chinese', '谢谢\n\n在 2026年3月10日，Lender 写道：\n> 回复STOP退订', '谢谢'],
    [
      'broken in two',
      'No.\n\nOn Tue, 10 Mar 2026 at 09:00, Lender\n<service@lender.example> wrote:\n> STOP',
      'No.',
    ],
    ['with a signature', 'STOP\n\n-- \nLin', 'STOP'],
    ['from a telephone', 'STOP\n\nSent from my iPhone', 'STOP'],
    ['with a colon of its own', 'My question:\nhow much?', 'My question:\nhow much?'],
  ])('our own words are not his: %s', async (_how, body, own) => {
    expect(await text(answer({ text: body }))).toBe(own)
  })

  test('who writes nothing but a subject has said that; of a new letter it is the first line', async () => {
    expect(await text(answer({ text: '', subject: 'Re: STOP' }))).toBe('STOP')
    expect(await text(answer({ text: 'please', subject: 'Unsubscribe' }))).toBe('Unsubscribe\nplease')
  })

  test('a page alone is read as its words', async () => {
    const page = '<style>p{}</style><p>STOP</p><blockquote>Reply STOP to opt out &amp; more</blockquote>'
    expect(await text(answer({ text: page, type: 'text/html; charset=utf-8' }))).toBe('STOP')
  })

  test('another alphabet in another coding is read', async () => {
    const head = answer({ text: 'X', type: 'text/plain; charset=gb18030' }).split('X')
    const body = Buffer.concat([Buffer.from(head[0] ?? ''), Buffer.from([0xcd, 0xcb, 0xb6, 0xa9])])
    expect(await text(body)).toBe('退订')
  })

  test('nobody has written what was sent by itself', async () => {
    for (const head of [
      'Auto-Submitted: auto-replied\n',
      'Return-Path: <>\nAuto-Submitted: auto-replied\n',
      'X-Autoreply: yes\n',
      'Precedence: bulk\n',
    ])
      expect(await told(answer({ text: 'I am on holiday', head }))).toBeNull()
    expect(await told(answer({ text: 'I am here', head: 'Auto-Submitted: no\n' }))).not.toBeNull()
  })

  test('a long one is kept as far as it may be', async () => {
    expect(String(await text(answer({ text: '😀'.repeat(30_000) }))).length).toBeLessThanOrEqual(20_000)
  })
})

describe('the door', () => {
  test('whoever does not know the secret is not heard, and no document is no message', async () => {
    expect(await posted(answer({ text: 'x' }), { key: 'other' })).toEqual({ ok: false, why: 'bad_signature' })
    expect(await posted('{"a":1}')).toEqual({ ok: false, why: 'malformed' })
    expect(await posted('')).toEqual({ ok: false, why: 'malformed' })
  })

  test('a message that comes twice has one name, whichever way it came, and another has another', async () => {
    const nameOf = async (body: string, now = NOW) => {
      const read = await posted(body, { now })
      return read.ok ? read.told.map(({ id, said, undated }) => ({ id, said, undated })) : null
    }
    const first = bounce({ action: 'failed', status: '5.1.1' })
    const once = await nameOf(first)
    expect(once).toMatchObject([{ undated: true }])
    expect(await nameOf(`Received: from a by b\r\n${first}`, NOW + 60_000)).toEqual(once)
    expect((await nameOf(bounce({ action: 'failed', status: '5.2.2' })))?.[0]?.id).not.toBe(once?.[0]?.id)
  })
})
