import { OUTCOME_LEVEL } from '../base/list.ts'
import type { Instant } from '../base/time.ts'
import { DERIVED } from './derived.ts'
import { olderAt, passedAt } from './duration.ts'
import { type LegalClock, zonesFor } from './judge.ts'
import type { Need } from './parameters.ts'
import type { Evidence, LegalFile, Question } from './question.ts'

/** Whether what a rule requires is there: as a tag of the contact, as recorded evidence, or derived from history. */
export function isMet(need: Need, question: Question, file: LegalFile, clock: LegalClock): boolean {
  if (question.tags.includes(need.evidence)) return true
  const recorded = evidenceFor(need.evidence, question, file)
  const derived = DERIVED[need.evidence]?.(question, file)
  const fitting = (derived ? [...recorded, derived] : recorded).filter(
    (entry) => enough(entry, need, question) && ageFits(entry.at, need, question.at, clock, file),
  )
  if (fitting.length === 0) return false
  return question.accounts.every((account) =>
    fitting.some((entry) => entry.account === null || entry.account === account),
  )
}

/** When what is recorded is old enough for the need, if nothing else is missing; null = time alone does not bring it. */
export function oldEnoughAt(
  need: Need,
  question: Question,
  file: LegalFile,
  clock: LegalClock,
): Instant | null {
  const { minAge } = need
  if (!minAge) return null
  const instants = evidenceFor(need.evidence, question, file).map(({ at }) =>
    Math.max(...zonesFor(clock, file).map((zone) => passedAt(at, minAge, zone, clock.calendar))),
  )
  const ripe = instants
    .filter((at) => Number.isFinite(at) && at > question.at && isMet(need, { ...question, at }, file, clock))
    .sort((a, b) => a - b)
  return ripe[0] ?? null
}

export function isShown(key: string, question: Question, file: LegalFile, clock: LegalClock): boolean {
  return isMet({ evidence: key }, question, file, clock)
}

/** The entries of a key that speak for this contact now, those before a revocation left out. */
export function evidenceFor(key: string, question: Question, file: LegalFile): Evidence[] {
  const entries = file.evidence.filter(
    (entry) =>
      entry.key === key &&
      entry.at <= question.at &&
      (entry.account === null || question.accounts.includes(entry.account)) &&
      (entry.point === null || entry.point === question.point),
  )
  if (entries.length === 0) return entries
  const revoked = Math.max(...entries.map((entry) => (entry.value === false ? entry.at : -Infinity)))
  return entries.filter(
    (entry) =>
      entry.value !== false &&
      entry.at > revoked &&
      (entry.until === null || entry.until > question.at) &&
      !(ENDS_WITH_CONVERSATION.has(key) && spokenSince(entry.at, question, file)),
  )
}

/** Consent to another call "next Monday" dies with the next conversation. */
const ENDS_WITH_CONVERSATION = new Set(['consented_7d', 'debtor_asked_callback'])

function spokenSince(since: Instant, question: Question, file: LegalFile): boolean {
  return file.history.some(
    (contact) =>
      contact.at > since &&
      contact.at <= question.at &&
      contact.person === question.person &&
      OUTCOME_LEVEL[contact.outcome] >= OUTCOME_LEVEL.conversation,
  )
}

function enough(entry: Evidence, need: Need, question: Question): boolean {
  if (need.min !== undefined) return Number(entry.value) >= need.min
  if (need.per === 'channel') return entry.value === true || entry.value === question.channel
  return entry.value !== 0 && entry.value !== ''
}

function ageFits(from: Instant, need: Need, now: Instant, clock: LegalClock, file: LegalFile): boolean {
  const { minAge, maxAge = MAX_AGE[need.evidence] } = need
  if (!minAge && !maxAge) return true
  return zonesFor(clock, file).every(
    (zone) =>
      (!minAge || now >= passedAt(from, minAge, zone, clock.calendar)) &&
      (!maxAge || now < olderAt(from, maxAge, zone, { calendar: clock.calendar, reading: 'sooner' })),
  )
}

/** Evidence that is good for a time by its own nature. */
const MAX_AGE: Record<string, Need['maxAge']> = { consented_7d: { days: 6 } }
