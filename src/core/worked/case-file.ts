import { type Instant, MINUTE } from '../base/time.ts'
import type { Evidence, Circumstances, PastContact, Question, Status } from '../model/question.ts'
import type { Law } from '../compliance/pack/law.ts'
import { instantOf } from './instant.ts'
import type { WorkedCase, WorkedEvidence, WorkedIntent, WorkedPast } from './case.ts'

/** A worked case in the engine's own words. What an agent would show at claim counts as asked for. */
export function workedQuestion(intent: WorkedIntent): Question {
  const { ch, auto, at: start, end, expect: _expect, notes: _notes, ...facets } = intent
  const { dir: _dir, outcome: _outcome, book: _book, ...known } = facets
  const at = instantOf(start)
  return {
    ...known,
    at,
    durationMinutes: end ? (instantOf(end) - at) / MINUTE : 0,
    channel: ch === 'none' ? null : ch,
    automation: auto,
    moment: 'claim',
  }
}

export function workedCircumstances(worked: WorkedCase, law: Law, now: Instant): Circumstances {
  const statuses = Object.entries(worked.status)
  const started = Math.max(0, ...statuses.map(([, status]) => instantOf(status.at)))
  return {
    regions: worked.regions,
    zones: worked.zones,
    closed: worked.closed.map(({ d, t }) => ({ days: d, hours: t })),
    history: worked.history.flatMap(pastContacts),
    statuses: statuses.map(([name, status]) => statusOf(name, status)),
    evidence: [
      ...Object.entries(worked.facts).flatMap(([key, fact]) => evidenceOf(key, fact, now)),
      ...worked.events.map((key) => plain(key, true, started)),
      ...statuses.flatMap(([name, status]) => startOf(name, status, law)),
    ],
  }
}

/** An act that went over no channel was no contact. */
function pastContacts(past: WorkedPast): PastContact[] {
  const { ch, dir, book, at, auto, end: _end, dpd: _dpd, tokens: _tokens, ...same } = past
  if (ch === 'none') return []
  const contact = { at: instantOf(at), channel: ch, direction: dir, bookedTo: book ?? null, automation: auto }
  return [{ ...same, ...contact }]
}

function statusOf(name: string, status: WorkedCase['status'][string]): Status {
  return {
    status: name,
    at: instantOf(status.at),
    until: status.until ?? null,
    lifted: null,
    liftedBy: null,
    ...(status.person !== undefined && { person: status.person }),
    accounts: status.accounts ?? null,
    point: status.point ?? null,
    channel: status.channel ?? null,
    place: status.place ?? null,
  }
}

/** The event that starts a hold's time is evidence under the name that the rule gives it. */
function startOf(name: string, status: WorkedCase['status'][string], law: Law): Evidence[] {
  const { from } = status
  if (from === undefined) return []
  return law.rules.flatMap(({ rule }) => {
    if (rule.kind !== 'hold' || rule.parameters.while !== name || !('for' in rule.parameters.lasts)) return []
    return plain(rule.parameters.lasts.from ?? name, true, instantOf(from))
  })
}

/** An undated fact is as old and as fresh as a rule can ask. */
function evidenceOf(key: string, fact: WorkedEvidence, now: Instant): Evidence[] {
  if (typeof fact === 'boolean') return [plain(key, fact, 0), plain(key, fact, now)]
  if (typeof fact === 'number') return [plain(key, fact, 0), plain(key, fact, now)]
  if (typeof fact === 'string') return [plain(key, true, instantOf(fact))]
  const { at, until, n, channel, account = null, point = null } = fact
  const dates = at === undefined ? [0, now] : [instantOf(at)]
  return dates.map((date) => ({
    ...plain(key, n ?? channel ?? true, date),
    until: until === undefined ? null : instantOf(until),
    account,
    point,
  }))
}

function plain(key: string, value: Evidence['value'], at: Instant): Evidence {
  return { key, value, at, until: null, account: null, point: null }
}
