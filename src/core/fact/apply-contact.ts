import type { ContactId } from '../base/id.ts'
import type { ContactState } from '../base/list.ts'
import { OUTCOME_LEVEL } from '../base/list.ts'
import { pointNamed, putHold } from './apply-hold.ts'
import { amountIn } from './apply-money.ts'
import { putPromise } from './apply-promise.ts'
import { takeReply } from './apply-reply.ts'
import type { Disposition, DispositionMeaning } from './disposition.ts'
import { meaningOf } from './disposition.ts'
import type { Applied, Draft, OnAccount, Subject } from './draft.ts'
import { raiseAccount, raiseNumber, raisePerson, refused, reviewSubject } from './draft.ts'
import type { FactOf } from './fact.ts'
import type { LedgerContact } from './ledger.ts'
import { setValid } from './person.ts'
import { countAfterEnd } from './sent-after-end.ts'
import type { PreparedFact } from './prepared.ts'

type OutcomeFact = FactOf<'contact.outcome'>

/** Freed rows: nothing was sent under them. */
const VOID: ReadonlySet<ContactState> = new Set(['cancelled', 'expired', 'denied'])
const TASKS: ReadonlySet<string> = new Set(['call', 'visit'])
/** How far a message is known to have got; a late word never takes anything back. */
const REACHED: Partial<Record<ContactState, number>> = { sent: 1, failed: 2, delivered: 3 }

/** What came back of a contact that the engine made, from a provider or from a person. */
export function applyOutcome(
  draft: Draft,
  subject: OnAccount,
  fact: OutcomeFact,
  prepared: PreparedFact,
): Applied {
  const contact = contactNamed(draft, subject, fact)
  if (!contact) return refused(prepared, 'unknown_contact', 'the account has no such contact', 'contact')
  if (VOID.has(contact.state) && TASKS.has(contact.channel))
    return refused(prepared, 'contact_not_made', `the contact is ${contact.state}`, 'contact')
  const amount = fact.promise ? amountIn(subject.account, fact.promise.amount, prepared, 'promise.amount') : 0
  if (typeof amount === 'object') return amount
  const meaning = meaningOf(fact.disposition)
  const before = contact.state
  const { disposition } = fact
  if (VOID.has(before)) countAfterEnd(draft, subject, contact, { disposition, at: prepared.at })
  else if (TASKS.has(contact.channel)) closeTask(contact, disposition, meaning, prepared.at)
  else receive(contact, disposition, meaning, prepared.at)
  if (!VOID.has(before)) draft.contacts.add(contact)
  const moved = before !== contact.state && contact.state !== 'delivered'
  if (moved || before === 'sending' || before === 'unknown' || meaning.rightParty)
    reviewSubject(draft, subject)
  if (fact.promise && meaning.promise)
    promiseFrom(draft, subject, contact, fact.promise.by, amount, prepared.at)
  if (meaning.effect) takeEffect(draft, subject, contact, disposition, meaning.effect, prepared.at)
  return 'taken'
}

