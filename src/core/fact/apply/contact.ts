import type { ContactId } from '../../base/id.ts'
import { OUTCOME_LEVEL } from '../../base/list.ts'
import {
  type ContactState,
  isInHand,
  isUnmade,
  stateFile,
  isArrivalKnown,
} from '../../model/contact-state.ts'
import { isByPerson } from '../../channel/channel.ts'
import type { ContactKind } from '../../model/contact-kind.ts'
import { amountIn } from './money.ts'
import { takeReply } from './reply.ts'
import { applyWords, type Said } from './words.ts'
import type { Disposition, DispositionMeaning } from '../../channel/disposition.ts'
import { meaningOf, OPT_OUT_MESSAGE } from '../../channel/disposition.ts'
import type { Applied, Draft, OnAccount, Subject } from '../draft.ts'
import { refused, reviewSubject } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import type { LedgerAccount, LedgerContact, LedgerPoint } from '../../model/ledger.ts'
import { pointNamed } from '../named-point.ts'
import { pointOf, setValid } from '../person.ts'
import { countAfterEnd } from '../sent-after-end.ts'
import type { PreparedFact } from '../prepared.ts'

type OutcomeFact = FactOf<'contact.outcome'>

/** What came back of a contact that the engine made, from a provider or from a person. */
export function applyOutcome(
  draft: Draft,
  subject: OnAccount,
  fact: OutcomeFact,
  prepared: PreparedFact,
): Applied {
  const contact = contactNamed(draft, subject, fact)
  if (!contact) return refused(prepared, 'unknown_contact', 'the account has no such contact', 'contact')
  const meaning = meaningOf(fact.disposition)
  // A word acts although the task it was said on was taken back meanwhile.
  if (isUnmade(contact.state) && isByPerson(contact.channel) && meaning.effect === undefined)
    return refused(prepared, 'contact_not_made', `the contact is ${contact.state}`, 'contact')
  const promise = promiseIn(subject, fact, prepared)
  if (promise !== null && 'code' in promise) return promise
  const before = contact.state
  const freed = isUnmade(before)
  const { disposition } = fact
  if (freed) countAfterEnd(draft, subject, contact, { disposition, at: prepared.at })
  else if (isByPerson(contact.channel)) closeTask(contact, disposition, meaning, prepared.at)
  else receive(contact, disposition, meaning, prepared.at)
  if (!freed) draft.contacts.add(contact)
  const moved = before !== contact.state && !isArrivalKnown(contact.state)
  if (moved || isInHand(before) || meaning.rightParty) reviewSubject(draft, subject)
  const { channel, number, point } = contact
  const said = { disposition, channel, number, point, promise, name: `contact-${contact.id}` }
  applyWords(draft, subject, said, prepared)
  return 'taken'
}

/** Null = none is given. */
function promiseIn(
  { account }: Subject,
  { promise }: Pick<OutcomeFact, 'promise'>,
  prepared: PreparedFact,
): Said['promise'] | Exclude<Applied, string> {
  if (promise === undefined || account === null) return null
  const amount = amountIn(account, promise.amount, prepared, 'promise.amount')
  return typeof amount === 'object' ? amount : { amount, by: promise.by }
}

/** A contact made outside the engine: it is there for caps, gaps and `reached`, and what was said in it acts. */
export function applyRecorded(
  draft: Draft,
  subject: Subject,
  fact: FactOf<'contact.recorded'>,
  prepared: PreparedFact,
): Applied {
  const ref = pointNamed(draft, subject, { point: fact.point, heard: isHeardIn(fact) }, prepared)
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  const promise = promiseIn(subject, fact, prepared)
  if (promise !== null && 'code' in promise) return promise
  const { person, account } = subject
  const disposition = prepared.reply === 'optout' ? OPT_OUT_MESSAGE : fact.disposition
  const own = ref ? pointOf(draft, person, ref) : undefined
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
    disposition,
    ...kindSaid(fact, account, own),
  })
  const where = { number: ref?.number ?? null, point: ref?.point ?? null }
  const name = `said-${prepared.digest.slice(0, 12)}`
  const words = fact.disposition === disposition ? [disposition] : [fact.disposition, disposition]
  for (const word of words)
    applyWords(
      draft,
      subject,
      { disposition: word, channel: fact.channel, ...where, promise, name },
      prepared,
    )
  if (own && fact.direction === 'in' && meaningOf(fact.disposition).rightParty)
    setValid(draft, own, true, prepared.at)
  if (prepared.reply) takeReply(draft, subject, ref, prepared)
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** It came from the number, or told it dead. */
function isHeardIn({ direction, disposition }: FactOf<'contact.recorded'>): boolean {
  return direction === 'in' || meaningOf(disposition).effect === 'point_invalid'
}

/** What the fact does not say is as of the account and the number; who acted, only where its own collector did. */
function kindSaid(
  fact: FactOf<'contact.recorded'>,
  account: LedgerAccount | null,
  point: LedgerPoint | undefined,
): ContactKind {
  const { automation = null, line, actor, product, action = null, collector } = fact
  const own = collector === undefined || collector === account?.collector
  return {
    automation,
    line: line ?? point?.line ?? null,
    actor: actor ?? (own ? (account?.actor ?? null) : null),
    product: product ?? account?.product ?? null,
    action,
  }
}

/** The contact by its id, or the latest of that step (and attempt) of the account. */
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
      !isUnmade(contact.state),
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
  // A late word never takes anything back.
  if ((stateFile(state).reached ?? 0) > (stateFile(contact.state).reached ?? 0)) contact.state = state
  contact.at ??= at
  if (contact.disposition !== null && !outranks(disposition, contact.disposition)) return
  contact.outcome = meaning.outcome
  contact.disposition = disposition
}

function stateAfter({ outcome, byProvider }: DispositionMeaning): ContactState {
  if (byProvider === 'taken') return 'sent'
  return OUTCOME_LEVEL[outcome] === 0 ? 'failed' : 'delivered'
}

/** The word on a contact that got further outranks the other, in whatever order they come. */
function outranks(fresh: Disposition, known: Disposition): boolean {
  return rankOf(fresh) > rankOf(known)
}

function rankOf(disposition: Disposition): string {
  const { outcome } = meaningOf(disposition)
  const proof = outcome === 'sent' ? 0 : outcome === 'failed' ? 1 : 2
  return `${proof}${OUTCOME_LEVEL[outcome]}${disposition}`
}
