import type { Channel } from '../base/list.ts'
import { type Day, lastDayOf, type Zone } from '../base/time.ts'
import type { ContactFile, Dossier } from './dossier.ts'
import { byTurn, type Candidate } from './candidate.ts'
import { isOpen } from './step-rows.ts'

export interface Turns {
  /** To be asked for now, in order. */
  now: Candidate[]
  /** Let go for a newer step of the channel. */
  overtaken: Candidate[]
  /** Late, and another late one has the day: the next local day. */
  waiting: Candidate[]
}

/** Late steps, those of an earlier local day: one per person, channel and local day, mandatory first, then the newest; what is older than the newest is let go. A step of today's is newer than any late one and needs no turn. */
export function takeTurns(candidates: readonly Candidate[], dossier: Dossier, today: Day): Turns {
  const turns: Turns = { now: [], overtaken: [], waiting: [] }
  for (const channel of new Set(candidates.map((one) => one.step.channel))) {
    const own = candidates.filter((one) => one.step.channel === channel)
    const fresh = own.filter((one) => one.day >= today)
    turns.now.push(...fresh.filter((one) => one.at <= one.review.view.now))
    takeLateTurn(turns, own, dossier, today)
  }
  turns.now.sort(byTurn)
  return turns
}

/** Waiting rows of the channel that a newer step may replace: due on an earlier day, not mandatory. */
export function replaceable(dossier: Dossier, candidate: Candidate): ContactFile[] {
  return dossier.contacts.filter(
    (row) =>
      row.state === 'planned' &&
      row.person === dossier.person.id &&
      row.case !== null &&
      row.channel === candidate.step.channel &&
      !row.mandatory &&
      row.dueOn !== null &&
      row.dueOn < candidate.day,
  )
}

function takeLateTurn(turns: Turns, own: readonly Candidate[], dossier: Dossier, today: Day): void {
  const late = own.filter((one) => one.day < today)
  if (late.length === 0) return
  const rows = rowsOfDay(dossier, late[0]?.step.channel as Channel, today)
  const left: Candidate[] = []
  for (const one of late) {
    if (!one.mandatory && isOvertaken(one, own, rows)) turns.overtaken.push(one)
    else left.push(one)
  }
  left.sort((a, b) => Number(b.mandatory) - Number(a.mandatory) || b.at - a.at || byTurn(a, b))
  const first = left[0]
  if (!first) return
  const taken = rows.some((row) => isLateRow(row, today) && !mayReplace(row, first))
  turns.now.push(...(taken ? [] : [first]))
  turns.waiting.push(...(taken ? left : left.slice(1)))
}

function isOvertaken(one: Candidate, own: readonly Candidate[], rows: readonly DayRow[]): boolean {
  return (
    own.some((other) => other.at > one.at) ||
    rows.some(({ row }) => row.dueOn !== null && row.dueOn > one.day)
  )
}

interface DayRow {
  row: ContactFile
  /** The local day of the contact, made or planned. */
  day: Day | null
}

/** The engine's own contacts with the person on the channel that are under way, or were made today. */
function rowsOfDay(dossier: Dossier, channel: Channel, today: Day): DayRow[] {
  const { id, zones } = dossier.person
  return dossier.contacts
    .filter((row) => row.person === id && row.case !== null && row.channel === channel)
    .map((row) => ({ row, day: dayOfRow(row, zones) }))
    .filter(({ row, day }) => isOpen(row) || day === today)
}

function dayOfRow(row: ContactFile, zones: readonly Zone[]): Day | null {
  const at = row.at ?? row.notBefore
  return at === null ? null : lastDayOf(zones, at)
}

/** It took today's turn: made or planned today, for an earlier day. */
function isLateRow({ row, day }: DayRow, today: Day): boolean {
  return day === today && row.dueOn !== null && row.dueOn < today
}

function mayReplace({ row }: DayRow, by: Candidate): boolean {
  return row.state === 'planned' && !row.mandatory && row.dueOn !== null && row.dueOn < by.day
}
