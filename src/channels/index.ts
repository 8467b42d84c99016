import type { ContactChannel } from './channel.ts'
import { call } from './call/call.ts'
import { sms } from './sms/sms.ts'
import { visit } from './visit/visit.ts'

/** Every channel that contacts somebody; a new one is one line here. */
export const CHANNEL = { sms, call, visit } satisfies Record<string, ContactChannel>
export type ChannelName = keyof typeof CHANNEL

const byName: ReadonlyMap<string, ContactChannel> = new Map(Object.entries(CHANNEL))

export function channelOf(name: string): ContactChannel | undefined {
  return byName.get(name)
}

export const MESSAGE_CHANNELS = Object.values(CHANNEL)
  .filter((one) => one.kind === 'message')
  .map((one) => one.channel)
