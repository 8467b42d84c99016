import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  MAIL_FATES,
  type MailFate,
  type MailVendor,
  startMailServer,
} from '../../../demo/vendor/mail-server.ts'
import type { Parcel } from '../../../src/channels/channel.ts'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import { SmtpProviderSchema } from '../../../src/providers/smtp/schema.ts'
import { smtpAdapter } from '../../../src/providers/smtp/smtp.ts'
import { providersOver } from '../../../src/shell/provider/providers.ts'
import { wireClient } from '../../../src/shell/provider/wire-client.ts'
import { authorityIn } from '../../support/authority.ts'

const PATIENCE_MS = 20_000
const SLOW_MS = 1_500
const folder = mkdtempSync(join(tmpdir(), 'mail-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ours = authorityIn(folder, 'ours')
const stranger = authorityIn(folder, 'stranger')
const elsewhere = authorityIn(folder, 'elsewhere', 'DNS:mail.other.example')
const pemOf = ({ key, cert }: typeof ours) => ({
  key: readFileSync(key, 'utf8'),
  cert: readFileSync(cert, 'utf8'),
})

/** What a message was, by its fate: given away or not is told alike under TLS. */
const KIND: Record<MailFate, ProviderAnswer['kind']> = {
  accept: 'accepted',
  reset_at_once: 'not_reached',
  reset_before_data: 'not_reached',
  reset_after_data: 'ambiguous',
  busy_at_once: 'rate_limited',
  greylisted: 'rate_limited',
  full: 'refused',
  unknown_recipient: 'invalid_number',
  unknown_without_words: 'invalid_number',
  policy: 'refused',
  refused_sender: 'refused',
  refused_content: 'refused',
  later_after_data: 'rate_limited',
  slow_accept: 'ambiguous',
  slow_greeting: 'not_reached',
}

function sender(server: string, own: object) {
  const file = SmtpProviderSchema.parse({
    provider: 'mail',
    kind: 'smtp',
    channels: ['email'],
    server,
    auth: { user: 'u', password: '{env.PROVIDER_MAIL_PASSWORD}' },
    from: 'Lender <service@lender.example>',
    returnPath: 'bounces.lender.example',
    ...own,
  })
  const adapter = smtpAdapter(file, { 'env.PROVIDER_MAIL_PASSWORD': 'p', 'env.PROVIDER_MAIL_CA': ours.ca })
  return providersOver({
    client: wireClient(),
    adapterOf: () => adapter,
    machine: { now: () => Date.now() },
  })
}

function parcel(): Parcel {
  const [at, route] = [Date.now(), { channel: 'email', provider: 'mail' } as const]
  const words = { subject: 'Account A1', text: 'Dear Lin, 55.94 is past due.' }
  return { ...route, reference: randomUUID(), to: 'lin@mail.example', ...words, at, validUntil: at + 60_000 }
}

describe.each(['starttls', 'implicit'] as const)('over %s', (tls) => {
  const login = { user: 'u', password: 'p' }
  const own = { tls, ca: '{env.PROVIDER_MAIL_CA}' }
  let vendor: MailVendor
  beforeAll(async () => {
    vendor = await startMailServer(login, { implicit: tls === 'implicit', ...pemOf(ours) })
  })
  afterAll(() => vendor.close())
  beforeEach(() => {
    vendor.fate = 'accept'
    vendor.taken.length = 0
  })

  async function answerOf(server: string, settings: object, patience = PATIENCE_MS): Promise<ProviderAnswer> {
    const provider = sender(server, settings)
    const answer = await provider.send(parcel(), patience)
    provider.close()
    return answer
  }

  test.for(Object.keys(MAIL_FATES) as MailFate[])('the fate %s is told as it was', async (fate) => {
    vendor.fate = fate
    const answer = await answerOf(vendor.server, own, fate.startsWith('slow') ? SLOW_MS : PATIENCE_MS)
    expect(answer.kind).toBe(KIND[fate])
    expect(JSON.stringify(answer)).not.toContain('lin')
    expect(vendor.taken).toHaveLength(MAIL_FATES[fate].takes ? 1 : 0)
  })

  test('many messages go over one connection, and none is lost or doubled', async () => {
    const provider = sender(vendor.server, own)
    const before = vendor.connections
    const sent = Array.from({ length: 100 }, parcel)
    for (const one of sent) expect((await provider.send(one, PATIENCE_MS)).kind).toBe('accepted')
    provider.close()
    expect(vendor.connections - before).toBe(1)
    expect(vendor.taken.map(({ from }) => from)).toEqual(
      sent.map(({ reference }) => `${reference}@bounces.lender.example`),
    )
  })

  test('nothing is said to a server of another name, of an authority that is not ours, or where ours cannot be read', async () => {
    const others = await Promise.all(
      [elsewhere, stranger].map((one) =>
        startMailServer(login, { implicit: tls === 'implicit', ...pemOf(one) }),
      ),
    )
    const trusted = [elsewhere.ca, ours.ca]
    for (const [index, other] of others.entries()) {
      const answer = await answerOf(other.server, { tls, ca: trusted[index] })
      expect(answer.kind).toBe('not_reached')
      expect(other.taken).toEqual([])
      await other.close()
    }
    expect((await answerOf(vendor.server, { tls })).kind).toBe('not_reached')
    expect(await answerOf(vendor.server, { tls, ca: join(folder, 'nowhere.pem') })).toEqual({
      kind: 'not_reached',
      code: 'no_authority',
    })
    expect(vendor.taken).toEqual([])
  })
})
