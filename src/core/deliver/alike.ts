import type { Verdict } from '../model/verdict.ts'
import { fieldsOf, hasAny, valuesOf } from '../model/field-uses.ts'
import type {
  SendingDossier,
  DossierAccount,
  DossierEvidence,
  DossierPerson,
  DossierPoint,
} from '../model/dossier.ts'
import { ASKED_CASE, ASKED_CONTACT, type AskRedeem, type RedeemQuestion } from './ask.ts'

/**
 * What a field is to the verdict about somebody whom nobody has contacted yet. Two contacts are alike if all that is `same` is equal.
 *
 * | word | meaning |
 * |---|---|
 * | same | the verdict may depend on the value |
 * | name | it says whose it is, and is compared with other names alone: whoever is plain has none to compare |
 * | unread | no verdict reads it |
 * | none | who has any is asked about alone |
 */
type Use = 'same' | 'name' | 'unread' | 'none'

export const PERSON = {
  id: 'name',
  externalId: 'unread',
  household: 'name',
  locale: 'same',
  regions: 'same',
  zones: 'same',
  closed: 'same',
} as const satisfies Record<keyof DossierPerson, Use>

/** The point of the contact; the others only have to be valid. */
export const POINT = {
  id: 'name',
  kind: 'unread',
  number: 'name',
  line: 'same',
  place: 'same',
  role: 'same',
  valid: 'same',
  former: 'unread',
  namedAt: 'unread',
} as const satisfies Record<keyof Required<DossierPoint>, Use>

export const ACCOUNT = {
  id: 'name',
  externalId: 'unread',
  creditor: 'same',
  collector: 'same',
  actor: 'same',
  product: 'same',
  currency: 'unread',
  currencies: 'unread',
  pastDue: 'unread',
  balance: 'unread',
  anchor: 'same',
  score: 'unread',
  collection: 'unread',
  collectionAt: 'unread',
  endedReason: 'same',
  feed: 'unread',
  apart: 'unread',
  received: 'unread',
} as const satisfies Record<keyof Required<DossierAccount>, Use>

const EVIDENCE = {
  key: 'same',
  account: 'name',
  point: 'name',
  agent: 'same',
  value: 'same',
  at: 'same',
  until: 'same',
} as const satisfies Record<keyof DossierEvidence, Use>

/** The lists of a dossier: of those that are `same`, the fields are told above. */
export const DOSSIER = {
  person: 'same',
  points: 'same',
  accounts: 'same',
  cases: 'unread',
  evidence: 'same',
  holds: 'none',
  promises: 'none',
  plans: 'none',
  settlements: 'none',
  billed: 'unread',
  settled: 'unread',
  rested: 'unread',
  shown: 'unread',
  contacts: 'none',
  denied: 'unread',
  asked: 'none',
} as const satisfies Record<keyof Required<SendingDossier>, Use>

const ALONE = fieldsOf<SendingDossier>(DOSSIER, 'none')
const [OF_PERSON, OF_POINT] = [fieldsOf<DossierPerson>(PERSON, 'same'), fieldsOf<DossierPoint>(POINT, 'same')]
const [OF_ACCOUNT, OF_EVIDENCE] = [
  fieldsOf<DossierAccount>(ACCOUNT, 'same'),
  fieldsOf<DossierEvidence>(EVIDENCE, 'same'),
]
/** Names of the contact: it is asked about the account, at the point, that the dossier has. */
const NAMES: readonly string[] = ['accounts', 'point']
const OF_CONTACT = ASKED_CONTACT.filter((field) => !NAMES.includes(field))

/** Contacts that are alike get one verdict: it is asked for once for all of a page, which is judged at one instant. */
export function askOnce(ask: AskRedeem): AskRedeem {
  const known: { likeness: Likeness; verdict: Verdict }[] = []
  return (question) => {
    const likeness = likenessOf(question)
    if (likeness === null) return ask(question)
    let one = known.find((other) => isSame(other.likeness, likeness))
    if (!one) known.push((one = { likeness, verdict: ask(question) }))
    return one.verdict
  }
}

/** All that a verdict about somebody with one account and without history may depend on: values, and lists of such. */
export type Likeness = readonly unknown[]

/** Null = it is asked about alone. */
export function likenessOf({
  contact,
  case: theCase,
  dossier,
  at,
  suspects,
}: RedeemQuestion): Likeness | null {
  const { person, points, evidence } = dossier
  const account = onlyAccount(dossier, contact)
  const point = points.find(({ id }) => id === contact.point)
  if (!account || !point || !isPlain(dossier)) return null
  const shown = evidence.map((one) => likenessOfEvidence(one, point, dossier))
  if (shown.includes(null)) return null
  const likeness: unknown[] = [at, suspects, shown]
  for (const field of OF_CONTACT) likeness.push(contact[field])
  for (const field of ASKED_CASE) likeness.push(theCase[field])
  for (const field of OF_PERSON) likeness.push(person[field])
  for (const field of OF_ACCOUNT) likeness.push(account[field])
  for (const field of OF_POINT) likeness.push(point[field])
  return likeness
}

/** Values are the same, and lists of the same values; what is neither is never the same as something else. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (!isSame(one[index], other[index])) return false
  return true
}

function onlyAccount(
  { accounts }: SendingDossier,
  contact: RedeemQuestion['contact'],
): DossierAccount | null {
  const [account, otherAccount] = accounts
  const [named, otherNamed] = contact.accounts
  return account && !otherAccount && named === account.id && otherNamed === undefined ? account : null
}

/** What is known of a number that is not valid is evidence, and so is what is asked about. */
function isPlain(dossier: SendingDossier): boolean {
  return !hasAny(dossier, ALONE) && dossier.points.every(({ valid }) => valid)
}

/** Null = it speaks of another account or number, and whose that is may matter. */
function likenessOfEvidence(
  one: DossierEvidence,
  { number }: DossierPoint,
  { points, accounts }: SendingDossier,
): unknown[] | null {
  const isOwn = one.account === null || accounts.some(({ id }) => id === one.account)
  const isHere =
    one.point === null || points.some(({ id, number: its }) => id === one.point && its === number)
  return isOwn && isHere ? [valuesOf(one, OF_EVIDENCE), one.account === null, one.point === null] : null
}
