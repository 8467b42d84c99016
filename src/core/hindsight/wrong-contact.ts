import { plansInForce, planStates } from '../agreement/plan-state.ts'
import { planFileOf } from '../agreement/told.ts'
import type { AccountId } from '../base/id.ts'
import { type Instant, lastDayOf } from '../base/time.ts'
import type { ContactRow } from '../model/contact-row.ts'
import { STATES } from '../model/contact-state.ts'
import type { Dossier, DossierAccount, DossierHold } from '../model/dossier.ts'
import type { HoldReason } from '../model/hold-reason.ts'
import { runsAt } from '../model/hold-time.ts'
import { promiseTraits } from '../model/promise.ts'
import { settlementTraits } from '../model/settlement.ts'
import type { Strategy } from '../model/strategy.ts'
import { promiseFileOf, promiseStates } from '../promise/state.ts'
import { settledFigures } from '../settlement/figures.ts'
import { settlementsInForce, settlementsOf } from '../settlement/in-force.ts'

/** Why a contact that left should not have been made, as a sentence ends that begins with `it is known since that`. */
export const WRONG = {
  nothing_past_due: 'nothing was past due then',
  ended: 'collection had ended',
  hold: 'a hold stood',
  dispute: 'a dispute was open',
  cease: 'the debtor had asked for no more contact',
  optout: 'the debtor had opted out',
  promise: 'a promise was open',
  plan: 'a plan was kept',
  settlement: 'a settlement was in force',
  in_doubt: 'what was known then cannot be worked out again',
} as const
export type WrongWhy = keyof typeof WRONG

export interface Wrong {
  why: WrongWhy
  /** The account, by the ledger's name; null = all of the person's. */
  account: string | null
  /** The reason of a hold; null = none was given. */
  reason: HoldReason | null
}

export const IN_DOUBT: Wrong = { why: 'in_doubt', account: null, reason: null }

/** The part of a contact that is asked. */
export type LeftContact = Pick<ContactRow, 'id' | 'person' | 'accounts' | 'channel' | 'point' | 'number'> & {
  at: Instant
}

/** Contacts of the engine that ask for money and left, or may have: notices that a law demands go on whatever is held. */
export const MAY_BE_WRONG = { states: STATES.left, purpose: 'collect' } as const

export interface Hindsight {
  /** The person as of the contact, by all that is known now. */
  now: Dossier
  /** The same by what was known then. */
  before: Dossier
  terms: AgreedTerms
}

/** What the strategy of its case says of promises, plans and settlements. */
export type AgreedTerms = Pick<Strategy, 'promises' | 'plans' | 'settlements'>

/** What stood against the contact at its instant by what is known now, and did not by what was known then. */
export function wrongNow(contact: LeftContact, { now, before, terms }: Hindsight): Wrong[] {
  const known = new Set(against(contact, before, terms).map(textOf))
  const found = new Map(against(contact, now, terms).map((one) => [textOf(one), one]))
  return [...found].flatMap(([text, one]) => (known.has(text) ? [] : [one]))
}

/** How lists show it: `nothing_past_due`, `hold:bankruptcy`. */
export function wrongWord({ why, reason }: Wrong): string {
  return reason === null ? why : `${why}:${reason}`
}

export function wrongText({ why, account, reason }: Wrong): string {
  const of = account === null ? '' : ` (account ${account})`
  return `${WRONG[why]}${reason === null ? '' : `: ${reason}`}${of}`
}

function textOf(one: Wrong): string {
  return `${wrongWord(one)} ${one.account ?? ''}`
}

function against(contact: LeftContact, dossier: Dossier, terms: AgreedTerms): Wrong[] {
  const on = lastDayOf(dossier.person.zones, contact.at)
  const accounts = dossier.accounts.filter(({ id }) => contact.accounts.includes(id))
  return [
    ...accounts.flatMap((account) => ofAccount(dossier, account, { at: contact.at, terms })),
    ...dossier.holds
      .filter((hold) => runsAt(hold, contact.at, on) && meets(hold, contact, dossier))
      .map(({ kind, account, reason }) => ({ why: kind, account: nameOf(account, accounts), reason })),
  ]
}

interface When {
  at: Instant
  terms: AgreedTerms
}

function ofAccount(dossier: Dossier, account: DossierAccount, { at, terms }: When): Wrong[] {
  const one = (why: WrongWhy): Wrong => ({ why, account: account.externalId, reason: null })
  if (account.collection === 'ended') return [one('ended')]
  const { promises: types, settlements: limits } = terms
  const settlements = settlementsOf(dossier, { now: at, limits })
  const states = settlements.get(account.id) ?? []
  const settled = settledFigures(dossier, account, { states, now: at })
  if ((settled ?? account).pastDue === 0) return [one('nothing_past_due')]
  const inForce = settlementsInForce(settlements)
  const plans = planStates({ ...planFileOf(dossier, at), types: terms.plans, inForce })
  const over = [...inForce, ...plansInForce(plans)]
  const promises = promiseStates({ ...promiseFileOf(dossier, account, at), types, inForce: over })
  const rests = plans.some(
    (state) =>
      state.plan.accounts.includes(account.id) && state.rests.some(({ from, to }) => from <= at && at < to),
  )
  return [
    ...(promises.some(({ status }) => promiseTraits(status).silent) ? [one('promise')] : []),
    ...(rests ? [one('plan')] : []),
    ...(states.some(({ status }) => settlementTraits(status).silent) ? [one('settlement')] : []),
  ]
}

/** A point is known by its number: where facts are told again, it has another id. */
function meets(
  { account, channel, point, number }: DossierHold,
  contact: LeftContact,
  { points }: Dossier,
): boolean {
  const of = number ?? points.find(({ id }) => id === point)?.number ?? null
  return (
    (account === null || contact.accounts.includes(account)) &&
    (channel === null || channel === contact.channel) &&
    ((of === null && point === null) || of === contact.number)
  )
}

function nameOf(id: AccountId | null, accounts: readonly DossierAccount[]): string | null {
  return accounts.find((one) => one.id === id)?.externalId ?? null
}
