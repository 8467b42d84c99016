import { MESSAGE_CHANNELS, type MessageChannel } from '../../core/channel/channel.ts'

/** A channel's provider is named by two settings, such as `SMS_URL` and `SMS_TOKEN`. */
export type ProviderSetting = `${Uppercase<MessageChannel>}_${'URL' | 'TOKEN'}`
type Providers = Readonly<Record<ProviderSetting, string | undefined>>

export function urlSetting(channel: MessageChannel): ProviderSetting {
  return `${upper(channel)}_URL`
}

export function tokenSetting(channel: MessageChannel): ProviderSetting {
  return `${upper(channel)}_TOKEN`
}

/** Address and token by channel, of those that are set: nothing is sent on the others. */
export function providersIn(settings: Providers): Record<string, { url: string; token: string }> {
  return Object.fromEntries(
    MESSAGE_CHANNELS.flatMap((channel) => {
      const url = settings[urlSetting(channel)]
      return url ? [[channel, { url, token: settings[tokenSetting(channel)] ?? '' }]] : []
    }),
  )
}

/** Every channel at one simulated provider, which tells by the path what a message came on. */
export function simulatedProviders(url: string, token: string): Record<string, string> {
  return Object.fromEntries(
    MESSAGE_CHANNELS.flatMap((channel) => [
      [urlSetting(channel), `${url}/${channel}`],
      [tokenSetting(channel), token],
    ]),
  )
}

function upper(channel: MessageChannel): Uppercase<MessageChannel> {
  return channel.toUpperCase() as Uppercase<MessageChannel>
}
