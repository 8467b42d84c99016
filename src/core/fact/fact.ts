import { isOffer } from './apply/settled-words.ts'
import { z } from 'zod'
import { taskTraits } from '../model/human-task.ts'
import { isNameSchema } from './field.ts'
import * as account from './kind/account.ts'
import * as asked from './kind/asked.ts'
import * as cease from './kind/cease.ts'
import * as collection from './kind/collection.ts'
import * as contact from './kind/contact.ts'
import * as currency from './kind/currency.ts'
import * as creditor from './kind/creditor.ts'
import * as dispute from './kind/dispute.ts'
import * as evidence from './kind/evidence.ts'
import * as hold from './kind/hold.ts'
import type { FactKind } from './kind/kind.ts'
import * as money from './kind/money.ts'
import * as obligation from './kind/obligation.ts'
import * as optout from './kind/optout.ts'
import * as outcome from './kind/outcome.ts'
import * as person from './kind/person.ts'
import * as plan from './kind/plan.ts'
import * as promise from './kind/promise.ts'
import * as settlement from './kind/settlement.ts'
import * as snapshot from './kind/snapshot.ts'

/** Every kind of fact that the engine takes from outside, one line of JSON each (`/v1/facts`, imports, replay); in the order in which they are told. */
const KINDS = [
  account.accountOpened,
  snapshot.accountSnapshot,
  collection.accountRecalled,
  collection.accountClosed,
  collection.accountReopened,
  currency.accountRedenominated,
  obligation.obligationBilled,
  obligation.feeCharged,
  obligation.interestCharged,
  obligation.obligationCorrected,
  obligation.obligationRescheduled,
  obligation.obligationCancelled,
  money.paymentReceived,
  money.paymentReversed,
  money.creditNoted,
  money.refundPaid,
  money.debtWrittenOff,
  account.scoreChanged,
  dispute.disputeOpened,
  dispute.disputeResolved,
  dispute.disputeClosed,
  hold.holdPlaced,
  hold.holdLifted,
  cease.ceaseReceived,
  cease.ceaseWithdrawn,
  optout.optoutReceived,
  optout.optoutWithdrawn,
  evidence.consentGiven,
  evidence.consentRevoked,
  person.preferenceSet,
  person.pointAdded,
  person.pointInvalid,
  evidence.evidenceRecorded,
  promise.promiseMade,
  promise.promiseCancelled,
  promise.promiseAccepted,
  promise.promiseRefused,
  plan.planProposed,
  plan.planAgreed,
  plan.planCancelled,
  plan.planAccepted,
  plan.planRefused,
  settlement.settlementOffered,
  settlement.settlementApproved,
  settlement.settlementRejected,
  settlement.settlementAccepted,
  settlement.settlementDeclined,
  settlement.settlementWithdrawn,
  outcome.contactOutcome,
  contact.contactRecorded,
  creditor.feedCompleted,
  creditor.brakeSet,
  creditor.brakeReleased,
  asked.replyRead,
  asked.taskResolved,
] as const

type SchemasOf<Kinds extends readonly { schema: unknown }[]> = { [I in keyof Kinds]: Kinds[I]['schema'] }

export const FACTS = KINDS.map(({ schema }) => schema) as unknown as SchemasOf<typeof KINDS>
export const FactInput = z.discriminatedUnion('type', FACTS)
/** A fact as it comes in, parsed. */
export type FactInput = z.infer<typeof FactInput>
export type FactType = FactInput['type']
export type FactOf<T extends FactType> = Extract<FactInput, { type: T }>

/** What each kind says of itself. */
export const FACT = Object.fromEntries(KINDS.map((kind) => [kind.schema.shape.type.value, kind])) as Record<
  string,
  unknown
> as Record<FactType, FactKind>

export function isFactType(type: string): type is FactType {
  return Object.hasOwn(FACT, type)
}

/** A fact about nobody's account: a creditor's file, or a brake. */
export type FactOfNobody = FactOf<'feed.completed' | BrakeFactType>
export type BrakeFactType = 'brake.set' | 'brake.released'

export function isOfNobody(fact: FactInput): fact is FactOfNobody {
  return FACT[fact.type].about === 'nobody'
}

export function isBrakeFact(fact: FactInput): fact is FactOf<BrakeFactType> {
  return fact.type === 'brake.set' || fact.type === 'brake.released'
}

/** A brake stops, and its release lets go on: who may say the one may not say the other. */
export function releasesBrake(fact: FactInput): fact is FactOf<'brake.released'> {
  return fact.type === 'brake.released'
}

/** An offer of a settlement bears the name of whoever told it, also where it was made in a contact. */
export function offersSettlement(
  fact: FactInput,
): fact is FactOf<'settlement.offered' | 'contact.outcome' | 'contact.recorded'> {
  switch (fact.type) {
    case 'settlement.offered':
      return true
    case 'contact.outcome':
    case 'contact.recorded':
      return fact.settlement !== undefined && isOffer(fact.settlement)
    default:
      return false
  }
}

/** Who grants a settlement by the fact or does not, and the field that says it; null = it is about none. */
export function granterIn(fact: FactInput): { name: string; path: string } | null {
  switch (fact.type) {
    case 'settlement.approved':
    case 'settlement.rejected':
      return { name: fact.by, path: 'by' }
    case 'task.resolved':
      if (fact.kind === undefined || !taskTraits(fact.kind).ofSettlement) return null
      return { name: fact.agent ?? '', path: 'agent' }
    default:
      return null
  }
}

/** The kinds of facts that say what an account owes. */
export const MONEY_TYPES = Object.keys(FACT)
  .filter(isFactType)
  .filter((type) => FACT[type].money !== undefined)

/** The account that a fact names; a fact about a creditor names none. */
export function accountIn(fact: FactInput): string | undefined {
  return 'account' in fact ? fact.account : undefined
}

export function debtorIn(fact: FactInput): string | undefined {
  return 'debtor' in fact ? fact.debtor : undefined
}

/** The fields of a kind of fact that hold a name or a list of names. */
export function nameFields({ shape }: (typeof FACTS)[number]): string[] {
  return Object.entries(shape).flatMap(([field, each]) => (isNameSchema(each) ? [field] : []))
}

/** The fields that hold names in a fact of any kind. */
export const NAME_FIELDS: ReadonlySet<string> = new Set(FACTS.flatMap(nameFields))
