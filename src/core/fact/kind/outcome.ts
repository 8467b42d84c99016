import { z } from 'zod'
import type { Day } from '../../base/time.ts'
import type { ContactId } from '../../base/id.ts'
import { type Outcome, OUTCOME_LEVEL } from '../../base/list.ts'
import { isByPerson } from '../../channel/channel.ts'
import {
  type Disposition,
  type DispositionMeaning,
  DISPOSITIONS,
  meaningOf,
} from '../../channel/disposition.ts'
import {
  type ContactState,
  isArrivalKnown,
  isInHand,
  isUnmade,
  stateTraits,
} from '../../model/contact-state.ts'
import type { LedgerContact } from '../../model/ledger.ts'
import { endOfSettlement, senseOfSettlement, settlementIn } from '../apply/settled-words.ts'
import { applyWords, needsOfWord, planIn, promiseIn, senseOfPlan } from '../apply/words.ts'
import { type Applied, type Draft, type OnAccount, refused, reviewSubject } from '../draft.ts'
import {
  contactRef,
  planned,
  promised,
  senseOfPromise,
  settledFor,
  spokenTo,
  tellerOfOffer,
} from '../said.ts'
import { countAfterEnd } from '../sent-after-end.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactEnd, type FactKind, when } from './kind.ts'

/** A provider's word on a message, or a disposition or report that an agent did not give over the task API. */
const outcome = z.strictObject({
  type: z.literal('contact.outcome'),
  ...onAccount,
  ...contactRef,
  disposition: z.enum(DISPOSITIONS),
  promise: promised,
  plan: planned,
  settlement: settledFor,
  toldBy: tellerOfOffer,
  agent: spokenTo,
  note: z.string().max(4000).optional(),
})
export const contactOutcome: FactKind<typeof outcome> = {
  schema: outcome,
  key: (fact) => [
    fact.account,
    fact.contact ?? fact.step,
    fact.contact === undefined ? (fact.attempt ?? when(fact)) : '',
    fact.disposition,
  ],
  names: ['contact', 'step', 'attempt'],
  needs: ({ contact, step, disposition }) => {
    const { reaches, ...needs } = needsOfWord(disposition)
    return { ...needs, contact: { contact, step }, ...(reaches && { reaches: 'contact' }) }
  },
  supersedes: 'where_it_changes',
  sense: (fact) => senseOfPromise(fact) ?? senseOfPlan(fact) ?? senseOfSettlement(fact),
  differs: ['toldBy'],
  ends: endOfAgreed,
  personal: ['note'],
  text: 'note',
  about: 'account',
  apply: applyOutcome,
}

/** A promise that is made in a contact is called so, and by the id of the contact. */
export const SAID_IN = 'contact-'

/** What came back of a contact that the engine made, from a provider or from a person. */
function applyOutcome(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof outcome>,
  prepared: Telling,
): Applied {
  const contact = contactNamed(draft, subject, fact)
  if (!contact) return refused(prepared, 'unknown_contact', 'the account has no such contact', 'contact')
  const meaning = meaningOf(fact.disposition)
  const promise = promiseIn(subject, fact, prepared)
  if (promise !== null && 'code' in promise) return promise
  const plan = planIn(subject, fact, prepared)
  if (plan !== null && 'code' in plan) return plan
  const name = `${SAID_IN}${contact.id}`
  const settlement = settlementIn(draft, subject, { ...fact, name }, prepared)
  if (settlement !== null && 'code' in settlement) return settlement
  const before = contact.state
  const freed = isUnmade(before)
  const { disposition } = fact
  if (freed) countAfterEnd(draft, subject, contact, { disposition, at: prepared.at })
  else if (isByPerson(contact.channel)) closeTask(contact, disposition, meaning, prepared.at)
  else receive(contact, disposition, meaning, prepared.at)
  if (!freed) draft.contacts.add(contact)
  if (isNews(before, contact.state, meaning)) reviewSubject(draft, subject)
  const { channel, number, point } = contact
  const said = { disposition, channel, number, point, promise, plan, settlement, name }
  applyWords(draft, subject, said, prepared)
  return 'taken'
}

/** Whether whoever decides looks again. */
function isNews(before: ContactState, after: ContactState, { rightParty }: DispositionMeaning): boolean {
  return (before !== after && !isArrivalKnown(after)) || isInHand(before) || rightParty
}

/** What a word leaves of a contact on which it does nothing else: it asks nobody, raises nothing and wakes nobody. Null = it does more than that. */
export function onlySettles(
  contact: Pick<LedgerContact, 'state' | 'outcome' | 'disposition'>,
  disposition: Disposition,
): Pick<LedgerContact, 'state' | 'outcome' | 'disposition'> | null {
  const meaning = meaningOf(disposition)
  if (isUnmade(contact.state) || meaning.effect !== undefined) return null
  const { state, outcome, disposition: known } = contact
  const after = { state, at: null, outcome, disposition: known }
  receive(after, disposition, meaning, 0)
  if (isNews(state, after.state, meaning)) return null
  return { state: after.state, outcome: after.outcome, disposition: after.disposition }
}

/** The day of what was agreed in a contact. */
export function endOfAgreed({
  promise,
  ...said
}: { promise?: { by: Day } | undefined } & Parameters<typeof endOfSettlement>[0]): FactEnd | null {
  if (promise) return { path: 'promise.by', on: promise.by, last: promise.by }
  const until = endOfSettlement(said)
  return until === null ? null : { path: 'settlement', on: until, last: until }
}

/** The contact by its id, or the latest of that step (and attempt) of the account. */
function contactNamed(
  draft: Draft,
  { account }: OnAccount,
  fact: z.infer<typeof outcome>,
): LedgerContact | null {
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
  contact: Pick<LedgerContact, 'state' | 'at' | 'outcome' | 'disposition'>,
  disposition: Disposition,
  meaning: DispositionMeaning,
  at: number,
): void {
  const state = stateAfter(meaning)
  // A late word never takes anything back.
  if ((stateTraits(state).reached ?? 0) > (stateTraits(contact.state).reached ?? 0)) contact.state = state
  contact.at ??= at
  const { disposition: known, outcome } = contact
  if (known === null || provenBy(meaning.outcome) > provenBy(outcome)) contact.outcome = meaning.outcome
  if (known === null || shownRank(disposition) > shownRank(known)) contact.disposition = disposition
}

/** A word that acts is shown, also of a message that is known to have arrived: whoever wonders why nobody is written to there finds it. */
function shownRank(disposition: Disposition): string {
  return `${meaningOf(disposition).effect === undefined ? 0 : 1}${rankOf(disposition)}`
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
  return `${provenBy(meaningOf(disposition).outcome)}${disposition}`
}

/** The furthest outcome counts, whatever is shown. */
function provenBy(outcome: string | null): string {
  const proof = outcome === 'sent' ? 0 : outcome === 'failed' ? 1 : 2
  return `${proof}${OUTCOME_LEVEL[outcome as Outcome] ?? 0}`
}
