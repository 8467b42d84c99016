import type { Instant } from '../../core/base/time.ts'
import { isoOf } from '../../core/base/time.ts'

/** One task that the replay opened for a human. */
export interface TaskLine {
  at: Instant
  /** Null = about the person. */
  account: string | null
  /** `<account>/<n>`; null = about the account, or the person. */
  case: string | null
  kind: string
  step: string | null
  role: string
  due: Instant
  /** Null = still open when the replay ended. */
  closedAt: Instant | null
  /** A human's answer, or the engine's `arrived`, `obsolete` or `evidence`. */
  answer: string | null
}

/** NDJSON, ordered by time, then by the text of the line (account, case, kind, step, role); the keys in the order of the public format. */
export function taskFile(lines: readonly TaskLine[]): string {
  return lines
    .map(({ at, account, case: theCase, kind, step, role, due, closedAt, answer }) => ({
      at: isoOf(at),
      account,
      case: theCase,
      kind,
      step,
      role,
      due: isoOf(due),
      closedAt: closedAt === null ? null : isoOf(closedAt),
      answer,
    }))
    .map((line) => ({ line, text: JSON.stringify(line) }))
    .sort((a, b) => byText(a.line.at, b.line.at) || byText(a.text, b.text))
    .map(({ text }) => `${text}\n`)
    .join('')
}

/** The order is that of code units, the same on every machine. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
