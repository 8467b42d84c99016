import type { Channel } from '../../channel/channel.ts'
import { type Day, lastDayOf, type Zone } from '../../base/time.ts'
import type { DossierContact, Dossier } from '../../model/dossier.ts'
import { byTurn, type Candidate } from './candidate.ts'
import { isUnderWay } from '../step/attempt.ts'
import { isPlanned } from '../../model/contact-state.ts'

interface Turns {
  /** The candidates that are to be asked for now, in order. */
  now: Candidate[]
  /** The late candidates behind a newer one or one that has the day: each is settled when those before it were asked for. */
  behind: Candidate[]
}

/** Late steps, those of an earlier local day: one per person, channel and local day, mandatory first, then the newest; what is older than the newest is let go once that one has its contact. A step of today's is newer than any late one and needs no turn. */
export function takeTurns(candidates: readonly Candidate[], dossier: Dossier, today: Day): Turns {
  const turns: Turns = { now: [], behind: [] }
  for (const channel of new Set(candidates.map((one) => one.step.channel))) {
    const own = candidates.filter((one) => one.step.channel === channel)
    const fresh = own.filter((one) => one.day >= today)
    turns.now.push(...fresh.filter((one) => one.at <= one.review.view.now))
    const late = own.filter((one) => one.day < today).sort(lateOrder)
    const first = late.find((one) => one.mandatory || !isOvertaken(one, own, dossier))
    const free = first && !isTurnTaken(first, dossier, today)
    if (first && free) turns.now.push(first)
    turns.behind.push(...late.filter((one) => !free || one !== first))
  }
  turns.now.sort(byTurn)
  return turns
}

/** What becomes of a late step when those before it were asked for: `made` are the candidates that got a contact, `all` those that were there. */
type Behind = { becomes: 'asked' | 'waiting' | 'tomorrow' } | { becomes: 'overtaken'; by: string }

export function settleBehind(one: Candidate, { made, all, dossier, today }: Settled): Behind {
  const own = made.filter(({ step }) => step.channel === one.step.channel)
  if (!one.mandatory) {
    const candidate = own.find((other) => other.since > one.since)
    if (candidate)
      return { becomes: 'overtaken', by: nameOf(candidate.review.view.case.id, candidate.step.step) }
    const row = newerRow(one, dossier)
    if (row) return { becomes: 'overtaken', by: nameOf(row.case ?? 0, row.step ?? '') }
    if (all.some((other) => isComing(other, one))) return { becomes: 'waiting' }
  }
  const taken = own.some((other) => other.day < today) || isTurnTaken(one, dossier, today)
  return { becomes: taken ? 'tomorrow' : 'asked' }
}

interface Settled {
  made: readonly Candidate[]
  all: readonly Candidate[]
  dossier: Dossier
  today: Day
}

/** How a step that takes another's place is remembered. */
export function nameOf(file: number, step: string): string {
  return `${file}/${step}`
}

/** Waiting rows of the channel that a newer step may replace: due on an earlier day, not mandatory. */
export function replaceable(dossier: Dossier, candidate: Candidate): DossierContact[] {
  return dossier.contacts.filter(
    (row) =>
      isPlanned(row.state) &&
      row.person === dossier.person.id &&
      row.case !== null &&
      row.channel === candidate.step.channel &&
      !row.mandatory &&
      row.dueOn !== null &&
      row.dueOn < candidate.day,
  )
}

function lateOrder(a: Candidate, b: Candidate): number {
  return Number(b.mandatory) - Number(a.mandatory) || b.since - a.since || byTurn(a, b)
}

function isOvertaken(one: Candidate, own: readonly Candidate[], dossier: Dossier): boolean {
  return own.some((other) => other.since > one.since) || newerRow(one, dossier) !== undefined
}

/** Whether the other one comes on the same channel later today: it is asked for first. */
function isComing(other: Candidate, one: Candidate): boolean {
  return (
    other.step.channel === one.step.channel && other.since > one.since && other.at > other.review.view.now
  )
}

function newerRow(one: Candidate, dossier: Dossier): DossierContact | undefined {
  const rows = rowsOfDay(dossier, one.step.channel as Channel, one.review.view.today)
  return rows.find(({ row }) => row.dueOn !== null && row.dueOn > one.day)?.row
}

function isTurnTaken(one: Candidate, dossier: Dossier, today: Day): boolean {
  const rows = rowsOfDay(dossier, one.step.channel as Channel, today)
  return rows.some((row) => isLateRow(row, today) && !mayReplace(row, one))
}

interface DayRow {
  row: DossierContact
  /** The local day of the contact, made or planned. */
  day: Day | null
}

/** The engine's own contacts with the person on the channel that are under way, or were made today. */
function rowsOfDay(dossier: Dossier, channel: Channel, today: Day): DayRow[] {
  const { id, zones } = dossier.person
  return dossier.contacts
    .filter((row) => row.person === id && row.case !== null && row.channel === channel)
    .map((row) => ({ row, day: dayOfRow(row, zones) }))
    .filter(({ row, day }) => isUnderWay(row) || day === today)
}

function dayOfRow(row: DossierContact, zones: readonly Zone[]): Day | null {
  const at = row.at ?? row.notBefore
  return at === null ? null : lastDayOf(zones, at)
}

/** It took today's turn: made or planned today, for an earlier day. */
function isLateRow({ row, day }: DayRow, today: Day): boolean {
  return day === today && row.dueOn !== null && row.dueOn < today
}

function mayReplace({ row }: DayRow, by: Candidate): boolean {
  return isPlanned(row.state) && !row.mandatory && row.dueOn !== null && row.dueOn < by.day
}
