import { lastDayOf } from '../../base/time.ts'
import { ask } from '../ask.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { raiseNumber, raiseSubject, refused, reviewSubject } from '../draft.ts'
import { askedOf } from '../../model/hold-asked.ts'
import { endOfOwn } from '../../model/hold-reason.ts'
import { endHold, type HoldWord, isPutOn, placeHold } from '../hold-words.ts'
import type { LedgerHold } from '../../model/ledger.ts'
import type { Telling } from '../telling.ts'
import { correctUpheld, UPHELD } from '../upheld.ts'
import { isBilledTo } from './sets.ts'
import { tellUnknown } from './unknown-yet.ts'

export function applyDisputeEnded(
  draft: Draft,
  subject: Subject,
  { dispute, outcome }: { dispute: string; outcome: string },
  prepared: Telling,
): Applied {
  takeOff(draft, subject, { kind: 'dispute', externalId: dispute, outcome }, prepared)
  return 'taken'
}

export function applyLifted(
  draft: Draft,
  subject: Subject,
  { hold }: { hold: string },
  prepared: Telling,
): Applied {
  const word = { kind: 'hold', externalId: hold } as const
  const isSaid = isPutOn(draft, subject.person.id, { ...word, by: 'fact' })
  const refusal = isSaid || prepared.source === HUMAN ? null : refusalOfOwn(hold, prepared)
  if (refusal) return refusal
  takeOff(draft, subject, word, prepared)
  return 'taken'
}

/** A human who answers the task about refused rows speaks of the engine's own holds: no door gives this source. */
const HUMAN = 'human'

/** The engine's own holds end as their own rules say, whoever speaks of them. */
export function refusalOfOwn(name: string, prepared: Telling): Exclude<Applied, string> | null {
  const end = endOfOwn(name)
  if (end === null) return null
  return refused(prepared, 'engine_hold', `the engine put that hold on: it ends with ${end}`, 'hold')
}

/** A hold for a reason; each opens its task. */
export function putReason(
  draft: Draft,
  subjects: readonly Subject[],
  word: Pick<HoldWord, 'externalId' | 'until' | 'obligation'> & { reason: NonNullable<LedgerHold['reason']> },
  prepared: Telling,
): 'taken' {
  const asks = askedOf(word.reason)
  for (const subject of subjects) {
    tellUnbilled(draft, subject, word, prepared)
    const hold = putHold(draft, subject, { kind: 'hold', on: true, ...word }, prepared.at)
    if (asks && isOn(draft, hold, subject)) ask(draft, subject, asks, prepared)
  }
  return 'taken'
}

export function putDispute(
  draft: Draft,
  subject: Subject,
  word: Pick<HoldWord, 'externalId' | 'until' | 'obligation'>,
  prepared: Telling,
): void {
  tellUnbilled(draft, subject, word, prepared)
  const hold = putHold(draft, subject, { kind: 'dispute', on: true, ...word }, prepared.at)
  if (!isOn(draft, hold, subject)) return
  if (hold.upheldAt === null) ask(draft, subject, DISPUTED, prepared)
  else ask(draft, subject, UPHELD, prepared)
}

function tellUnbilled(
  draft: Draft,
  { account }: Subject,
  { obligation }: Pick<HoldWord, 'obligation'>,
  prepared: Telling,
): void {
  if (account === null || obligation === undefined || isBilledTo(draft, account.id, obligation)) return
  tellUnknown(draft, prepared, { noun: 'obligation', meanwhile: 'all of the account rests' })
}

const DISPUTED = { kind: 'dispute', reason: 'the debtor disputes the debt: find out who is right' } as const

/** The subject is the person. */
export function putCease(draft: Draft, person: Subject, prepared: Telling): void {
  const hold = putHold(draft, person, { kind: 'cease', externalId: 'cease', on: true }, prepared.at)
  if (isOn(draft, hold, person)) ask(draft, person, CEASED, prepared)
}

export function applyCeased(draft: Draft, person: Subject, _fact: unknown, prepared: Telling): Applied {
  putCease(draft, person, prepared)
  return 'taken'
}

export function applyCeaseWithdrawn(
  draft: Draft,
  person: Subject,
  _fact: unknown,
  prepared: Telling,
): Applied {
  takeOff(draft, person, { kind: 'cease', externalId: 'cease' }, prepared)
  return 'taken'
}

const CEASED = { kind: 'cease', reason: 'the debtor wants no more contact: see what must be sent' } as const

/** A word that names a hold nobody placed may be early: it counts when the placing comes, and its sender is told. */
function takeOff(draft: Draft, subject: Subject, word: Omit<HoldWord, 'on'>, prepared: Telling): void {
  const { person, account } = subject
  const { kind: noun } = word
  if (noun !== 'cease' && !isPutOn(draft, person.id, word)) tellUnknown(draft, prepared, { noun })
  putHold(draft, subject, { ...word, on: false }, prepared.at)
  if (word.outcome !== 'upheld') return
  const held = [...draft.ledger.holds.values()].some(
    (hold) =>
      hold.person === person.id &&
      (hold.account === null || account === null || hold.account === account.id) &&
      hold.externalId === word.externalId &&
      hold.upheldAt !== null &&
      isOn(draft, hold, subject),
  )
  if (held) ask(draft, subject, UPHELD, prepared)
}

/** A hold is put on or taken off by the set of words about it, in any order; what comes back is the row that is spoken of. */
export function putHold(draft: Draft, subject: Subject, word: HoldWord, at: number): LedgerHold {
  const { holds } = draft.ledger
  draft.spoken.add(subject.person.id)
  const rows = word.on ? placeHold(holds, subject, word, at) : endHold(holds, subject, word, at)
  for (const { key, hold: fresh } of rows) {
    const hold = correctUpheld(draft, fresh)
    holds.set(key, hold)
    draft.changes.holds.push(hold)
    const reach = hold.account === subject.account?.id ? subject : ofPerson(subject)
    if (!word.on || !isOn(draft, hold, subject)) reviewSubject(draft, reach)
    else {
      if (hold.number !== null) raiseNumber(draft, hold.number)
      raiseSubject(draft, reach)
    }
  }
  const [first] = rows
  if (!first) throw new Error('a word about a hold changes a row')
  return holds.get(first.key) ?? first.hold
}

/** Whether it holds now or will. */
function isOn(draft: Draft, { lifted, until }: LedgerHold, { person }: Subject): boolean {
  if (lifted !== null && lifted <= draft.now) return false
  return until === null || until >= lastDayOf(person.zones, draft.now)
}

export function ofPerson({ person }: Subject): Subject {
  return { person, account: null }
}
