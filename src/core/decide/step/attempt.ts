import { isByPerson } from '../../channel/channel.ts'
import { type Disposition, meaningOf } from '../../channel/disposition.ts'
import type { DossierContact } from '../../model/dossier.ts'
import { hasLeft, isMade, isOpen, isSentBack } from '../../model/contact-state.ts'

/** What counts as tried, and what as done, of a step in one episode. Tried counts for `max` and `every`; done for `requires`, `mandatory` and what follows a step. */

/** Whether the contact is on its way, or of unknown fate. */
export function isUnderWay({ state }: DossierContact): boolean {
  return isOpen(state)
}

/** `sent`, `delivered` or `failed` for messages; a disposition that is an attempt for calls and visits. */
export function isAttempted(contact: DossierContact): boolean {
  const { state, channel, disposition } = contact
  if (isUnderWay(contact)) return false
  if (!isByPerson(channel)) return isMade(state)
  if (disposition !== null) return meaningOf(disposition).attempt
  return hasLeft(state)
}

/** Whether the contact is done: it was delivered, or was sent and not reported failed since; a call or visit ended with a disposition of `doneBy`, by default with any attempt. */
export function isDone(contact: DossierContact, doneBy?: readonly Disposition[]): boolean {
  if (!isAttempted(contact) || isSentBack(contact.state)) return false
  if (!isByPerson(contact.channel) || doneBy === undefined) return true
  return contact.disposition !== null && doneBy.includes(contact.disposition)
}
