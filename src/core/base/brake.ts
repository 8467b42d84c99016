import type { Instant } from './time.ts'

/** A brake stops the contacts that fit every field; null fits any. */
export interface BrakeScope {
  channel: string | null
  strategy: string | null
  creditor: string | null
}

/** A brake that is on, or was. */
export interface BrakeSpan extends BrakeScope {
  from: Instant
  /** Null = it is on. */
  to: Instant | null
}

/** The answer says whether the brake stops contacts of that channel, strategy and creditor. */
export function stops(brake: BrakeScope, { channel, strategy, creditor }: BrakeScope): boolean {
  return (
    (brake.channel === null || brake.channel === channel) &&
    (brake.strategy === null || brake.strategy === strategy) &&
    (brake.creditor === null || brake.creditor === creditor)
  )
}

export function isSameScope(one: BrakeScope, other: BrakeScope): boolean {
  return one.channel === other.channel && one.strategy === other.strategy && one.creditor === other.creditor
}
