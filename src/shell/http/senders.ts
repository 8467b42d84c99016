import { type MessageChannel, messageKind } from '../../core/channel/channel.ts'
import type { PointKind } from '../../core/base/list.ts'
import { kindOf, pointValues } from '../feed/point-value.ts'
import type { Sender } from '../pg/door/callback.ts'
import type { Vault } from '../pg/base/vault.ts'

export interface PossibleSender {
  hash: Buffer
  anywhere: boolean
}

/** A number that is written as at home may be the number of several people in several countries. */
export function senderOf(
  readings: readonly PossibleSender[],
  byHash: ReadonlyMap<string, Sender>,
): Sender | undefined {
  const known = readings.flatMap(({ hash, anywhere }) => {
    const sender = byHash.get(hash.toString('hex'))
    return sender ? [{ sender, anywhere }] : []
  })
  return (known.find(({ anywhere }) => anywhere) ?? (known.length === 1 ? known[0] : undefined))?.sender
}

/** The hashes that the number or address may have got when its fact came in. What is written as another kind of it is that: gateways pass on texts that were sent by e-mail. */
export function sendersOf(
  channel: MessageChannel,
  written: string,
  vault: Pick<Vault, 'hash'>,
): PossibleSender[] {
  const own = messageKind(channel).points
  const kinds = new Set<PointKind>([...own, kindOf(written)])
  return [...kinds]
    .flatMap((kind) => pointValues(kind, written, null))
    .map((reading) => ({ hash: vault.hash(reading.normal), anywhere: reading.under === null }))
}

/** The same text may be a number on one channel and a name on another. */
export function wroteAs(channel: MessageChannel, from: string): string {
  return `${channel} ${from}`
}
