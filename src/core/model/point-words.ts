import type { AccountId } from '../base/id.ts'
import type { Instant } from '../base/time.ts'

/** Everything that was said of a person's number or address, as far as it can still decide something: what it is now is worked out from this, in whatever order it was said. */
export interface PointWords {
  named: Naming[]
  /** The instant at which its line and its place were last said. */
  lineAt: Instant | null
  placeAt: Instant | null
  /** The instant at which it was last reported dead. */
  deadAt: Instant | null
  /** The instant at which a consent or a message from it last showed that the debtor has it. */
  aliveAt: Instant | null
  /** The value that was named cannot be one of its kind. */
  unreadable: boolean
}

/** The span from the first to the last of a row of lines of one account that name it; `SAID` for a fact of the debtor's, such as point.added. */
export type Naming = [by: AccountId | typeof SAID, from: Instant, to: Instant]
export const SAID = 0

export function noWords(): PointWords {
  return { named: [], lineAt: null, placeAt: null, deadAt: null, aliveAt: null, unreadable: false }
}

/** The words as they were stored; rows older than this field have none. */
export function wordsFrom(stored: Partial<PointWords>): PointWords {
  return { ...noWords(), ...stored }
}

/** The number of lines of an account that are remembered; a ledger that changes a line more often still says its latest word. */
const REMEMBERED = 60

export function withNaming(words: PointWords, by: Naming[0], at: Instant): PointWords {
  if (words.named.some(([who, from, to]) => who === by && from <= at && at <= to)) return words
  const named = [...words.named, [by, at, at] satisfies Naming].sort((a, b) => a[2] - b[2] || a[0] - b[0])
  return { ...words, named: named.slice(-REMEMBERED) }
}

/** The latest naming by that account lasts until then: its lines have said the same since. */
export function lastingUntil(words: PointWords, by: Naming[0], at: Instant): PointWords {
  const last = words.named.filter(([who]) => who === by).at(-1)
  if (!last || last[2] >= at) return words
  const named = words.named.map((each): Naming => (each === last ? [by, each[1], at] : each))
  return { ...words, named: named.sort((a, b) => a[2] - b[2] || a[0] - b[0]) }
}

/** The point is dead since a report that nothing later speaks against. */
export function isDead({ deadAt, aliveAt }: PointWords): boolean {
  return deadAt !== null && (aliveAt === null || aliveAt <= deadAt)
}

/** The instant at which it was last said to be the debtor's; null = never. */
export function namedAt({ named }: PointWords): Instant | null {
  return named.length === 0 ? null : Math.max(...named.map(([, from]) => from))
}

/** The point is replaced: every account whose lines ever named it has named others of its kind since, and nobody has named it again. `others`: what was said of the person's others of that kind. */
export function isReplaced({ named }: PointWords, others: readonly PointWords[]): boolean {
  const accounts = new Set(named.map(([by]) => by).filter((by) => by !== SAID))
  if (accounts.size === 0) return false
  let since = -Infinity
  for (const account of accounts) {
    const at = replacedAt(account, lastOf(named, account), others)
    if (at === null) return false
    since = Math.max(since, at)
  }
  return lastOf(named, SAID) <= since
}

/** The first line after its last that names others. */
function replacedAt(account: Naming[0], last: Instant, others: readonly PointWords[]): Instant | null {
  const later = others.flatMap(({ named }) =>
    named
      .filter(([by, , to]) => by === account && to > last)
      .map(([, from, to]) => (from > last ? from : to)),
  )
  return later.length === 0 ? null : Math.min(...later)
}

function lastOf(named: readonly Naming[], account: Naming[0]): Instant {
  return Math.max(-Infinity, ...named.filter(([by]) => by === account).map(([, , to]) => to))
}
