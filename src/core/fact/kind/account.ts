import { z } from 'zod'
import type { HouseholdId, PersonId } from '../../base/id.ts'
import { ACTORS } from '../../base/list.ts'
import { currencyAt } from '../../arrears/changeover.ts'
import { hasChangeover } from '../../base/changeover-rates.ts'
import { isCurrency } from '../../base/money.ts'
import type { Instant } from '../../base/time.ts'
import type { LedgerAccount } from '../../model/ledger.ts'
import { PRODUCTS } from '../../model/product.ts'
import { applyCurrency } from '../apply/currency.ts'
import { type Applied, type Draft, type OnAccount, refused, reviewSubject, type Subject } from '../draft.ts'
import { locale, LONGEST, name, zone } from '../field.ts'
import { lineLasts } from '../line-lasts.ts'
import { newAccount } from '../new-account.ts'
import { addPoints, learnPlace } from '../person.ts'
import { point } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onAccount } from './envelope.ts'
import { type FactKind, when } from './kind.ts'

/** An account as its ledger tells it. */

const opened = z.strictObject({
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
  locale: locale.optional(),
  household: name.optional(),
  name: z.string().max(LONGEST.name).optional(),
  phone: z.string().max(40).optional(),
  points: z.array(point).max(20).optional(),
  score: z.number().min(0).max(1).optional(),
})
export const accountOpened: FactKind<typeof opened> = {
  schema: opened,
  key: (fact) => [fact.account],
  names: [],
  // What was said of the account before it was known becomes a hold of the person.
  needs: ({ creditor, currency }) => ({
    money: true,
    ...(hasChangeover(currency) && { promises: true, plans: true, settlements: true }),
    cases: true,
    holds: true,
    points: true,
    early: true,
    feed: { creditor },
  }),
  laterCounts: true,
  supersedes: 'where_it_changes',
  differs: ['at', 'score'],
  bringsPoints: true,
  personal: ['name', 'phone', 'points'],
  about: 'either',
  apply: applyOpened,
}

const score = z.strictObject({
  type: z.literal('score.changed'),
  ...onAccount,
  score: z.number().min(0).max(1),
})
export const scoreChanged: FactKind<typeof score> = {
  schema: score,
  key: (fact) => [fact.account, when(fact)],
  names: [],
  lastAt: 'scoreAt',
  needs: {},
  supersedes: 'never',
  about: 'account',
  apply: applyScore,
}

/** A new account, or what a later line says about a known one. */
function applyOpened(
  draft: Draft,
  { person, account }: Subject,
  fact: z.infer<typeof opened>,
  prepared: Telling,
): Applied {
  if (account && account.creditor !== fact.creditor)
    return refused(prepared, 'conflicting_fact', 'the account is known with another creditor')
  if (account && currencyAt(account, prepared.at) !== fact.currency) {
    const word = { at: prepared.at, currency: fact.currency, rate: null }
    const changed = applyCurrency(draft, { person, account }, word, prepared)
    if (changed !== 'taken') return changed
  }
  // When two lines have one instant, the one that is recorded later is the later word.
  const at = account?.lineAt === prepared.at ? prepared.at + 1 : prepared.at
  const late = account !== null && account.lineAt !== null && at < account.lineAt
  if (account) lineLasts(draft, account)
  const isNew = account === null
  describePerson(draft, person.id, fact, { prepared, late })
  const described = account ?? openAccount(draft, person.id, fact, prepared)
  addPoints(draft, person, prepared, { account: described.id, at })
  if (!late)
    Object.assign(described, { lineAt: at, lineFrom: at, lineDigest: prepared.digest, lineMark: null })
  if (isNew) return 'taken'
  redescribe(described, fact, late)
  if (fact.score !== undefined) learnScore(described, fact.score, prepared.at)
  draft.accounts.add(described)
  reviewSubject(draft, { person, account: described })
  return 'taken'
}

/** A line that comes late only fills what no other has said. */
function redescribe(account: LedgerAccount, fact: z.infer<typeof opened>, late: boolean): void {
  const { actor, product, collector } = fact
  account.actor = (late ? account.actor : null) ?? actor ?? account.actor
  account.product = (late ? account.product : null) ?? product ?? account.product
  if (!late) account.collector = collector ?? account.collector
}

function applyScore(
  draft: Draft,
  subject: OnAccount,
  fact: z.infer<typeof score>,
  prepared: Telling,
): Applied {
  const { account } = subject
  const before = account.score
  const wasAt = account.scoreAt
  if (!learnScore(account, fact.score, prepared.at)) return 'taken'
  draft.accounts.add(account)
  if (account.score === before && wasAt !== null) return 'same'
  reviewSubject(draft, subject)
  return 'taken'
}

/** False where a later score is known. */
function learnScore(account: LedgerAccount, score: number, at: Instant): boolean {
  if (account.scoreAt !== null && at < account.scoreAt) return false
  if (account.score !== score) account.lineMark = null
  account.score = score
  account.scoreAt = at
  return true
}

function describePerson(
  draft: Draft,
  id: PersonId,
  fact: z.infer<typeof opened>,
  { prepared, late }: { prepared: Telling; late: boolean },
): void {
  const person = draft.ledger.persons.get(id)
  if (!person) return
  learnPlace(draft, person, prepared)
  if (late) return
  person.locale = fact.locale ?? person.locale
  person.name = prepared.name ?? person.name
  if (fact.household !== undefined) person.household = householdOf(draft, fact.household)
  draft.persons.add(person)
}

function householdOf(draft: Draft, externalId: string): HouseholdId {
  const known = draft.ledger.households.get(externalId)
  if (known !== undefined) return known
  const id = draft.ledger.ids.household()
  draft.ledger.households.set(externalId, id)
  draft.changes.newHouseholds.push({ id, externalId })
  return id
}

function openAccount(
  draft: Draft,
  person: PersonId,
  fact: z.infer<typeof opened>,
  { at }: Telling,
): LedgerAccount {
  const account = newAccount({
    id: draft.ledger.ids.account(),
    person,
    externalId: fact.account,
    creditor: fact.creditor,
    collector: fact.collector ?? fact.creditor,
    actor: fact.actor ?? null,
    product: fact.product ?? null,
    currency: fact.currency,
    zones: draft.ledger.persons.get(person)?.zones ?? [],
    score: fact.score ?? null,
    scoreAt: fact.score === undefined ? null : at,
  })
  draft.ledger.accounts.set(account.id, account)
  draft.ledger.accountOf.set(account.externalId, account.id)
  draft.changes.newAccounts.push(account)
  return account
}
