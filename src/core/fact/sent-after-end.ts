import { isByPerson } from '../channel/channel.ts'
import { UNKNOWN_KIND } from '../model/contact-kind.ts'
import type { Disposition } from '../channel/disposition.ts'
import { meaningOf } from '../channel/disposition.ts'
import type { Draft, OnAccount } from './draft.ts'
import { reviewSubject } from './draft.ts'
import type { LedgerContact } from '../model/ledger.ts'

/** A message that had ended here unsent is named by its provider, or a call by whoever made it: it counts as made, once, and a human is told. A call counts once more where it turns out to have been a talk. */
export function countAfterEnd(
  draft: Draft,
  { person, account }: OnAccount,
  contact: LedgerContact,
  { disposition, at }: { disposition: Disposition; at: number },
): void {
  const { outcome, rightParty } = meaningOf(disposition)
  const known = contact.disposition
  const talk = isByPerson(contact.channel) && rightParty && known !== null && !meaningOf(known).rightParty
  if (outcome === 'failed' || (known !== null && !talk)) return
  contact.disposition = disposition
  draft.contacts.add(contact)
  const { point, number, channel } = contact
  draft.changes.recorded.push({
    person: person.id,
    case: null,
    account: account.id,
    point,
    number,
    household: person.household,
    channel,
    direction: 'out',
    creditor: account.creditor,
    collector: account.collector,
    at,
    outcome,
    disposition,
    ...UNKNOWN_KIND,
    actor: account.actor,
    product: account.product,
    action: 'contact',
  })
  if (known === null)
    draft.changes.tasks.push({
      person: person.id,
      account: account.id,
      kind: 'sent_after_end',
      reason: `contact ${contact.id} was ${contact.state} here, and ${isByPerson(channel) ? 'whoever called or went there says that it was made' : 'its provider says that it went out'}: find out why`,
      role: 'operations',
      due: draft.now,
      reply: null,
      sealed: null,
    })
  reviewSubject(draft, { person, account: null })
}
