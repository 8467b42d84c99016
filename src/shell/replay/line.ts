import type { Instant } from '../../core/base/time.ts'
import { isoOf } from '../../core/base/time.ts'

/** One contact of the replay's output. */
export interface ContactLine {
  /** The permitted not-before. */
  at: Instant
  account: string
  debtor: string
  /** `<account>/<n>`. */
  case: string
  channel: string
  stage: string
  step: string
  attempt: number
  dpd: number
}

/** One interval in which a case was open, in local days. */
export interface CaseLine {
  account: string
  case: string
  openedOn: string
  closedOn: string | null
  reason: string | null
}

/** A step that fell due and was not made, and why: not part of the files, but what a reader asks next. */
export interface RefusalLine {
  at: Instant
  account: string
  step: string
  kind: string
  rules: string[]
}

/** Refusals by the rule or reason that forbade, most frequent first; several of one refusal count each. */
export function refusedByRule(refusals: readonly RefusalLine[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const rule of refusals.flatMap(({ rules }) => rules)) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].sort(([a, one], [b, other]) => other - one || byText(a, b))
}

/** NDJSON, ordered by (at, account, step, attempt). */
export function contactFile(lines: readonly ContactLine[]): string {
  const sorted = [...lines].sort(
    (a, b) => a.at - b.at || byText(a.account, b.account) || byText(a.step, b.step) || a.attempt - b.attempt,
  )
  return sorted.map((line) => `${JSON.stringify(asWritten(line))}\n`).join('')
}

/** NDJSON, ordered by (account, openedOn, case). */
export function caseFile(lines: readonly CaseLine[]): string {
  const sorted = [...lines].sort(
    (a, b) => byText(a.account, b.account) || byText(a.openedOn, b.openedOn) || byText(a.case, b.case),
  )
  return sorted
    .map(
      ({ account, case: name, openedOn, closedOn, reason }) =>
        `${JSON.stringify({ account, case: name, openedOn, closedOn, reason })}\n`,
    )
    .join('')
}

/** The keys in the order of the public format, whatever order the line was made in. */
function asWritten(line: ContactLine): Record<string, string | number> {
  return {
    at: isoOf(line.at),
    account: line.account,
    debtor: line.debtor,
    case: line.case,
    channel: line.channel,
    stage: line.stage,
    step: line.step,
    attempt: line.attempt,
    dpd: line.dpd,
  }
}

/** The order is that of code units, the same on every machine. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
