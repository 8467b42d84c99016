import { z } from 'zod'
import { HUMAN_TASK_KINDS } from '../base/human-task.ts'
import { TASK_ANSWERS } from '../base/task-word.ts'
import { ACTORS, PLACES } from '../base/list.ts'
import { CHANNELS } from '../channel/channel.ts'
import { isCurrency } from '../base/money.ts'
import { PRODUCTS } from './product.ts'
import { DISPOSITIONS } from './disposition.ts'
import { HOLD_REASONS } from './hold-reason.ts'
import { amount, day, instant, isNameSchema, name, nameOf, zone } from './field.ts'
import { closedHours, contactKind, contactRef, point, pointRef, promised, spokenTo } from './said.ts'

/** Every kind of fact that the engine takes from outside, one line of JSON each (`/v1/facts`, imports, replay). Past tense; `at` = happened, `recorded` = when the engine learns it. */

const envelope = { at: instant, recorded: instant.optional(), key: name.optional() }
const onAccount = { ...envelope, account: name }
/** A fact about an account, or about the debtor as a person. */
const onEither = { ...envelope, account: name.optional(), debtor: name.optional() }

/** What a brake is on; a field that is left out = any. */
const braked = {
  ...envelope,
  channel: z.enum(CHANNELS).optional(),
  strategy: name.optional(),
  creditor: name.optional(),
  by: name.optional().describe('who does it'),
}

const accountOpened = z.strictObject({
  type: z.literal('account.opened'),
  ...onAccount,
  debtor: name,
  creditor: name,
  actor: z.enum(ACTORS).optional(),
  collector: name.optional(),
  product: z.enum(PRODUCTS).optional(),
  currency: z.string().refine(isCurrency, 'an ISO 4217 currency'),
  /** Residence; several where the data points to several. ISO 3166 country or subdivision. */
  region: z.union([name, z.array(name).min(1)]).optional(),
  /** Candidate zones; unknown = all zones of the country and of the number. */
  zone: z.union([zone, z.array(zone).min(1)]).optional(),
  locale: z.string().min(2).max(35).optional(),
  household: name.optional(),
  name: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
  points: z.array(point).max(20).optional(),
  score: z.number().min(0).max(1).optional(),
})

