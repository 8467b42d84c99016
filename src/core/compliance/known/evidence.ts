import { OUTCOME_LEVEL } from '../../base/list.ts'
import type { Instant } from '../../base/time.ts'
import { DERIVED } from './derived.ts'
import { olderAt, passedAt } from '../time/duration.ts'
import { zonesFor } from '../time/clock.ts'
import type { Terms } from './keys.ts'
import type { Need } from '../rule/parameters.ts'
import type { Evidence, Circumstances, Question } from '../../model/question.ts'

/** Whether what a rule requires is there: as a tag of the contact, as recorded evidence, or derived from history. */
export function isMet(need: Need, question: Question, file: Circumstances, terms: Terms): boolean {
  if (question.tags.includes(need.evidence)) return true
  const recorded = evidenceFor(need.evidence, question, file, terms)
  const derived = DERIVED[need.evidence]?.(question, file)
  const fitting = (derived ? [...recorded, derived] : recorded).filter(
    (entry) => enough(entry, need, question) && ageFits(entry.at, need, question.at, terms, file),
  )
  if (fitting.length === 0) return false
  return question.accounts.every((account) =>
    fitting.some((entry) => entry.account === null || entry.account === account),
  )
}

/** The instant at which what is recorded is old enough for the need, if nothing else is missing; null = time alone does not bring it. */
export function oldEnoughAt(
  need: Need,
  question: Question,
  file: Circumstances,
  terms: Terms,
): Instant | null {
  const { minAge } = need
  if (!minAge) return null
  const instants = evidenceFor(need.evidence, question, file, terms).map(({ at }) =>
    Math.max(...zonesFor(terms, file).map((zone) => passedAt(at, minAge, zone, terms.calendar))),
  )
  const ripe = instants
    .filter((at) => Number.isFinite(at) && at > question.at && isMet(need, { ...question, at }, file, terms))
    .sort((a, b) => a - b)
  return ripe[0] ?? null
}

export function isShown(key: string, question: Question, file: Circumstances, terms: Terms): boolean {
  return isMet({ evidence: key }, question, file, terms)
}

/** The entries of a key that speak for this contact now, those before a revocation left out. */
export function evidenceFor(
  key: string,
  question: Question,
  file: Circumstances,
  { keys }: Pick<Terms, 'keys'>,
): Evidence[] {
  const meaning = keys(key)
  const speaks = (entry: Evidence): boolean =>
    entry.at <= question.at &&
    (entry.account === null || question.accounts.includes(entry.account)) &&
    (entry.point === null || entry.point === question.point)
  const entries = file.evidence.filter((entry) => entry.key === key && speaks(entry))
  if (meaning?.derive) entries.push(...meaning.derive(question, file).filter(speaks))
  if (entries.length === 0) return entries
  const revoked = Math.max(...entries.map((entry) => (entry.value === false ? entry.at : -Infinity)))
  return entries.filter(
    (entry) =>
      entry.value !== false &&
      entry.at > revoked &&
      (entry.until === null || entry.until > question.at) &&
      !(meaning?.endsWith === 'conversation' && spokenSince(entry.at, question, file)),
  )
}

function spokenSince(since: Instant, question: Question, file: Circumstances): boolean {
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

function ageFits(from: Instant, need: Need, now: Instant, terms: Terms, file: Circumstances): boolean {
  const { minAge, maxAge = terms.keys(need.evidence)?.lasts } = need
  if (!minAge && !maxAge) return true
  return zonesFor(terms, file).every(
    (zone) =>
      (!minAge || now >= passedAt(from, minAge, zone, terms.calendar)) &&
      (!maxAge || now < olderAt(from, maxAge, zone, { calendar: terms.calendar, reading: 'sooner' })),
  )
}
