import { randomUUID } from 'node:crypto'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  MAIL_FATES,
  type MailFate,
  type MailVendor,
  startMailServer,
} from '../../../demo/vendor/mail-server.ts'
import type { Parcel } from '../../../src/channels/channel.ts'
import { ContentHash } from '../../../src/core/base/id.ts'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import type { Provider } from '../../../src/flow/ports/deliver.ts'
import { classOf } from '../../../src/providers/class.ts'
import { smtpAdapter } from '../../../src/providers/smtp/smtp.ts'
import { SmtpProviderSchema } from '../../../src/providers/smtp/schema.ts'
import { providersOver } from '../../../src/shell/provider/providers.ts'
import { type Phase, tryProvider } from '../../../src/shell/provider/try-provider.ts'
import { wireClient } from '../../../src/shell/provider/wire-client.ts'

const TO = 'lin.wu@mail.example'
const PATIENCE_MS = 20_000
/** No server here is as slow to take a message. */
const SLOW_MS = 1_000

/** The socket says it in one word or another. */
const CUT = expect.stringMatching(/^e(socket|connection)$/) as string

/** What the answer may be called, by what became of the message. */
const HEARD: Record<MailFate, ProviderAnswer> = {
  accept: { kind: 'accepted', providerRef: 'REF@bounces.lender.example' },
  reset_at_once: { kind: 'not_reached', code: CUT },
  reset_before_data: { kind: 'not_reached', code: CUT },
  reset_after_data: { kind: 'ambiguous', code: CUT },
  busy_at_once: { kind: 'rate_limited', code: 'smtp_421_4.7.0', retryAfterMs: null },
  greylisted: { kind: 'rate_limited', code: 'smtp_451_4.7.1', retryAfterMs: null },
  full: { kind: 'refused', code: 'smtp_552_5.2.2' },
  unknown_recipient: { kind: 'invalid_number', code: 'smtp_550_5.1.1' },
  unknown_without_words: { kind: 'invalid_number', code: 'smtp_550' },
  policy: { kind: 'refused', code: 'smtp_550' },
  refused_sender: { kind: 'refused', code: 'smtp_550_5.7.1' },
  refused_content: { kind: 'refused', code: 'smtp_554_5.6.0' },
  later_after_data: { kind: 'rate_limited', code: 'smtp_452_4.3.1', retryAfterMs: null },
  slow_accept: { kind: 'ambiguous', code: 'timeout', unanswered: 1 },
  slow_greeting: { kind: 'not_reached', code: 'timeout', unanswered: 1 },
}

const FILE = {
  provider: 'mail',
  kind: 'smtp',
  channels: ['email'],
  server: '{env.PROVIDER_MAIL_SERVER}',
  tls: 'none',
  auth: { user: 'u', password: '{env.PROVIDER_MAIL_PASSWORD}' },
  from: 'Lender & Söhne <service@lender.example>',
  replyTo: 'answers@lender.example',
  returnPath: 'bounces.lender.example',
}

function sender(server: string, own: object = {}): Provider & { close(): void } {
  const file = SmtpProviderSchema.parse({ ...FILE, ...own })
  const adapter = smtpAdapter(file, { 'env.PROVIDER_MAIL_SERVER': server, 'env.PROVIDER_MAIL_PASSWORD': 'p' })
  const optOutLink = (reference: string) => `https://api.lender.example/v1/opt-out/${reference}`
  return providersOver({
    client: wireClient(),
    adapterOf: () => adapter,
    machine: { now: () => Date.now() },
    optOutLink,
  })
}

function parcel(own: Partial<Parcel> = {}): Parcel {
  const [at, route] = [Date.now(), { channel: 'email', provider: 'mail' } as const]
  const words = {
    subject: 'Konto „A1“: 逾期',
    text: 'Dear <Lin>,\n\n55.94 € is past due. 您好\n.\nhttps://pay.example/a',
  }
  return { ...route, reference: randomUUID(), to: TO, ...words, at, validUntil: at + 60_000, ...own }
}

let vendor: MailVendor
let provider: ReturnType<typeof sender>
beforeAll(async () => {
  vendor = await startMailServer({ user: 'u', password: 'p' })
  provider = sender(vendor.server)
})
afterAll(async () => {
  provider.close()
  await vendor.close()
})
beforeEach(() => {
  vendor.fate = 'accept'
  vendor.taken.length = 0
})

test('an e-mail arrives with its words in both forms, our reference and one click that opts out', async () => {
  const one = parcel()
  await provider.send(one, PATIENCE_MS)
  const [taken] = vendor.taken
  const id = `${one.reference}@bounces.lender.example`
  expect(taken).toMatchObject({ from: id, to: [TO], envelopeId: id, notify: ['FAILURE'] })
  const mail = await PostalMime.parse(taken?.raw ?? '')
  expect(mail).toMatchObject({
    subject: one.subject,
    from: { name: 'Lender & Söhne', address: 'service@lender.example' },
    to: [{ address: TO }],
    replyTo: [{ address: 'answers@lender.example' }],
    messageId: `<${id}>`,
  })
  expect(mail.text?.trim()).toBe(one.text)
  expect(mail.html).toContain('<p>Dear &lt;Lin&gt;,</p>')
  const head = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]))
  expect(head).toMatchObject({
    'list-unsubscribe': `<https://api.lender.example/v1/opt-out/${one.reference}>`,
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
  })
})

