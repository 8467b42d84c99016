import { randomUUID } from 'node:crypto'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { SmtpProviderSchema } from '../../../src/providers/smtp/schema.ts'
import { smtpAdapter } from '../../../src/providers/smtp/smtp.ts'
import { providersOver } from '../../../src/shell/provider/providers.ts'
import { wireClient } from '../../../src/shell/provider/wire-client.ts'

/** A mail server that reads ASCII alone and takes small messages, as Postfix answers without SMTPUTF8 and with a small message_size_limit. */
const SMALL = 1_500
let recipients: string[] = []
let port = 0
const server = net.createServer((socket) => {
  let isText = false
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  socket.on('error', () => {})
  socket.setEncoding('utf8')
  say('220 old.example ESMTP')
  socket.on('data', (chunk: string) => {
    for (const line of chunk.split('\r\n').slice(0, -1)) {
      if (isText) {
        if (line !== '.') continue
        isText = false
        say('250 2.0.0 queued')
      } else if (line.startsWith('EHLO'))
        say(`250-old.example\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE ${SMALL}`)
      else if (line.startsWith('RCPT')) {
        const isRead = /^[ -~]*$/.test(line)
        if (isRead) recipients.push(/<(.*)>/.exec(line)?.[1] ?? '')
        say(isRead ? '250 2.1.5 ok' : '501 5.1.3 Bad recipient address syntax')
      } else if (line === 'DATA') {
        isText = true
        say('354 go on')
      } else say('250 2.0.0 ok')
    }
  })
})

const provider = providersOver({
  client: wireClient(),
  adapterOf: () =>
    smtpAdapter(
      SmtpProviderSchema.parse({
        provider: 'mail',
        kind: 'smtp',
        channels: ['email'],
        server: `127.0.0.1:${port}`,
        tls: 'none',
        from: 'Lender <service@lender.example>',
        returnPath: 'bounces.lender.example',
      }),
      {},
    ),
  machine: { now: () => Date.now() },
})

function send(to: string, text = 'Please pay.'): Promise<ProviderAnswer> {
  const at = Date.now()
  const words = { subject: 'Account A1', text }
  const route = { channel: 'email', provider: 'mail' } as const
  return provider.send(
    { ...route, reference: randomUUID(), to, ...words, at, validUntil: at + 60_000 },
    20_000,
  )
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  provider.close()
  server.close()
})
beforeEach(() => {
  recipients = []
})

test('a domain of other letters is written in those that every server reads', async () => {
  expect(await send('lin@bücher.example')).toMatchObject({ kind: 'accepted' })
  expect(recipients).toEqual(['lin@xn--bcher-kva.example'])
})

test('an address that the server cannot read is as good as before', async () => {
  expect(await send('林@bücher.example')).toEqual({ kind: 'refused', code: 'smtp_501_5.1.3' })
})

test('a message that is too large for the server is refused, and the server was reached', async () => {
  expect(await send('lin@mail.example', 'x'.repeat(SMALL))).toEqual({
    kind: 'refused',
    code: 'smtp_552_5.3.4',
  })
})

test('what is no address reaches nobody, and is not tried for ever', async () => {
  expect(await send('<lin@mail.example>')).toEqual({ kind: 'invalid_number', code: 'smtp_553_5.1.3' })
  expect(recipients).toEqual([])
})
