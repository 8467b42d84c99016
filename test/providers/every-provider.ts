import { aliyunProtocol } from '../../demo/vendor/aliyun.ts'
import { formProtocol } from '../../demo/vendor/form.ts'
import { gatewayProtocol } from '../../demo/vendor/gateway.ts'
import { jsonProtocol } from '../../demo/vendor/json.ts'
import { tencentProtocol } from '../../demo/vendor/tencent.ts'
import { twilioProtocol } from '../../demo/vendor/twilio.ts'
import { type Post, type Protocol, startVendor, type Vendor } from '../../demo/vendor/vendor.ts'
import { whatsappProtocol } from '../../demo/vendor/whatsapp.ts'
import { xmlProtocol } from '../../demo/vendor/xml.ts'
import type { MessageChannel } from '../../src/core/channel/channel.ts'
import { GATEWAY } from '../../src/core/model/routes.ts'
import type { Provider } from '../../src/flow/ports/deliver.ts'
import type { AnyAdapter, Posted, ReadPosted } from '../../src/providers/adapter.ts'
import type { ProviderClass } from '../../src/providers/class.ts'
import { gatewayAdapter } from '../../src/providers/gateway/gateway.ts'
import { adapterFor } from '../../src/providers/registry.ts'
import { readProviders } from '../../src/shell/config/read-providers.ts'
import { verifySignature } from '../../src/shell/http/signature.ts'
import { wireClient } from '../../src/shell/provider/wire-client.ts'
import { providersOver } from '../../src/shell/provider/providers.ts'

/** A provider, and a server in this process that speaks its protocol. */
export interface Candidate {
  name: string
  class: ProviderClass
  /** Its signatures tell when they were made. */
  dated: boolean
  /** Its receipts bear its own id alone. */
  byItsId?: true
  /** None of its answers says that a number is nobody's: one that is not there for it may be there for calls. */
  knowsNoNumbers?: true
  /** The one that it carries; absent = texts. */
  channel?: MessageChannel
  /** Its list bears our reference alone. */
  listsNoId?: true
  protocol(): Protocol
  adapterAt(url: string): AnyAdapter
}

/** The files of the repository as they stand; what they ask the environment for is given here. */
const FILES = readProviders('schedules/providers').placed.map(({ value }) => value)

function described(
  name: string,
  env: Record<string, string>,
  more: Record<string, unknown> = {},
): (url: string) => AnyAdapter {
  const prefix = `PROVIDER_${name.toUpperCase().replaceAll('-', '_')}_`
  return (url) => {
    const file = FILES.find(({ provider }) => provider === name)
    if (!file) throw new Error(`schedules/providers has no ${name} without a problem`)
    const values = Object.entries({ ...env, URL: url }).map(([key, value]) => [`${prefix}${key}`, value])
    const set = Object.fromEntries(values) as Record<string, string>
    const changed = { ...file, ...more }
    const [carrier, hearer] = [adapterFor(changed, set, 'carry'), adapterFor(changed, set, 'hear')]
    if ('missing' in carrier || 'missing' in hearer) throw new Error('not all is set that it needs')
    return { ...carrier.adapter, callback: hearer.adapter.callback }
  }
}

const SECRET = 'a secret of callbacks'
export const TEXT = 'Acme <& Sons>: 55.94 "USD" is past due. 您好 {text} (Reply STOP!)*'
const values = {
  name: TEXT,
  creditor: 'Acme',
  account: 'A1',
  amount: '55.94',
  currency: 'USD',
  due: '2026-03-01',
}
const voice = {
  dpd: '9',
  promised: '',
  promisedBy: '',
  rate: '50.00',
  rateDue: '2026-03-15',
  ratesMissed: '0',
  settlement: '200.00',
  settlementDue: '2026-03-15',
  fees: '0.00',
  interest: '0.00',
  callback: '+12025550199',
  paylink: 'https://pay.example/a',
  optout: 'STOP',
}
/** Vendors that take no text are told what it was made of: here the name says all. */
export const MADE_OF = { template: 'sms-text', locale: 'en', values: { ...values, ...voice } }

export const AT_TWILIO = {
  account: 'AC1',
  token: '12345',
  callbacks: 'https://arrears.example/v1/callbacks/sms/example-twilio',
}
const texts = { SMS_1: '${body}', '1': '{1}' }
export const AT_ALIYUN = { id: 'LTAI', secret: 's/+=', sign: '示例', texts, callback: SECRET }
export const AT_TENCENT = { ...AT_ALIYUN, id: 'AKID', app: '1400000000' }

export const AT_WHATSAPP = {
  number: '106540352242922',
  token: 't',
  secret: SECRET,
  texts: { 'payment_reminder en_US': '{{1}}' },
}

