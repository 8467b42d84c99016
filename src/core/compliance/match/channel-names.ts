import { type Channel, CHANNELS, kindOf } from '../../channel/channel.ts'

/** Names that a selector may use for several channels. */
export const CHANNEL_GROUPS = {
  voice: CHANNELS.filter((channel) => kindOf(channel).group === 'voice'),
  messages: CHANNELS.filter((channel) => kindOf(channel).group === 'messages'),
  remote: CHANNELS.filter((channel) => kindOf(channel).group !== null),
  all: CHANNELS,
} as const satisfies Record<string, readonly Channel[]>
type Group = keyof typeof CHANNEL_GROUPS
/** What a pack may write where it names channels. */
export const CHANNEL_NAMES: readonly (Group | Channel)[] = [
  ...(Object.keys(CHANNEL_GROUPS) as Group[]),
  ...CHANNELS,
]
type ChannelName = (typeof CHANNEL_NAMES)[number]

export function channelsOf(names: readonly ChannelName[]): Set<Channel> {
  return new Set(names.flatMap((name): readonly Channel[] => (isGroup(name) ? CHANNEL_GROUPS[name] : [name])))
}

function isGroup(name: ChannelName): name is Group {
  return name in CHANNEL_GROUPS
}
