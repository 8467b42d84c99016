import { DIALLED_CHANNELS, taskKind } from '../../../core/channel/channel.ts'

/** Tables of the tasks that a dialer may be handed. */
const TABLES = DIALLED_CHANNELS.map((channel) => taskKind(channel).table)

/** One part of a statement for each of them. */
export function eachDialled(part: (table: string) => string, joint: string): string {
  return TABLES.map(part).join(joint)
}
