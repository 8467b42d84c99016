import type { Draft } from './draft.ts'
import type { LedgerAccount, LedgerPoint } from '../model/ledger.ts'
import { pointsOf } from './person.ts'
import { lastingUntil } from '../model/point-words.ts'

/** What the latest line of the account names was said until its last repetition. */
export function lineLasts(draft: Draft, { id, person, lineAt, lineFrom }: LedgerAccount): void {
  if (lineAt === null || lineFrom === null) return
  for (const point of pointsOf(draft.ledger, person)) {
    const last = point.words.named.filter(([by]) => by === id).at(-1)
    if (last && last[1] <= lineFrom && lineFrom <= last[2])
      keepWords(draft, point, lastingUntil(point.words, id, lineAt))
  }
}

export function keepWords(draft: Draft, point: LedgerPoint, words: LedgerPoint['words']): void {
  if (words === point.words) return
  point.words = words
  draft.points.add(point)
}
