import { PLACES, type Place } from '../base/list.ts'
import type { Evidence, LegalFile, Status } from '../model/question.ts'

/** The statuses of that name: those on file, and recorded evidence whose key is the name (`employer.prohibits`, value = the place). */
export function statusesOf(name: string, file: LegalFile): Status[] {
  const statuses = file.statuses.filter((status) => status.status === name)
  for (const entry of file.evidence) {
    if (entry.key === name && entry.value !== false)
      statuses.push({ ...statusFrom(entry), lifted: earliest([entry.until, revokedAt(entry, file)]) })
  }
  return statuses
}

/** It lasts from its date on, as long as the evidence is good. */
export function statusFrom(entry: Evidence): Status {
  return {
    status: entry.key,
    at: entry.at,
    until: null,
    lifted: entry.until,
    liftedBy: null,
    accounts: entry.account === null ? null : [entry.account],
    point: entry.point,
    channel: null,
    place: PLACES.find((place: Place) => place === entry.value) ?? null,
  }
}

function revokedAt(entry: Evidence, file: LegalFile): number | null {
  const later = file.evidence.filter(
    (other) =>
      other.key === entry.key &&
      other.value === false &&
      other.at >= entry.at &&
      (other.account === null || other.account === entry.account) &&
      (other.point === null || other.point === entry.point),
  )
  return earliest(later.map((other) => other.at))
}

function earliest(instants: (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null)
  return known.length > 0 ? Math.min(...known) : null
}
