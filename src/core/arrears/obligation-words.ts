import type { Day, Instant } from '../base/time.ts'
import type { DebtPart } from '../model/debt-part.ts'
import type { LedgerObligation } from '../model/ledger-money.ts'
import type { ObligationWord } from '../model/ledger-money.ts'
import type { Billed } from '../model/promise.ts'

/** An obligation of which nothing was said. */
export function unsaid(externalId: string, day: Day): LedgerObligation {
  return {
    externalId,
    dueOn: day,
    dueAt: null,
    amount: 0,
    cancelled: false,
    part: 'principal',
    saidAt: null,
    words: null,
    rests: false,
    restsUntil: null,
  }
}

/** What was said of an obligation; without a list of words it was only billed, or only put off. */
export function wordsOf(row: LedgerObligation): ObligationWord[] {
  if (row.words !== null) return row.words
  const words: ObligationWord[] = []
  const { amount, dueOn, dueAt, saidAt, part, cancelled } = row
  const plain = { amount: null, said: null, dueOn: null, part: null }
  if (isBilled(row))
    words.push({
      ...plain,
      is: 'billed',
      at: saidAt ?? LONG_AGO,
      amount,
      dueOn: dueAt === null ? dueOn : null,
      part,
    })
  if (dueAt !== null) words.push({ ...plain, is: 'rescheduled', at: dueAt, dueOn })
  if (cancelled) words.push({ ...plain, is: 'cancelled', at: NEVER_OVER })
  return words
}

/** Nobody knows when a bill was said that was stored before instants of bills were: it is older than all others. */
const LONG_AGO = Date.UTC(1900, 0, 1)
/** A cancellation that was stored before its instant was stands for good. */
const NEVER_OVER = Date.UTC(2200, 0, 1)

export function isBilled({ amount, saidAt }: LedgerObligation): boolean {
  return amount > 0 || saidAt !== null
}

/** The obligation with one word more. */
export function withWord(row: LedgerObligation, word: ObligationWord): LedgerObligation {
  return withWords(row, [...wordsOf(row), word])
}

/** The same, from all words, in whatever order they came; at one instant the one that came last counts. What can never count again is left out. */
export function withWords(row: LedgerObligation, words: readonly ObligationWord[]): LedgerObligation {
  const inOrder = [...words].sort((a, b) => a.at - b.at)
  const first = inOrder.find(({ is }) => is === 'billed')
  const amount = inOrder.findLast((word) => word.amount !== null)
  // A bill that is told again as it was first takes no other day back, nor its cancellation.
  const due = inOrder.findLast((word) => word.dueOn !== null && !repeatsDay(word, first))
  const cancelled = inOrder.findLast(({ is }) => is === 'cancelled')
  const again = inOrder.findLast((word) => word.amount !== null && !repeatsBill(word, first))
  const kept = new Set([first, cancelled, ...lastTwo(inOrder, 'amount', repeatsBill)])
  for (const word of lastTwo(inOrder, 'dueOn', repeatsDay)) kept.add(word)
  return {
    ...row,
    amount: first === undefined ? 0 : (amount?.amount ?? 0),
    dueOn: due?.dueOn ?? first?.dueOn ?? row.dueOn,
    dueAt: due?.at ?? null,
    // Another amount or day that is said after the cancellation is owed.
    cancelled: cancelled !== undefined && (again === undefined || again.at <= cancelled.at),
    part: first?.part ?? row.part,
    saidAt: first?.at ?? null,
    words: inOrder.filter((word) => kept.has(word)),
  }
}

/** What was owed of it by an instant: a change that came later counts as if it were not said, the bill itself always counts. */
export function owedBy(
  { externalId, dueOn, amount, cancelled = false, words = null }: Omit<Billed, 'account'>,
  at: Instant,
): Pick<LedgerObligation, 'externalId' | 'dueOn' | 'amount' | 'cancelled'> {
  if (words === null) return { externalId, dueOn, amount, cancelled }
  const first = [...words].sort((a, b) => a.at - b.at).find(({ is }) => is === 'billed')
  const known = words.filter((word) => word === first || word.at <= at)
  return withWords(unsaid(externalId, dueOn), known)
}

function repeatsBill(word: ObligationWord, first: ObligationWord | undefined): boolean {
  return repeatsDay(word, first) && word.amount === first?.amount
}

function repeatsDay({ is, dueOn }: ObligationWord, first: ObligationWord | undefined): boolean {
  return is === 'billed' && dueOn === first?.dueOn
}

/** The last word of that, and the last one that does not repeat it: whichever bill turns out to be the first one, one of them counts. */
function lastTwo(
  inOrder: readonly ObligationWord[],
  field: 'amount' | 'dueOn',
  repeats: (word: ObligationWord, other: ObligationWord) => boolean,
): (ObligationWord | undefined)[] {
  const last = inOrder.findLast((word) => word[field] !== null)
  if (last === undefined) return []
  return [last, inOrder.findLast((word) => word[field] !== null && !repeats(word, last))]
}

/** The bill of that instant, which another of the same may not contradict. */
export function billAt(
  row: LedgerObligation,
  at: Instant,
): { amount: number | null; dueOn: Day | null; part: DebtPart | null } | null {
  return wordsOf(row).find((word) => word.is === 'billed' && word.at === at) ?? null
}
