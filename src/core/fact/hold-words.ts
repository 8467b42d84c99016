import type { NumberId, PersonId, PointId } from '../base/id.ts'
import type { Draft, Subject } from './draft.ts'
import { HOLD_REASON, isOfPerson } from '../model/hold-reason.ts'
import type { LedgerHold } from '../model/ledger.ts'
import { holdKey } from '../model/ledger.ts'

/** What a fact says of one hold: put on, or taken off. */
export interface HoldWord {
  kind: LedgerHold['kind']
  externalId: string
  on: boolean
  reason?: LedgerHold['reason']
  until?: string | null
  outcome?: string
  number?: NumberId | null
  point?: PointId | null
  channel?: LedgerHold['channel']
  /** The only one of the account that it is about. */
  obligation?: string | undefined
  countries?: LedgerHold['countries']
}

type Holds = ReadonlyMap<string, LedgerHold>
interface HoldRow {
  key: string
  hold: LedgerHold
}

/** A function of the set of words, in any order: on since the last putting on, off if the last taking off is not before it. */
export function placeHold(holds: Holds, subject: Subject, word: HoldWord, at: number): HoldRow[] {
  const fresh = rowOf(subject, word, at)
  const key = holdKey(fresh)
  const known = holds.get(key)
  let hold = known ? putOn(known, fresh) : fresh
  for (const other of namesakes(holds, fresh, key)) if (endsToo(other, hold)) hold = endedBy(hold, other)
  return [{ key, hold }]
}

/** A word that takes off names the hold, whichever account it is said on: a hold of the person ends by it anywhere, one of an account by a word about that account or about the person. */
export function endHold(holds: Holds, subject: Subject, word: HoldWord, at: number): HoldRow[] {
  const fresh = rowOf(subject, word, at)
  const own = holdKey(fresh)
  const known = holds.get(own)
  const others = namesakes(holds, fresh, own).filter((other) => other.placed && isMeant(other, fresh))
  const rows = others.map((other) => ({ key: holdKey(other), hold: takenOff(other, fresh) }))
  if (known) return [{ key: own, hold: takenOff(known, fresh) }, ...rows]
  // The word is kept until the placing comes; one about the person may be about more than is known; one that was upheld holds by itself.
  const keeps = rows.length === 0 || fresh.account === null || fresh.upheldAt !== null
  return keeps ? [{ key: own, hold: fresh }, ...rows] : rows
}

/** `by` = put on by a fact, or by whoever. */
export function isPutOn(
  { ledger }: Draft,
  person: PersonId,
  { kind, externalId, by }: Omit<HoldWord, 'on'> & { by?: 'fact' },
): boolean {
  for (const hold of ledger.holds.values())
    if (hold.placed && hold.person === person && hold.kind === kind && hold.externalId === externalId)
      if (by === undefined || hold.reason === null || HOLD_REASON[hold.reason].by === by) return true
  return false
}

function rowOf({ person, account }: Subject, word: HoldWord, at: number): LedgerHold {
  const upheld = word.outcome === 'upheld'
  return {
    person: person.id,
    kind: word.kind,
    externalId: word.externalId,
    reason: word.reason ?? null,
    account: account?.id ?? null,
    point: word.point ?? null,
    number: word.number ?? null,
    channel: word.channel ?? null,
    obligation: account === null ? null : (word.obligation ?? null),
    from: at,
    until: word.until ?? null,
    lifted: word.on || upheld ? null : at,
    outcome: word.outcome ?? null,
    upheldAt: upheld ? at : null,
    placed: word.on,
    ...(word.countries !== undefined && { countries: word.countries }),
  }
}

/** Opt-outs are told apart by number and channel, all others by name. */
function namesakes(holds: Holds, fresh: LedgerHold, key: string): LedgerHold[] {
  if (fresh.kind === 'optout') return []
  return [...holds]
    .filter(
      ([other, hold]) =>
        other !== key &&
        hold.person === fresh.person &&
        hold.kind === fresh.kind &&
        hold.externalId === fresh.externalId,
    )
    .map(([, hold]) => hold)
}

/** Whether the word is about that hold. */
function isMeant(hold: LedgerHold, word: LedgerHold): boolean {
  return word.account === null || isWhole(hold)
}

/** A hold of the person is one hold, also where only some accounts are listed. */
function isWhole({ account, reason }: LedgerHold): boolean {
  return account === null || (reason !== null && isOfPerson(reason))
}

function endsToo(other: LedgerHold, hold: LedgerHold): boolean {
  const end = endOf(other)
  if (end === null || end < hold.from) return false
  return isWhole(hold) || (other.account === null && !other.placed)
}

function endedBy(hold: LedgerHold, other: LedgerHold): LedgerHold {
  const end = endOf(hold)
  const later = endOf(other)
  if (later === null || (end !== null && end >= later)) return hold
  return endedLike(hold, other)
}

/** The instant at which the last word took it off, whether or not that has opened the way. */
function endOf({ upheldAt, lifted }: LedgerHold): number | null {
  return upheldAt ?? lifted
}

/** An upheld dispute has no last day: it stays until it is corrected. */
function endedLike(hold: LedgerHold, { lifted, outcome, upheldAt }: LedgerHold): LedgerHold {
  return { ...hold, lifted, outcome, upheldAt, ...(upheldAt !== null && { until: null }) }
}

function putOn(known: LedgerHold, fresh: LedgerHold): LedgerHold {
  if (known.placed && (fresh.from < known.from || (fresh.from === known.from && !isLonger(fresh, known))))
    return known
  const end = endOf(known)
  return end !== null && end >= fresh.from ? endedLike(fresh, known) : fresh
}

/** When two words have one instant, the one that holds longer counts. */
function isLonger(fresh: LedgerHold, known: LedgerHold): boolean {
  if (fresh.until === known.until) return (fresh.reason ?? '') < (known.reason ?? '')
  return known.until !== null && (fresh.until === null || fresh.until > known.until)
}

function takenOff(known: LedgerHold, fresh: LedgerHold): LedgerHold {
  const end = endOf(known)
  if (end !== null && (end > fresh.from || (end === fresh.from && fresh.upheldAt === null))) return known
  if (known.placed && fresh.from < known.from) return known
  return { ...endedLike(known, fresh), from: known.placed ? known.from : fresh.from }
}