export const FACTS = [
  accountOpened,
  z.strictObject({
    type: z.literal('account.snapshot'),
    ...onAccount,
    pastDue: amount,
    oldestDueOn: day.nullable(),
    balance: amount.optional(),
  }),
  z.strictObject({ type: z.literal('account.recalled'), ...onAccount }),
  z.strictObject({
    type: z.literal('account.closed'),
    ...onAccount,
    reason: z.enum(['settled', 'charged_off', 'sold', 'placed', 'closed']),
  }),
  z.strictObject({ type: z.literal('account.reopened'), ...onAccount }),
  z.strictObject({
    type: z.literal('obligation.billed'),
    ...onAccount,
    obligation: name,
    dueOn: day,
    amount,
  }),
  z.strictObject({ type: z.literal('obligation.rescheduled'), ...onAccount, obligation: name, dueOn: day }),
  z.strictObject({ type: z.literal('obligation.cancelled'), ...onAccount, obligation: name }),
  z.strictObject({
    type: z.literal('payment.received'),
    ...onAccount,
    payment: name,
    amount,
    obligation: name.optional(),
  }),
  z.strictObject({ type: z.literal('payment.reversed'), ...onAccount, payment: name }),
  z.strictObject({ type: z.literal('score.changed'), ...onAccount, score: z.number().min(0).max(1) }),
  z.strictObject({
    type: z.literal('dispute.opened'),
    ...onAccount,
    dispute: name,
    reason: z.string().max(2000).optional(),
  }),
  z.strictObject({
    type: z.literal('dispute.resolved'),
    ...onAccount,
    dispute: name,
    outcome: z.enum(['upheld', 'rejected', 'withdrawn']),
  }),
  /** What became of a dispute that was upheld: it holds until the ledger is corrected, or until this is said. */
  z.strictObject({
    type: z.literal('dispute.closed'),
    ...onAccount,
    dispute: name,
    reason: z.enum(['corrected', 'stays_owed']),
  }),
  z.strictObject({
    type: z.literal('hold.placed'),
    ...onEither,
    hold: name,
    reason: z.enum(HOLD_REASONS),
    accounts: z
      .array(name)
      .min(1)
      .max(100)
      .optional()
      .describe('the only accounts that it is about; a hold of the person, such as a death, is about all'),
    until: day.optional(),
  }),
  z.strictObject({ type: z.literal('hold.lifted'), ...onEither, hold: name }),
  z.strictObject({ type: z.literal('cease.received'), ...onEither, written: z.boolean().default(true) }),
  z.strictObject({ type: z.literal('cease.withdrawn'), ...onEither }),
  z.strictObject({
    type: z.literal('optout.received'),
    ...onEither,
    ...pointRef,
    channel: z.enum(CHANNELS).optional(),
  }),
  z.strictObject({
    type: z.literal('optout.withdrawn'),
    ...onEither,
    ...pointRef,
    channel: z.enum(CHANNELS).optional(),
  }),
  z.strictObject({
    type: z.literal('consent.given'),
    ...onEither,
    ...pointRef,
    consent: name,
    until: instant.optional(),
  }),
  z.strictObject({ type: z.literal('consent.revoked'), ...onEither, ...pointRef, consent: name }),
  z.strictObject({
    type: z.literal('preference.set'),
    ...onEither,
    closed: closedHours.optional().describe('all hours that are inconvenient from now on'),
    places: z
      .array(z.enum(PLACES))
      .max(PLACES.length)
      .optional()
      .describe('all places where contact is inconvenient from now on'),
  }),
  z.strictObject({ type: z.literal('point.added'), ...onEither, ...point.shape }),
  z.strictObject({ type: z.literal('point.invalid'), ...onEither, ...pointRef }),
  z.strictObject({
    type: z.literal('evidence.recorded'),
    ...onEither,
    ...pointRef,
    agent: name.optional(),
    /** The key that a rule names, such as validation.sent_or_due_within_5d. */
    evidence: name,
    value: z.union([z.boolean(), z.number(), z.string().max(4000)]).default(true),
    until: instant.optional(),
  }),
  z.strictObject({
    type: z.literal('promise.made'),
    ...onAccount,
    promise: name,
    amount,
    by: day,
    graceDays: z.number().int().min(0).max(60).default(0),
  }),
  z.strictObject({ type: z.literal('promise.cancelled'), ...onAccount, promise: name }),
  /** A provider's word on a message, or a disposition or report that an agent did not give over the task API. */
  z.strictObject({
    type: z.literal('contact.outcome'),
    ...onAccount,
    ...contactRef,
    disposition: z.enum(DISPOSITIONS),
    promise: promised,
    agent: spokenTo,
    note: z.string().max(4000).optional(),
  }),
  /** A contact made outside the engine (before it, by an agency, or by the debtor): caps and gaps count it, what was said in it acts as of `at`, and a message from the debtor that asks to be left alone is an opt-out. */
  z.strictObject({
    type: z.literal('contact.recorded'),
    ...onEither,
    ...pointRef,
    channel: z.enum(CHANNELS),
    direction: z.enum(['out', 'in']).default('out'),
    disposition: z.enum(DISPOSITIONS),
    promise: promised,
    agent: spokenTo,
    creditor: name.optional(),
    collector: name.optional(),
    ...contactKind,
    text: z.string().max(4000).optional(),
  }),
  /** A creditor's file is whole: its figures are as of that day or instant. */
  z.strictObject({
    type: z.literal('feed.completed'),
    ...envelope,
    creditor: name,
    asOf: z.union([day, instant]),
  }),
  /** Contacts are stopped by hand, and what they wait for is no time of theirs. */
  z.strictObject({ type: z.literal('brake.set'), ...braked }),
  z.strictObject({ type: z.literal('brake.released'), ...braked }),
  /** What a human understood of a message that might have asked to be left alone. */
  z.strictObject({
    type: z.literal('reply.read'),
    ...onEither,
    /** The key of the contact.recorded that brought it. */
    reply: nameOf(1000),
    meaning: z.enum(['optout', 'other']),
  }),
  /** A human's answer to what the engine asked, named by its step, else by its kind; where several are open, also by the rule, the message or the engine's number. */
  z.strictObject({
    type: z.literal('task.resolved'),
    ...onEither,
    step: name.optional(),
    kind: z.enum(HUMAN_TASK_KINDS).optional(),
    rule: name.optional(),
    reply: nameOf(1000).optional().describe('the key of the contact.recorded to be read'),
    task: z.number().int().positive().optional(),
    answer: z.enum(TASK_ANSWERS),
    agent: name.optional().describe('who says it'),
  }),
] as const

export const FactInput = z.discriminatedUnion('type', FACTS)
/** A fact as it comes in, parsed. */
export type FactInput = z.infer<typeof FactInput>
export type FactType = FactInput['type']
export type FactOf<T extends FactType> = Extract<FactInput, { type: T }>

/** About nobody's account: a creditor's file, or a brake. */
export type FactOfNobody = FactOf<'feed.completed' | BrakeFactType>
export type BrakeFactType = 'brake.set' | 'brake.released'

export function isOfNobody(fact: FactInput): fact is FactOfNobody {
  return fact.type === 'feed.completed' || isBrakeFact(fact)
}

export function isBrakeFact(fact: FactInput): fact is FactOf<BrakeFactType> {
  return fact.type === 'brake.set' || fact.type === 'brake.released'
}

/** The account that a fact names; a fact about a creditor names none. */
export function accountIn(fact: FactInput): string | undefined {
  return 'account' in fact ? fact.account : undefined
}

/** The fields of a kind of fact that hold a name or a list of names. */
export function nameFields({ shape }: (typeof FACTS)[number]): string[] {
  return Object.entries(shape).flatMap(([field, each]) => (isNameSchema(each) ? [field] : []))
}

/** Of any kind. */
export const NAME_FIELDS: ReadonlySet<string> = new Set(FACTS.flatMap(nameFields))
