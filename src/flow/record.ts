import { faultCode, isRowFault } from '../core/base/fault.ts'
import type { HumanTaskKind } from '../core/base/human-task.ts'
import type { PersonId } from '../core/base/id.ts'
import type { FaultyRow, ParkedRow } from '../core/base/parked.ts'
import type { Problem } from '../core/base/problem.ts'
import { applyFacts } from '../core/fact/apply.ts'
import { needsOf } from '../core/fact/needs.ts'
import { isMessageFrom } from '../core/fact/message.ts'
import type { PreparedFact } from '../core/fact/prepared.ts'
import { faultyRow, isolated } from './ports/isolate.ts'
import { parkAll } from './ports/park.ts'
import type { FactOwner, IncomingFact, KnownReplies, Prepare, RecordTx } from './ports/record.ts'
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
  /** What facts told as history would have asked of a human. */
  unasked: Unasked[]
  /** Persons with a case to review: ring decide for them. */
  reached: PersonId[]
  /** An account may open or re-open a case now: ring detect. */
  look: boolean
  /** Of known accounts and debtors, what could not be stored; each is rejected too. */
  parked: ParkedRow[]
}

/** A task that history did not open, by the ledger's own names. */
export interface Unasked {
  kind: HumanTaskKind
  debtor: string
  account: string | null
}

const PAGE = 1000

/** Stores facts and what they do to the ledger, durable on return; one transaction per page of at most 1,000, in the order given. */
export async function recordFacts(deps: RecordDeps, facts: readonly IncomingFact[]): Promise<Recorded> {
  const warnings: Problem[] = []
  const lists = facts.some(({ fact }) => isMessageFrom(fact)) ? await deps.replies?.() : []
  const rejected: Problem[] = []
  const prepared = facts.flatMap((incoming) => {
    try {
      const ready = deps.prepare(incoming, lists)
      warnings.push(...ready.warnings)
      return [ready.prepared]
    } catch (error) {
      if (!isRowFault(error)) throw error
      rejected.push(notStored(error, incoming.line ?? null))
      return []
    }
  })
  const recorded = await recordPrepared(deps, prepared)
  return {
    ...recorded,
    rejected: [...rejected, ...recorded.rejected],
    warnings: [...warnings, ...recorded.warnings],
  }
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
    unasked: [],
    reached: [],
    look: false,
    parked: [],
  }
  const reached = new Set<PersonId>()
  for (let from = 0; from < facts.length; from += PAGE) {
    const { done, faulty } = await isolated(facts.slice(from, from + PAGE), (part) => recordPage(store, part))
    for (const page of done) {
      all.taken += page.taken
      all.same += page.same
      all.sameLines.push(...page.sameLines)
      all.rejected.push(...page.rejected)
      all.warnings.push(...page.warnings)
      all.unasked.push(...page.unasked)
      all.look ||= page.look
      for (const person of page.reached) reached.add(person)
    }
    all.rejected.push(...faulty.map(({ row, error }) => notStored(error, row.line)))
    all.parked.push(...(await parkFacts(store, faulty)))
  }
  return { ...all, reached: [...reached] }
}

/** A fact that fails alone is the sender's to mend: it is not kept, but said. */
function notStored(error: unknown, line: number | null): Problem {
  return {
    code: 'not_stored',
    ...(line !== null && { line }),
    message: `this fact alone cannot be stored (${faultCode(error)}); the others are`,
    suggestion:
      'look at its dates, amounts and texts, and at what is stored of its account; then send it again',
  }
}

/** Where it is about somebody known, a human hears of it. */
async function parkFacts(
  store: Transactions<RecordTx>,
  faulty: readonly { row: PreparedFact; error: unknown }[],
): Promise<ParkedRow[]> {
  const rows: FaultyRow[] = []
  for (const { row, error } of faulty) {
    const owners = await isolated([row], () => ownerOf(store, row))
    const owner = owners.done[0] ?? null
    if (owner) rows.push(faultyRow(error, { loop: 'record', kind: 'fact', id: nameOf(row), ...owner }))
  }
  return parkAll(store, rows)
}

function ownerOf(store: Transactions<RecordTx>, { fact }: PreparedFact): Promise<FactOwner | null> {
  const debtor = 'debtor' in fact ? fact.debtor : undefined
  return store.transaction((tx) => tx.ownerOf({ account: fact.account, debtor }))
}

/** Its key, where a key can be stored. */
function nameOf({ source, key, digest }: PreparedFact): string {
  const name = `${source}/${key}`
  return /^[\x20-\x7e]{1,300}$/.test(name) ? name : `${source}/digest ${digest}`
}

function recordPage(store: Transactions<RecordTx>, facts: readonly PreparedFact[]): Promise<Recorded> {
  return store.transaction(async (tx) => {
    const ledger = await tx.loadLedger(needsOf(facts))
    const changes = applyFacts(ledger, facts, tx.now)
    const reached = await tx.saveLedger(changes)
    const { taken, same, sameLines, rejected, warnings, look } = changes
    const unasked = changes.unasked.map(({ kind, person, account }) => ({
      kind,
      debtor: ledger.persons.get(person)?.externalId ?? '',
      account: account === null ? null : (ledger.accounts.get(account)?.externalId ?? null),
    }))
    return { taken, same, sameLines, rejected, warnings, unasked, look, reached, parked: [] }
  })
}
