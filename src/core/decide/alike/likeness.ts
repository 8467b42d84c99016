import type {
  Dossier,
  DossierAccount,
  DossierCase,
  DossierEvidence,
  DossierPerson,
  DossierPoint,
} from '../../model/dossier.ts'
import { fieldsOf, hasAny, valuesOf } from '../../model/field-uses.ts'
import type { Strategy } from '../../model/strategy.ts'
import { riskBand } from '../../machine/risk-band.ts'
import { rankOf } from '../../machine/threshold.ts'
import type { Planning } from '../planning.ts'

/**
 * What a field is to a plan. Two persons are alike if all that is `same` is equal and all that is `none` is absent.
 *
 * | word | meaning |
 * |---|---|
 * | same | the plan may depend on the value |
 * | name | the plan says whose it is, and asks at most whether two names are one |
 * | rank | the plan asks for an order, not for the value |
 * | unread | no plan reads it: whoever does is refused |
 * | none | who has any is planned alone |
 */
type Use = 'same' | 'name' | 'rank' | 'unread' | 'none'

const PERSON = {
  id: 'name',
  externalId: 'name',
  household: 'same',
  locale: 'same',
  regions: 'same',
  zones: 'same',
  closed: 'same',
} as const satisfies Record<keyof DossierPerson, Use>

const POINT = {
  id: 'name',
  kind: 'same',
  number: 'name',
  line: 'same',
  place: 'same',
  role: 'same',
  valid: 'same',
  former: 'same',
  namedAt: 'rank',
} as const satisfies Record<keyof Required<DossierPoint>, Use>

const ACCOUNT = {
  id: 'name',
  externalId: 'name',
  creditor: 'same',
  collector: 'same',
  actor: 'same',
  product: 'same',
  currency: 'same',
  currencies: 'none',
  pastDue: 'rank',
  balance: 'unread',
  anchor: 'same',
  score: 'rank',
  collection: 'same',
  endedReason: 'same',
  collectionAt: 'unread',
  feed: 'same',
  apart: 'none',
  received: 'none',
} as const satisfies Record<keyof Required<DossierAccount>, Use>

const CASE = {
  id: 'name',
  account: 'name',
  number: 'same',
  open: 'same',
  state: 'same',
  stage: 'same',
  snapshot: 'same',
  epoch: 'same',
  version: 'same',
  strategy: 'same',
  strategyHash: 'same',
  openedOn: 'same',
  closedOn: 'same',
  closeReason: 'same',
  nextReviewAt: 'same',
} as const satisfies Record<keyof DossierCase, Use>

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
const DOSSIER = {
  person: 'same',
  points: 'same',
  accounts: 'same',
  cases: 'same',
  evidence: 'same',
  holds: 'none',
  promises: 'none',
  plans: 'none',
  settlements: 'none',
  billed: 'none',
  settled: 'none',
  rested: 'none',
  shown: 'none',
  contacts: 'none',
  denied: 'none',
  asked: 'none',
} as const satisfies Record<keyof Required<Dossier>, Use>

const ALONE = fieldsOf<Dossier>(DOSSIER, 'none')
const [OF_PERSON, OF_POINT, OF_ACCOUNT] = [sameOf(PERSON), sameOf(POINT), sameOf(ACCOUNT)]
const [OF_CASE, OF_EVIDENCE] = [sameOf(CASE), sameOf(EVIDENCE)]

/** All that the plan of somebody with one account, one open case and no history may depend on, as text: whoever has the same text gets the same plan but for names. Null = the person is planned alone. */
export function likenessOf(dossier: Dossier, planning: Planning): string | null {
  const { person, accounts, cases, points, evidence } = dossier
  const [account, otherAccount] = accounts
  const [theCase, otherCase] = cases
  if (!account || otherAccount || !theCase || otherCase || !isPlain(dossier, account, theCase)) return null
  const pinned = planning.strategies.get(theCase.strategyHash)
  if (!pinned) return null
  const active = planning.active.get(theCase.strategy) ?? pinned
  const strategies = active === pinned ? [pinned] : [pinned, active]
  return JSON.stringify([
    valuesOf(person, OF_PERSON),
    valuesOf(account, OF_ACCOUNT),
    valuesOf(theCase, OF_CASE),
    strategies.map((strategy) => ranksIn(strategy, account)),
    points.map((point) => [valuesOf(point, OF_POINT), ...ranksAmong(point, points)]),
    evidence.map((one) => [
      valuesOf(one, OF_EVIDENCE),
      one.account !== null,
      one.point === null ? null : points.findIndex(({ id }) => id === one.point),
    ]),
  ])
}

function isPlain(dossier: Dossier, account: DossierAccount, theCase: DossierCase): boolean {
  if (!theCase.open || theCase.account !== account.id) return false
  if (hasAny(dossier, ALONE)) return false
  if (account.received.length > 0 || (account.apart ?? null) !== null) return false
  // What a case remembers may name cases and contacts.
  if (Object.keys(theCase.snapshot.episodes).length > 0) return false
  return dossier.evidence.every((one) => one.account === null || one.account === account.id)
}

/** The ranks say where the sums of an account stand among those that its strategy names. */
function ranksIn(strategy: Strategy, { pastDue, score, currency }: DossierAccount): unknown[] {
  return [strategy.hash, rankOf(pastDue, amountsOf(strategy), currency), riskBand(strategy, score)]
}

const named = new WeakMap<Strategy, readonly string[]>()

/** Every amount that a strategy's file compares with what is owed. */
function amountsOf(strategy: Strategy): readonly string[] {
  let amounts = named.get(strategy)
  if (!amounts) {
    const { open, stages } = strategy
    const ofSteps = stages.flatMap(({ from, steps }) => [from, ...steps].map(({ pastDue }) => pastDue))
    const all = [open.pastDue, ...ofSteps].filter((amount) => amount !== undefined)
    named.set(strategy, (amounts = [...new Set(all)]))
  }
  return amounts
}

/** The first rank says which of the points has the same number, the second how many were named before it. */
function ranksAmong(point: DossierPoint, points: readonly DossierPoint[]): number[] {
  const at = point.namedAt ?? 0
  return [
    points.findIndex(({ number }) => number === point.number),
    points.reduce((before, { namedAt }) => before + Number((namedAt ?? 0) < at), 0),
  ]
}

function sameOf<Row extends object>(uses: Record<keyof Row, Use>): (keyof Row)[] {
  return fieldsOf(uses, 'same')
}
