import type { NumberId, PointId } from '../base/id.ts'
import type { Applied, Draft, Subject } from './draft.ts'
import { raiseNumber, raiseSubject, refused, reviewSubject } from './draft.ts'
import type { FactOf } from './fact.ts'
import type { LedgerHold } from './ledger.ts'
import { holdKey } from './ledger.ts'
import { numberOf } from './person.ts'
import type { PreparedFact } from './prepared.ts'

export type HoldFact = FactOf<
  | 'dispute.opened'
  | 'dispute.resolved'
  | 'hold.placed'
  | 'hold.lifted'
  | 'cease.received'
  | 'cease.withdrawn'
  | 'optout.received'
  | 'optout.withdrawn'
>

/** What a fact says of one hold: put on, or taken off. */
interface HoldWord {
  kind: LedgerHold['kind']
  externalId: string
  on: boolean
  reason?: LedgerHold['reason']
  until?: string | null
  outcome?: string
  number?: NumberId | null
  point?: PointId | null
  channel?: LedgerHold['channel']
}

export function applyHold(draft: Draft, subject: Subject, fact: HoldFact, prepared: PreparedFact): Applied {
  if (fact.type !== 'optout.received' && fact.type !== 'optout.withdrawn') {
    putHold(draft, subject, wordOf(fact), prepared.at)
    return 'taken'
  }
  const ref = pointNamed(draft, subject, fact.point, prepared)
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  // An opt-out is of the person or of everybody behind a number, whichever account it was said on.
  const person: Subject = { person: subject.person, account: null }
  putHold(
    draft,
    person,
    {
      kind: 'optout',
      externalId: 'optout',
      on: fact.type === 'optout.received',
      number: ref?.number ?? null,
      point: ref?.point ?? null,
      channel: fact.channel ?? null,
    },
    prepared.at,
  )
  return 'taken'
}

/** A function of the set of words, in any order: on since the last putting on, off if the last taking off is not before it. */
export function putHold(draft: Draft, subject: Subject, word: HoldWord, at: number): void {
  const fresh: LedgerHold = {
    person: subject.person.id,
    kind: word.kind,
    externalId: word.externalId,
    reason: word.reason ?? null,
    account: subject.account?.id ?? null,
    point: word.point ?? null,
    number: word.number ?? null,
    channel: word.channel ?? null,
    from: at,
    until: word.until ?? null,
    lifted: word.on ? null : at,
    outcome: word.outcome ?? null,
    placed: word.on,
  }
  const key = holdKey(fresh)
  const known = draft.ledger.holds.get(key)
  const hold = known ? (word.on ? putOn(known, fresh) : takeOff(known, fresh)) : fresh
  draft.ledger.holds.set(key, hold)
  draft.changes.holds.push(hold)
  if (!word.on) reviewSubject(draft, subject)
  else if (hold.number !== null) raiseNumber(draft, hold.number)
  if (word.on) raiseSubject(draft, subject)
}

/** The number that a fact names by value or by the engine's id of a point; null where it names none. */
export function pointNamed(
  draft: Draft,
  { person }: Subject,
  point: string | number | undefined,
  prepared: PreparedFact,
): { number: NumberId; point: PointId | null } | 'unknown' | null {
  if (prepared.pointHash !== null) {
    const number = numberOf(draft, prepared.pointHash)
    const own = draft.ledger.points.find((each) => each.number === number && each.person === person.id)
    return { number, point: own?.id ?? null }
  }
  if (point === undefined) return null
  const own = draft.ledger.points.find((each) => each.id === point && each.person === person.id)
  return own ? { number: own.number, point: own.id } : 'unknown'
}

function putOn(known: LedgerHold, fresh: LedgerHold): LedgerHold {
  if (known.placed && fresh.from <= known.from) return known
  const lifted = known.lifted !== null && known.lifted >= fresh.from ? known.lifted : null
  return { ...fresh, lifted, outcome: lifted === null ? null : known.outcome }
}

function takeOff(known: LedgerHold, fresh: LedgerHold): LedgerHold {
  if (known.lifted !== null && known.lifted >= fresh.from) return known
  if (known.lifted === null && fresh.from < known.from) return known
  const from = known.placed ? known.from : fresh.from
  return { ...known, from, lifted: fresh.from, outcome: fresh.outcome }
}

function wordOf(fact: Exclude<HoldFact, FactOf<'optout.received' | 'optout.withdrawn'>>): HoldWord {
  switch (fact.type) {
    case 'dispute.opened':
      return { kind: 'dispute', externalId: fact.dispute, on: true }
    case 'dispute.resolved':
      return { kind: 'dispute', externalId: fact.dispute, on: false, outcome: fact.outcome }
    case 'hold.placed':
      return {
        kind: 'hold',
        externalId: fact.hold,
        on: true,
        reason: fact.reason,
        until: fact.until ?? null,
      }
    case 'hold.lifted':
      return { kind: 'hold', externalId: fact.hold, on: false }
    case 'cease.received':
      return { kind: 'cease', externalId: 'cease', on: true }
    case 'cease.withdrawn':
      return { kind: 'cease', externalId: 'cease', on: false }
  }
}
