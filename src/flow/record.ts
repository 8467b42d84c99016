import type { PersonId } from '../core/base/id.ts'
import type { Problem } from '../core/base/problem.ts'
import { applyFacts } from '../core/fact/apply.ts'
import { needsOf } from '../core/fact/needs.ts'
import { isMessageFrom } from '../core/fact/message.ts'
import type { PreparedFact } from '../core/fact/prepared.ts'
import type { IncomingFact, KnownReplies, Prepare, RecordTx } from './ports/record.ts'
import type { Transactions } from './ports/transactions.ts'

export interface RecordDeps {
  store: Transactions<RecordTx>
  prepare: Prepare
  /** Absent = no message is understood, and a human reads them all. */
  replies?: KnownReplies
}

export interface Recorded {
  /** New facts, committed. */
  taken: number
  /** Known already, or an unchanged snapshot or score. */
  same: number
  /** Lines of those, where the facts came with one. */
  sameLines: number[]
  rejected: Problem[]
  /** About facts that went in all the same. */
  warnings: Problem[]
  /** Persons with a case to review: ring decide for them. */
  reached: PersonId[]
  /** An account may open or re-open a case now: ring detect. */
  look: boolean
}

const PAGE = 1000

/** Stores facts and what they do to the ledger, durable on return; one transaction per page of at most 1,000, in the order given. */
export async function recordFacts(deps: RecordDeps, facts: readonly IncomingFact[]): Promise<Recorded> {
  const warnings: Problem[] = []
  const lists = facts.some(({ fact }) => isMessageFrom(fact)) ? await deps.replies?.() : []
  const prepared = facts.map((incoming) => {
    const ready = deps.prepare(incoming, lists)
    warnings.push(...ready.warnings)
    return ready.prepared
  })
  const recorded = await recordPrepared(deps, prepared)
  return { ...recorded, warnings: [...warnings, ...recorded.warnings] }
}

/** For facts whose personal values are sealed already. */
export async function recordPrepared(
  { store }: Pick<RecordDeps, 'store'>,
  facts: readonly PreparedFact[],
): Promise<Recorded> {
  const all: Recorded = {
    taken: 0,
    same: 0,
    sameLines: [],
    rejected: [],
    warnings: [],
    reached: [],
    look: false,
  }
  const reached = new Set<PersonId>()
  for (let from = 0; from < facts.length; from += PAGE) {
    const page = await recordPage(store, facts.slice(from, from + PAGE))
    all.taken += page.taken
    all.same += page.same
    all.sameLines.push(...page.sameLines)
    all.rejected.push(...page.rejected)
    all.look ||= page.look
    for (const person of page.reached) reached.add(person)
  }
  return { ...all, reached: [...reached] }
}

function recordPage(store: Transactions<RecordTx>, facts: readonly PreparedFact[]): Promise<Recorded> {
  return store.transaction(async (tx) => {
    const ledger = await tx.loadLedger(needsOf(facts))
    const changes = applyFacts(ledger, facts, tx.now)
    const reached = await tx.saveLedger(changes)
    const { taken, same, sameLines, rejected, look } = changes
    return { taken, same, sameLines, rejected, look, reached, warnings: [] }
  })
}
