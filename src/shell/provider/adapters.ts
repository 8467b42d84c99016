import type { ContentHash } from '../../core/base/id.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import { GATEWAY } from '../../core/model/routes.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { AnyAdapter } from '../../providers/adapter.ts'
import { type GatewayAddress, gatewayAdapter } from '../../providers/gateway/gateway.ts'
import type { AdapterUse } from '../../providers/kind.ts'
import { adapterFor } from '../../providers/registry.ts'
import type { AdapterOf } from './providers.ts'

/** The gateways of the settings, by channel. */
export function gatewaysAt(
  channels: Readonly<Record<string, GatewayAddress>>,
): (provider: string, channel: string) => AnyAdapter | null {
  const made = new Map(Object.entries(channels).map(([channel, at]) => [channel, gatewayAdapter(at)]))
  return (provider, channel) => (provider === GATEWAY ? (made.get(channel) ?? null) : null)
}

export interface AdaptersDeps {
  /** Address and token of the gateway, by channel. */
  gateways: Readonly<Record<string, GatewayAddress>>
  config: ConfigPort
  environment: Readonly<Record<string, string | undefined>>
  use: AdapterUse
  /** It is called once for each provider that lacks values of the environment, with their names. */
  tellMissing?: (provider: string, names: readonly string[]) => void
}

/** The gateways, and whatever the active schedules describe; each is opened once. */
export function adaptersOf({ gateways, config, environment, use, tellMissing }: AdaptersDeps): AdapterOf {
  const own = gatewaysAt(gateways)
  const opened = new Map<ContentHash, AnyAdapter | null>()
  const described = async (provider: string, channel: MessageChannel): Promise<AnyAdapter | null> => {
    const { schedules } = await config.active()
    const file = schedules.providers?.find((one) => one.provider === provider)
    if (!file?.channels.includes(channel)) return null
    let adapter = opened.get(file.hash)
    if (adapter === undefined) {
      const found = adapterFor(file, environment, use)
      if ('missing' in found) tellMissing?.(provider, found.missing)
      opened.set(file.hash, (adapter = 'adapter' in found ? found.adapter : null))
    }
    return adapter
  }
  return (provider, channel) => (provider === GATEWAY ? own(provider, channel) : described(provider, channel))
}
