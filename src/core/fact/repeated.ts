import type { Instant } from '../base/time.ts'
import { isoOf } from '../base/time.ts'
import type { Applied, Draft, Subject } from './draft.ts'
import { refused } from './draft.ts'
import { FACT } from './fact.ts'
import { naturalKey } from './key.ts'
import type { FactKind } from './kind/kind.ts'
import type { LedgerAccount, LedgerPoint } from '../model/ledger.ts'
import { factKey } from '../model/ledger.ts'
import { meantBy, pointOf, pointsOf } from './person.ts'
import { keepWords } from './line-lasts.ts'
import { lastingUntil, SAID } from '../model/point-words.ts'
import type { PreparedFact } from './prepared.ts'
import { AHEAD_MS } from './sense-of-time.ts'

/** The key under which the fact is taken, or why it is not. */
export function keyOf(
  draft: Draft,
  subject: Subject | null,
  prepared: PreparedFact,
): string | { answer: Applied } {
  const person = subject?.person.id ?? null
  const { facts } = draft.ledger
  const known = facts.get(factKey(person, prepared.source, prepared.key))
  if (known === undefined) return prepared.key
  if (known === prepared.digest) return repeatedKey(draft, subject, prepared) ?? { answer: 'same' }
  const kind: FactKind = FACT[prepared.fact.type]
  if (kind.laterCounts && isUnkeyed(prepared)) {
    const later = datedKey(prepared)
    const digest = facts.get(factKey(person, prepared.source, later))
    if (digest === prepared.digest) return { answer: 'same' }
    // Another line on another day is a later word; on the same instant it contradicts.
    if (digest === undefined && !isSameInstant(subject, prepared)) return later
  }
  if (isKnown(draft, subject, prepared)) return datedKey(prepared)
  return { answer: refused(prepared, 'conflicting_fact', 'another fact was taken under this key', 'key') }
}

/** Applying it finds out whether its instant is the earlier one. */
function isKnown(draft: Draft, subject: Subject | null, prepared: PreparedFact): boolean {
  const kind: FactKind = FACT[prepared.fact.type]
  if (!kind.isKnown || !subject?.account) return false
  return kind.isKnown(draft, { ...subject, account: subject.account }, prepared.fact, prepared)
}

/** Bills of one instant are compared by what they say. */
function isSameInstant(subject: Subject | null, { fact, at }: PreparedFact): boolean {
  return fact.type === 'account.opened' && subject?.account?.lineAt === at
}

/** A word that was taken before and is said again later. It only lasts longer, and is no new fact; where the ledger has said something else meanwhile, it is one: the key under which it is taken, else null. */
function repeatedKey(draft: Draft, subject: Subject | null, prepared: PreparedFact): string | null {
  if (!subject || prepared.at > draft.now + AHEAD_MS) return null
  const { fact } = prepared
  if (fact.type === 'account.opened' && subject.account)
    return lineAgain(draft, subject.account, prepared) ? datedKey(prepared) : null
  if (FACT[fact.type].laterCounts && subject.account)
    return billAgain(draft, subject.account, prepared) ? datedKey(prepared) : null
  if (fact.type === 'point.added') return saidAgain(draft, subject, prepared) ? datedKey(prepared) : null
  return null
}

/** A line of an account that brings no key of its own: its days tell its words apart. */
export function isUnkeyed({ fact, key }: PreparedFact): boolean {
  return fact.key === undefined && key === naturalKey(fact, null)
}

export function datedKey({ key, at }: PreparedFact): string {
  return `${key}@${isoOf(at)}`
}

/** Whether it takes back what the ledger said meanwhile. */
function lineAgain(draft: Draft, account: LedgerAccount, { at, digest }: PreparedFact): boolean {
  if (account.lineAt !== null && at <= account.lineAt) return false
  if (account.lineDigest !== null && account.lineDigest !== digest) return true
  account.lineFrom ??= at
  account.lineAt = at
  account.lineDigest = digest
  draft.accounts.add(account)
  return false
}

/** Whether a bill that says what it said at first takes back what was said of it meanwhile. */
function billAgain(draft: Draft, account: LedgerAccount, prepared: PreparedFact): boolean {
  const { fact, at, source } = prepared
  if (!isUnkeyed(prepared)) return false
  const word = FACT[fact.type].money?.(fact)
  if (word?.on !== 'obligation') return false
  const row = draft.ledger.obligations.get(account.id)?.get(word.obligation)
  const key = factKey(account.person, source, datedKey(prepared))
  const amounts = row?.words?.filter((said) => said.amount !== null && said.at < at) ?? []
  return amounts.length > 1 && draft.ledger.facts.get(key) === undefined
}

function saidAgain(draft: Draft, { person }: Subject, { points, at }: PreparedFact): boolean {
  const [given] = points
  const reading = given && (meantBy(draft, person, given.readings.slice(0, -1)) ?? given.readings.at(-1))
  const number = reading && draft.ledger.numbers.get(reading.hash)
  const point =
    number === undefined || !given ? undefined : pointOf(draft, person, { kind: given.kind, number })
  // The debtor's region may be known by now, and so which number was meant.
  if (!point) return true
  if (lastSaid(point) >= at) return false
  const others = pointsOf(draft.ledger, person.id).filter(
    (each) => each !== point && each.kind === point.kind && !each.former,
  )
  if (point.former || others.some((each) => (each.namedAt ?? 0) > (point.namedAt ?? 0))) return true
  keepWords(draft, point, lastingUntil(point.words, SAID, at))
  return false
}

function lastSaid({ words }: LedgerPoint): Instant {
  return Math.max(-Infinity, ...words.named.filter(([by]) => by === SAID).map(([, , to]) => to))
}
