import { arrearsOn } from '../arrears/arrears.ts'
import { owedBy } from '../arrears/obligation-words.ts'
import type { Minor } from '../base/money.ts'
import { type Day, type Instant, lastDayOf } from '../base/time.ts'
import type { DossierSettlement, SettlementStatus } from '../model/settlement.ts'
import type { SettlementFile } from './file.ts'
import { type Counted, daysOf, paidFor, standingOn } from './standing.ts'
import { forgiven, grantOf, lastDays, offerTerms, type OfferTerms, requiredOn } from './terms.ts'

export interface SettlementState {
  settlement: DossierSettlement
  status: SettlementStatus
  terms: OfferTerms
  /** The instant since which it has bound both sides; null = it never did. */
  inForceAt: Instant | null
  /** How much of what was agreed stands. */
  paid: Minor
  /** The day on which all of it was there; null = it is not. */
  keptOn: Day | null
  /** The local day after which it is silent no more; null = it was never in force. */
  silentTo: Day | null
  replacedAt: Instant | null
  /** What is forgiven of the debt, and the day as of which. */
  forgiven: { amount: Minor; on: Day } | null
  /** The last day on which time alone leaves it as it is; null = time alone changes nothing. */
  standsTo: Day | null
}

/** What became of the settlements of an account, from what is known now and nothing else, in the order in which they were offered: any order of telling gives the same. */
export function settlementStates(file: SettlementFile): SettlementState[] {
  const own = file.settlements.filter(isOffered).filter(({ account }) => account === file.account.id)
  if (own.length === 0) return []
  const judged: Judged[] = []
  for (const settlement of [...own].sort(byOffer)) judged.push(judgedOf(file, settlement, judged))
  const today = lastDayOf(file.zones, file.now)
  return judged.map((one) => stateOf(file, one, today))
}

type Offered = DossierSettlement & { offeredAt: Instant }

function isOffered(settlement: DossierSettlement): settlement is Offered {
  return settlement.offeredAt !== null
}

interface Judged {
  settlement: Offered
  terms: OfferTerms
  word: 'beyond' | 'rejected' | 'declined' | 'withdrawn' | 'asked' | 'offered' | 'in_force'
  inForceAt: Instant | null
  /** Those before it, with what they left off the debt. */
  before: readonly Judged[]
  replacedAt: Instant | null
}

/** Each is measured by what those before it had become when it was offered; where it comes into force, it takes the place of one that is. */
function judgedOf(file: SettlementFile, settlement: Offered, judged: readonly Judged[]): Judged {
  const { offeredAt } = settlement
  const madeOn = lastDayOf(file.zones, offeredAt)
  const before = [...judged]
  const terms = offerTerms(file, settlement, { madeOn, given: forgivenOn(file, before, madeOn) })
  const { word, inForceAt } = wordOf(file, settlement, terms)
  const one: Judged = { settlement, terms, word, inForceAt, before, replacedAt: null }
  for (const other of before) takeTurns(other, one)
  return one
}

/** The one that came into force later takes the place of the other. */
function takeTurns(other: Judged, one: Judged): void {
  if (other.inForceAt === null || one.inForceAt === null) return
  const [first, later] = other.inForceAt <= one.inForceAt ? [other, one] : [one, other]
  first.replacedAt = Math.min(first.replacedAt ?? Infinity, later.inForceAt ?? Infinity)
}

function wordOf(
  { zones }: SettlementFile,
  settlement: Offered,
  { needsGrant, beyond }: OfferTerms,
): Pick<Judged, 'word' | 'inForceAt'> {
  const { acceptedAt, declinedAt, withdrawnAt, until } = settlement
  const grant = grantOf(settlement)
  const inTime = (at: Instant | null) => at !== null && lastDayOf(zones, at) <= until
  const granted = needsGrant ? grant?.grants === true && inTime(grant.at) : true
  const accepts = inTime(acceptedAt) && (declinedAt === null || declinedAt > (acceptedAt ?? 0))
  const binds = accepts && granted ? Math.max(acceptedAt ?? 0, needsGrant ? (grant?.at ?? 0) : 0) : null
  const isBefore = (at: Instant | null) => at !== null && (binds === null || at <= binds)
  const never = (word: Judged['word']) => ({ word, inForceAt: null })
  if (beyond.length > 0) return never('beyond')
  if (isBefore(withdrawnAt)) return never('withdrawn')
  if (isBefore(declinedAt)) return never('declined')
  if (grant?.grants === false && isBefore(grant.at)) return never('rejected')
  if (binds !== null) return { word: 'in_force', inForceAt: binds }
  return never(granted ? 'offered' : 'asked')
}

