import { formProtocol } from '../../demo/vendor/form.ts'
import { gatewayProtocol } from '../../demo/vendor/gateway.ts'
import { jsonProtocol } from '../../demo/vendor/json.ts'
import { type Post, type Protocol, startVendor, type Vendor } from '../../demo/vendor/vendor.ts'
import { xmlProtocol } from '../../demo/vendor/xml.ts'
import { GATEWAY } from '../../src/core/model/routes.ts'
import type { Provider } from '../../src/flow/ports/deliver.ts'
import type { Adapter, Posted, ReadPosted } from '../../src/providers/adapter.ts'
import type { ProviderClass } from '../../src/providers/class.ts'
import { gatewayAdapter } from '../../src/providers/gateway/gateway.ts'
import { adapterFor } from '../../src/providers/registry.ts'
import { readProviders } from '../../src/shell/config/read-providers.ts'
import { verifySignature } from '../../src/shell/http/signature.ts'
import { httpClient } from '../../src/shell/provider/http-client.ts'
import { providersOver } from '../../src/shell/provider/providers.ts'

/** A provider, and a server in this process that speaks its protocol. */
export interface Candidate {
  name: string
  class: ProviderClass
  /** Its signatures tell when they were made. */
  dated: boolean
  protocol(): Protocol
  adapterAt(url: string): Adapter
}

/** The files of the repository as they stand; what they ask the environment for is given here. */
const FILES = readProviders('schedules/providers').placed.map(({ value }) => value)

function described(name: string, env: Record<string, string>): (url: string) => Adapter {
  const prefix = `PROVIDER_${name.toUpperCase().replaceAll('-', '_')}_`
  return (url) => {
    const file = FILES.find(({ provider }) => provider === name)
    if (!file) throw new Error(`schedules/providers has no ${name} without a problem`)
    const values = Object.entries({ ...env, URL: url }).map(([key, value]) => [`${prefix}${key}`, value])
    const set = Object.fromEntries(values) as Record<string, string>
    const [carrier, hearer] = [adapterFor(file, set, 'carry'), adapterFor(file, set, 'hear')]
    if ('missing' in carrier || 'missing' in hearer) throw new Error('not all is set that it needs')
    return { ...carrier.adapter, callback: hearer.adapter.callback }
  }
}

const SECRET = 'a secret of callbacks'
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
]

export interface Opened {
  vendor: Vendor
  protocol: Protocol
  adapter: Adapter
  provider: Provider
  read(post: Post, now: number): ReadPosted
  close(): Promise<void>
}

export async function opened(candidate: Candidate): Promise<Opened> {
  const protocol = candidate.protocol()
  const vendor = await startVendor(protocol)
  const adapter = candidate.adapterAt(vendor.url)
  // It stands still, so that no token is ever late.
  const opened = Date.now()
  const machine = { now: () => opened }
  const provider = providersOver({ client: httpClient(), adapterOf: () => adapter, machine })
  return {
    vendor,
    protocol,
    adapter,
    provider,
    read: (post, now) => adapter.callback?.read(postedOf(post), now) ?? { ok: false, why: 'malformed' },
    close: async () => {
      provider.close()
      await vendor.close()
    },
  }
}

function postedOf({ path, headers, body }: Post): Posted {
  const url = new URL(`/v1/callbacks/sms/x${path}`, 'http://arrears')
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