/** A contact made outside the engine: it is there for caps, gaps and `reached`. */
export function applyRecorded(
  draft: Draft,
  subject: Subject,
  fact: FactOf<'contact.recorded'>,
  prepared: PreparedFact,
): Applied {
  const ref = pointNamed(draft, subject, fact.point, prepared)
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  const { person, account } = subject
  const creditor = fact.creditor ?? account?.creditor ?? ''
  draft.changes.recorded.push({
    person: person.id,
    case: null,
    account: account?.id ?? null,
    point: ref?.point ?? null,
    number: ref?.number ?? null,
    household: person.household,
    channel: fact.channel,
    direction: fact.direction,
    creditor,
    collector: fact.collector ?? account?.collector ?? creditor,
    at: prepared.at,
    outcome: meaningOf(fact.disposition).outcome,
    disposition: prepared.reply === 'optout' ? 'replied_stop' : fact.disposition,
  })
  if (prepared.reply) takeReply(draft, subject, ref, prepared)
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** By id, or the latest of that step (and attempt) of the account. */
function contactNamed(draft: Draft, { account }: OnAccount, fact: OutcomeFact): LedgerContact | null {
  if (fact.contact !== undefined) {
    const contact = draft.ledger.contacts.get(fact.contact as ContactId)
    return contact?.accounts.includes(account.id) ? contact : null
  }
  const found = [...draft.ledger.contacts.values()].filter(
    (contact) =>
      contact.step === fact.step &&
      contact.accounts.includes(account.id) &&
      (fact.attempt === undefined || contact.attempt === fact.attempt) &&
      !VOID.has(contact.state),
  )
  return found.sort((a, b) => b.id - a.id)[0] ?? null
}

function closeTask(
  contact: LedgerContact,
  disposition: Disposition,
  meaning: DispositionMeaning,
  at: number,
): void {
  if (contact.disposition !== null && !outranks(disposition, contact.disposition)) return
  contact.state = meaning.attempt ? 'sent' : 'failed'
  contact.at ??= at
  contact.outcome = meaning.outcome
  contact.disposition = disposition
}

function receive(
  contact: LedgerContact,
  disposition: Disposition,
  meaning: DispositionMeaning,
  at: number,
): void {
  const state = stateAfter(meaning)
  if ((REACHED[state] ?? 0) > (REACHED[contact.state] ?? 0)) contact.state = state
  contact.at ??= at
  if (contact.disposition !== null && !outranks(disposition, contact.disposition)) return
  contact.outcome = meaning.outcome
  contact.disposition = disposition
}

function stateAfter({ outcome }: DispositionMeaning): 'sent' | 'delivered' | 'failed' {
  if (outcome === 'sent') return 'sent'
  return OUTCOME_LEVEL[outcome] === 0 ? 'failed' : 'delivered'
}

/** Of two words on one contact the one that got further counts, in whatever order they come. */
function outranks(fresh: Disposition, known: Disposition): boolean {
  return rankOf(fresh) > rankOf(known)
}

function rankOf(disposition: Disposition): string {
  const { outcome } = meaningOf(disposition)
  const proof = outcome === 'sent' ? 0 : outcome === 'failed' ? 1 : 2
  return `${proof}${OUTCOME_LEVEL[outcome]}${disposition}`
}

function promiseFrom(
  draft: Draft,
  subject: OnAccount,
  contact: LedgerContact,
  by: string,
  amount: number,
  madeAt: number,
): void {
  const externalId = `contact-${contact.id}`
  putPromise(draft, subject, { externalId, amount, madeAt, by, graceDays: 0, cancelled: false })
  raiseAccount(draft, subject.account.id)
}

function takeEffect(
  draft: Draft,
  subject: OnAccount,
  contact: LedgerContact,
  disposition: Disposition,
  effect: NonNullable<DispositionMeaning['effect']>,
  at: number,
): void {
  const person: Subject = { person: subject.person, account: null }
  const externalId = `contact-${contact.id}`
  switch (effect) {
    case 'dispute':
      return putHold(draft, subject, { kind: 'dispute', externalId, on: true }, at)
    case 'hardship':
      return putHold(draft, subject, { kind: 'hold', externalId, on: true, reason: effect }, at)
    case 'attorney':
    case 'bankruptcy':
    case 'deceased':
      return putHold(draft, person, { kind: 'hold', externalId, on: true, reason: effect }, at)
    case 'cease':
      return putHold(draft, person, { kind: 'cease', externalId: 'cease', on: true }, at)
    case 'optout': {
      const { number, point } = contact
      const channel = number === null ? contact.channel : null
      return putHold(
        draft,
        person,
        { kind: 'optout', externalId: 'optout', on: true, number, point, channel },
        at,
      )
    }
    case 'point_invalid':
      return spoil(draft, subject, contact, disposition, at)
  }
}

/** A number that does not exist is dead for everybody; one that is somebody else's only for this person. */
function spoil(
  draft: Draft,
  { person }: OnAccount,
  contact: LedgerContact,
  disposition: Disposition,
  at: number,
): void {
  if (contact.number === null) return
  const everybody = disposition === 'invalid_number' || disposition === 'no_such_address'
  for (const point of draft.ledger.points)
    if (point.number === contact.number && (everybody || point.person === person.id))
      setValid(draft, point, false, at)
  if (everybody) raiseNumber(draft, contact.number)
  raisePerson(draft, person.id)
}