test.for(Object.keys(MAIL_FATES) as MailFate[])('the fate %s is told as it was', async (fate) => {
  vendor.fate = fate
  const fresh = sender(vendor.server)
  const one = parcel()
  const answer = await fresh.send(one, fate.startsWith('slow') ? SLOW_MS : PATIENCE_MS)
  fresh.close()
  const told = JSON.stringify(answer)
  expect(JSON.parse(told.replace(one.reference, 'REF'))).toEqual(HEARD[fate])
  expect(told).not.toContain('lin')
  expect(vendor.taken).toHaveLength(MAIL_FATES[fate].takes ? 1 : 0)
})

test('what was greylisted is taken when it comes again, under the same reference', async () => {
  vendor.fate = 'greylisted'
  const one = parcel()
  expect(await provider.send(one, PATIENCE_MS)).toMatchObject({ kind: 'rate_limited' })
  vendor.fate = 'accept'
  expect(await provider.send(one, PATIENCE_MS)).toMatchObject({ kind: 'accepted' })
  expect(vendor.taken.map(({ from }) => from)).toEqual([`${one.reference}@bounces.lender.example`])
})

test('who asks for receipts is told of what arrived, too, where the server can', async () => {
  const other = sender(vendor.server, { receipts: true })
  await other.send(parcel(), PATIENCE_MS)
  other.close()
  expect(vendor.taken).toMatchObject([{ notify: ['SUCCESS', 'FAILURE'] }])
})

test('a connection carries several messages, and one that was cut meanwhile is made anew', async () => {
  const fresh = sender(vendor.server)
  const before = vendor.connections
  for (let times = 0; times < 3; times++) await fresh.send(parcel(), PATIENCE_MS)
  expect(vendor.connections - before).toBe(1)
  vendor.fate = 'reset_before_data'
  await fresh.send(parcel(), PATIENCE_MS)
  vendor.fate = 'accept'
  expect(await fresh.send(parcel(), PATIENCE_MS)).toMatchObject({ kind: 'accepted' })
  expect(vendor.taken).toHaveLength(4)
  fresh.close()
})

describe('nothing leaves', () => {
  const kindOf = async (server: string, own: object = {}, one = parcel()) => {
    const other = sender(server, own)
    const answer = await other.send(one, PATIENCE_MS)
    other.close()
    return answer
  }

  test('nothing leaves where nobody listens, or no such host is known', async () => {
    expect(await kindOf('127.0.0.1:1')).toMatchObject({ kind: 'not_reached' })
    expect(await kindOf('nowhere.invalid:25', { plain: true })).toMatchObject({ kind: 'not_reached' })
  })

  test('nothing leaves to a server that does not know us', async () => {
    const auth = { user: 'u', password: 'wrong' }
    expect(await kindOf(vendor.server, { auth })).toMatchObject({
      kind: 'locked_out',
      code: 'smtp_535_5.7.8',
    })
  })

  test('nothing leaves to a server without TLS, unless that is said', async () => {
    expect(await kindOf(vendor.server, { tls: 'starttls' })).toMatchObject({ kind: 'locked_out' })
    expect(await kindOf('mail.lender.example:25')).toEqual({ kind: 'not_tried', code: 'unmade_request' })
  })

  test('nothing leaves to a server whose certificate nobody has signed', async () => {
    const stranger = await startMailServer(undefined, {})
    const answer = await kindOf(stranger.server, { tls: 'starttls', auth: undefined })
    expect(answer.kind).toBe('not_reached')
    expect(stranger.taken).toEqual([])
    await stranger.close()
  })

  test('an address that says more than an address reaches nobody', async () => {
    for (const to of ['a@mail.example>\r\nRCPT TO:<b@mail.example', 'a@mail.example, b@mail.example'])
      await kindOf(vendor.server, {}, parcel({ to }))
    expect(vendor.taken.flatMap(({ to }) => to).filter((to) => to === 'b@mail.example')).toEqual([])
  })
})

test('it is of class D: nobody can be asked', async () => {
  const adapter = smtpAdapter(SmtpProviderSchema.parse(FILE), {})
  expect(classOf(adapter.capabilities)).toBe('D')
  const { text: _text, validUntil: _until, ...sent } = parcel()
  expect(await provider.look({ ...sent, providerRef: null }, PATIENCE_MS)).toEqual({ seen: 'cannot_ask' })
})

describe('a trial', () => {
  const trial = (dry: boolean) => {
    const file = { ...SmtpProviderSchema.parse(FILE), hash: ContentHash.parse('a'.repeat(64)) }
    const environment = { PROVIDER_MAIL_SERVER: vendor.server, PROVIDER_MAIL_PASSWORD: 'p' }
    return tryProvider(file, parcel(), { environment, dry })
  }
  const told = (phases: Phase[], name: string) => phases.find(({ phase }) => phase === name)?.told.join('\n')

  test('a dry trial shows the envelope and the head, and sends nothing', async () => {
    const phases = await trial(true)
    expect(phases.map(({ phase, well }) => [phase, well])).toEqual(
      ['class D', 'environment', 'request', 'question', 'callback'].map((phase) => [phase, true]),
    )
    const request = told(phases, 'request')
    expect(request).toContain(`${vendor.server}, tls none, as u`)
    expect(request).toContain(`RCPT TO:<${TO}>\nFrom: Lender & Söhne <service@lender.example>`)
    expect(vendor.taken).toEqual([])
  })

  test('a trial sends one e-mail', async () => {
    expect(told(await trial(false), 'answer')).toMatch(/^answered 250\nkind accepted, providerRef /)
    expect(vendor.taken).toHaveLength(1)
  })
})
