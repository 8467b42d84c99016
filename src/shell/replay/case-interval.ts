import type { Instant, Zone } from '../../core/base/time.ts'
import { lastDayOf } from '../../core/base/time.ts'
import type { CaseLine } from './line.ts'

/** A case.opened, case.reopened or case.closed as it was recorded. */
export interface CaseFact {
  account: string
  zones: readonly Zone[]
  kind: string
  number: number
  at: Instant
  reason: string | null
}

/** The open intervals of every case, from its facts in the order in which they were recorded. */
export function caseIntervals(facts: readonly CaseFact[]): CaseLine[] {
  const lines: CaseLine[] = []
  const open = new Map<string, CaseLine>()
  for (const fact of facts) {
    const name = `${fact.account}/${fact.number}`
    const day = lastDayOf(fact.zones, fact.at)
    if (fact.kind === 'case.closed') {
      const line = open.get(name)
      if (!line) continue
      line.closedOn = day
      line.reason = fact.reason
      open.delete(name)
    } else {
      const line = { account: fact.account, case: name, openedOn: day, closedOn: null, reason: null }
      lines.push(line)
      open.set(name, line)
    }
  }
  return lines
}
