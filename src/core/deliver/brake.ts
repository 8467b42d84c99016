import type { Instant } from '../base/time.ts'
import type { ContactFile } from '../decide/dossier.ts'

/** Contacts stopped by hand; null = any. */
export interface Brake {
  channel: string | null
  strategy: string | null
  creditor: string | null
}

/** A channel whose provider refused our credentials; tried again at `retryAt`. */
export interface Breaker {
  channel: string
  retryAt: Instant
}

export function brakeOn(
  brake: Brake,
  contact: Pick<ContactFile, 'channel' | 'creditor'>,
  strategy: string,
): boolean {
  return (
    (brake.channel === null || brake.channel === contact.channel) &&
    (brake.strategy === null || brake.strategy === strategy) &&
    (brake.creditor === null || brake.creditor === contact.creditor)
  )
}
