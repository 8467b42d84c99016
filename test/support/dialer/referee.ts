import type { Attempt, Event, Known, Made } from '../law-oracle/journal.ts'
import { brokenRules } from '../law-oracle/recount.ts'
import type { Statute } from '../law-oracle/statute.ts'

/** What the engine answered to one attempt: the rules that it named, and whether those are the ones of this very instant alone. */
export interface Refused {
  attempt: Attempt
  rules: readonly string[]
  onlyNow: boolean
}

/** The referee keeps the journal of one country's debtors and holds every answer of the engine against its own count. */
export interface Referee {
  statutes: readonly Statute[]
  known: Known & { events: Event[] }
  journal: Made[]
  /** The referee judges one instant: the contacts made at it, in whatever order, and the attempts that were refused. */
  judge(made: readonly Made[], refused: readonly Refused[]): void
  /** More than the law allows. */
  breaches: string[]
  /** The attempts that were refused without need, or for a reason that is none. */
  needless: string[]
  /** Rules that have refused something, so that their being kept was put to the test. */
  tested: Set<string>
}

export function referee(statutes: readonly Statute[], zones: readonly string[], dueOn: string): Referee {
  const known = { zones, dueOn, events: [] as Event[] }
  const journal: Made[] = []
  const breaches: string[] = []
  const needless: string[] = []
  const tested = new Set<string>()
  return {
    statutes,
    known,
    journal,
    breaches,
    needless,
    tested,
    judge: (made, refused) => {
      breaches.push(...breachesOf(statutes, made, journal, known))
      const after = [...journal, ...made]
      for (const one of refused) {
        const before = brokenRules(statutes, one.attempt, journal, known)
        const then = brokenRules(statutes, one.attempt, after, known)
        for (const rule of before) tested.add(rule)
        const missing = before.filter((rule) => !one.rules.includes(rule))
        const idle = one.onlyNow ? one.rules.filter((rule) => !then.includes(rule)) : []
        if (then.length === 0) needless.push(tell(one.attempt, one.rules))
        else if (idle.length > 0) needless.push(tell(one.attempt, idle))
        if (missing.length > 0) breaches.push(`not refused for ${tell(one.attempt, missing)}`)
      }
      journal.push(...made)
    },
  }
}

/** Contacts of one instant have no order: whichever could have been the last is taken away, until none is left. */
function breachesOf(
  statutes: readonly Statute[],
  made: readonly Made[],
  journal: readonly Made[],
  known: Known,
): string[] {
  let left = [...made]
  while (left.length > 0) {
    const found = left.map((one) =>
      brokenRules(statutes, one, [...journal, ...left.filter((other) => other !== one)], known),
    )
    const last = found.findIndex((rules) => rules.length === 0)
    if (last < 0) return left.map((one, index) => tell(one, found[index] ?? []))
    left = left.toSpliced(last, 1)
  }
  return []
}

function tell({ at, channel, person, account, number }: Attempt, rules: readonly string[]): string {
  const when = new Date(at).toISOString()
  return `${rules.join(' ')}: ${channel} at ${when} to ${person} on ${number} about ${account}`
}