/** What became of one that came into force, as of the end of a day. */
interface Outcome {
  status: 'accepted' | 'kept' | 'bounced' | 'lapsed' | 'replaced'
  paid: Minor
  keptOn: Day | null
  silentTo: Day
  forgiven: SettlementState['forgiven']
}

function outcomeOn(file: SettlementFile, one: Judged, today: Day): Outcome {
  const { terms } = one
  const { zones, settled = [], limits } = file
  const counted = countedFor(file, one)
  const replacedOn = one.replacedAt === null ? null : lastDayOf(zones, one.replacedAt)
  let end: Outcome = { status: 'accepted', paid: 0, keptOn: null, silentTo: terms.lastDay, forgiven: null }
  for (const day of daysToJudge(file, one, { from: counted.acceptedOn, today })) {
    const stands = paidFor(standingOn(settled, zones, day), zones, counted)
    end = { ...end, paid: Math.min(stands, terms.amount) }
    if (stands >= terms.amount) {
      if (end.status === 'kept') continue
      const forgiven = end.forgiven ?? { amount: restOn(file, one, day), on: day }
      end = { ...end, status: 'kept', keptOn: day, silentTo: day, forgiven }
    } else if (end.status === 'kept') {
      end = { ...end, status: 'bounced', keptOn: null }
      if (limits?.onBounce !== 'kept') return { ...end, forgiven: null }
    } else if (end.status === 'accepted') {
      if (replacedOn !== null && replacedOn <= day)
        return { ...end, status: 'replaced', silentTo: replacedOn }
      if (day < today && stands < requiredOn(terms, day, limits?.grace?.days ?? 0))
        return { ...end, status: 'lapsed', silentTo: day }
    }
  }
  return end
}

function countedFor({ zones }: SettlementFile, { settlement, replacedAt }: Judged): Counted {
  const acceptedAt = settlement.acceptedAt ?? settlement.offeredAt
  return { acceptedAt, acceptedOn: lastDayOf(zones, acceptedAt), until: replacedAt ?? Infinity }
}

/** The days on which something may become of it. */
function daysToJudge(
  { zones, settled = [], limits }: SettlementFile,
  { terms, replacedAt }: Judged,
  { from, today }: { from: Day; today: Day },
): Day[] {
  const replaced = replacedAt === null ? [] : [lastDayOf(zones, replacedAt)]
  const days = new Set([...daysOf(settled, zones), ...replaced, ...lastDays(terms, limits), today])
  return [...days].filter((day) => day >= from && day <= today).sort()
}

/** What is left of the debts that it is about, on the day on which it was paid; never more than was agreed to be forgiven. */
function restOn(file: SettlementFile, one: Judged, day: Day): Minor {
  const { madeOn, owed, amount } = one.terms
  const { offeredAt } = one.settlement
  // A bill that was put off after the offer is settled as it fell due then.
  const covered = (file.billed ?? [])
    .filter(({ account }) => account === file.account.id)
    .map((each) => ({ ...each, dueOn: owedBy(each, offeredAt).dueOn }))
    .filter(({ dueOn }) => dueOn < madeOn)
  const given = forgivenOn(file, one.before, day)
  const paid = [...standingOn(file.settled ?? [], file.zones, day), ...forgiven(given)]
  const { pastDue } = arrearsOn(
    covered.map(({ externalId, dueOn, amount: of, cancelled = false }) => ({
      externalId,
      dueOn,
      amount: of,
      cancelled,
    })),
    paid,
    day,
  )
  return Math.max(0, Math.min(owed - amount, pastDue))
}

function forgivenOn(file: SettlementFile, judged: readonly Judged[], day: Day): Minor {
  let sum = 0
  for (const one of judged)
    if (one.word === 'in_force') sum += outcomeOn(file, one, day).forgiven?.amount ?? 0
  return sum
}

function stateOf(file: SettlementFile, one: Judged, today: Day): SettlementState {
  const { settlement, terms, word, inForceAt, replacedAt } = one
  const { until } = settlement
  const never = {
    settlement,
    terms,
    inForceAt,
    replacedAt,
    paid: 0,
    keptOn: null,
    silentTo: null,
    forgiven: null,
  }
  if (word !== 'in_force') {
    const waits = word === 'offered' || word === 'asked'
    if (!waits) return { ...never, status: word, standsTo: null }
    if (today > until) return { ...never, status: 'expired', standsTo: null }
    return { ...never, status: word, standsTo: until }
  }
  const outcome = outcomeOn(file, one, today)
  return {
    ...never,
    ...outcome,
    standsTo:
      outcome.status === 'accepted'
        ? (lastDays(terms, file.limits).find((day) => day >= today) ?? null)
        : null,
  }
}

/** Ties end the same in whatever order they are told. */
function byOffer(a: Offered, b: Offered): number {
  return a.offeredAt - b.offeredAt || (a.externalId < b.externalId ? -1 : 1)
}
