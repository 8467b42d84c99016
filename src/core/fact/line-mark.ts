import type { AccountId } from '../base/id.ts'
import type { LedgerAccount } from '../model/ledger.ts'
import type { Applied, Draft } from './draft.ts'
import { accountIn } from './fact.ts'
import type { PreparedFact } from './prepared.ts'
import type { LineEnd } from './telling.ts'

/** The account gets the mark of a line with its last fact, where all that the line said is in effect; whatever says otherwise later takes the mark away. */
export function markLine(draft: Draft, { fact, ends, at }: PreparedFact, applied: Applied): void {
  if (!ends) return
  const { accountOf, accounts } = draft.ledger
  const account = accounts.get(accountOf.get(accountIn(fact) ?? '') ?? (0 as AccountId))
  if (!account) return
  const mark = typeof applied === 'string' && isInEffect(account, ends, at) ? ends.mark : null
  draft.changes.daily.delete(account.id)
  if (mark !== null && ends.daily) draft.changes.daily.set(account.id, { at, scored: ends.score !== null })
  if (account.lineMark === mark) return
  account.lineMark = mark
  draft.accounts.add(account)
}

function isInEffect(account: LedgerAccount, { opened, score, figures }: LineEnd, at: number): boolean {
  if (account.lineDigest !== opened) return false
  if (score !== null && (account.score !== score || account.scoreAt !== at)) return false
  return !figures || account.snapshotAt === at
}

/** The facts of a line of an accounts file carry its mark from here on. */
export function markFacts(facts: readonly PreparedFact[], mark: string): void {
  const [opened] = facts
  const last = facts.at(-1)
  if (opened?.fact.type !== 'account.opened' || !last) return
  last.ends = {
    mark,
    opened: opened.digest,
    score: scoreIn(facts),
    figures: last.fact.type === 'account.snapshot',
  }
}

function scoreIn(facts: readonly PreparedFact[]): LineEnd['score'] {
  for (const { fact } of facts) if (fact.type === 'score.changed') return fact.score
  return null
}