export const CANDIDATES: readonly Candidate[] = [
  {
    name: GATEWAY,
    class: 'B',
    dated: true,
    protocol: () => gatewayProtocol({ token: 't', secret: SECRET }),
    adapterAt: (url) => ({ ...gatewayAdapter({ url, token: 't' }), callback: { read: readAsGateway } }),
  },
  {
    name: 'example-json',
    class: 'A',
    dated: true,
    protocol: () => jsonProtocol({ token: 't', secret: SECRET }),
    adapterAt: described('example-json', { TOKEN: 't', SECRET }),
  },
  {
    name: 'example-form',
    class: 'C',
    dated: false,
    protocol: () => formProtocol({ user: 'u', password: 'p:p', callback: SECRET }),
    adapterAt: described('example-form', { USER: 'u', PASSWORD: 'p:p', CALLBACK: SECRET }),
  },
  {
    name: 'example-xml',
    class: 'D',
    dated: false,
    protocol: () => xmlProtocol({ id: 'i', secret: 's', signing: 'g', callback: 'k' }),
    adapterAt: described('example-xml', { ID: 'i', SECRET: 's', SIGNING: 'g', CALLBACK: 'k' }),
  },
  {
    name: 'example-twilio',
    class: 'D',
    dated: false,
    protocol: () => twilioProtocol(AT_TWILIO),
    adapterAt: described('example-twilio', { ACCOUNT: AT_TWILIO.account, TOKEN: AT_TWILIO.token }),
  },
  {
    name: 'example-aliyun',
    class: 'C',
    dated: false,
    listsNoId: true,
    protocol: () => aliyunProtocol(AT_ALIYUN),
    adapterAt: described(
      'example-aliyun',
      { ID: AT_ALIYUN.id, SECRET: AT_ALIYUN.secret, CALLBACK: SECRET },
      { templates: [{ template: MADE_OF.template, code: 'SMS_1', params: { body: '{name}' } }] },
    ),
  },
  {
    name: 'example-tencent',
    class: 'D',
    dated: false,
    byItsId: true,
    protocol: () => tencentProtocol(AT_TENCENT),
    adapterAt: described(
      'example-tencent',
      { ID: AT_TENCENT.id, SECRET: AT_TENCENT.secret, CALLBACK: SECRET },
      { templates: [{ template: MADE_OF.template, code: '1', params: ['{name}'] }] },
    ),
  },
  {
    name: 'example-whatsapp',
    class: 'D',
    dated: false,
    channel: 'im',
    knowsNoNumbers: true,
    protocol: () => whatsappProtocol(AT_WHATSAPP),
    adapterAt: described(
      'example-whatsapp',
      { TOKEN: AT_WHATSAPP.token, SECRET, VERIFY: 'our own word' },
      {
        templates: [
          { template: MADE_OF.template, code: 'payment_reminder', language: 'en_US', params: ['{name}'] },
        ],
      },
    ),
  },
]

export interface Opened {
  vendor: Vendor
  protocol: Protocol
  adapter: AnyAdapter
  provider: Provider
  read(post: Post, now: number): Promise<ReadPosted>
  close(): Promise<void>
}

export async function opened(candidate: Candidate): Promise<Opened> {
  const protocol = candidate.protocol()
  const vendor = await startVendor(protocol)
  const adapter = candidate.adapterAt(vendor.url)
  // It stands still, so that no token is ever late.
  const opened = Date.now()
  const machine = { now: () => opened }
  const provider = providersOver({ client: wireClient(), adapterOf: () => adapter, machine })
  return {
    vendor,
    protocol,
    adapter,
    provider,
    read: async (post, now) =>
      (await adapter.callback?.read(postedOf(post, candidate.name), now)) ?? { ok: false, why: 'malformed' },
    close: async () => {
      provider.close()
      await vendor.close()
    },
  }
}

function postedOf({ path, headers, body }: Post, name: string): Posted {
  const url = new URL(`/v1/callbacks/sms/${name}${path}`, 'http://arrears')
  return {
    headers,
    query: Object.fromEntries(url.searchParams),
    url: `${url.pathname}${url.search}`,
    body: Buffer.from(body),
  }
}

/** The door of a channel is the reader of its gateway. */
function readAsGateway({ headers, body }: Posted, now: number): ReadPosted {
  const of = (name: string): string => headers[name] ?? ''
  const id = of('webhook-id')
  const signed = { id, timestamp: of('webhook-timestamp'), signature: of('webhook-signature') }
  const verdict = verifySignature(signed, body, [SECRET], now)
  if (verdict !== 'good') return { ok: false, why: `${verdict}_signature` }
  const given = JSON.parse(body.toString()) as Record<string, unknown>
  return { ok: true, told: [{ id, given, said: given }] }
}
