import { faultCode, isRowFault } from '../core/base/fault.ts'
import type { HumanTaskKind } from '../core/model/human-task.ts'
import type { PersonId } from '../core/base/id.ts'
import type { FaultyRow, ParkedRow } from '../core/base/parked.ts'
import type { Problem } from '../core/base/problem.ts'
import { wantedWhole } from '../core/fact/bare.ts'
import { applyFacts } from '../core/fact/apply/apply.ts'
import { accountIn } from '../core/fact/fact.ts'
import { needsOfPage, withStored } from '../core/fact/needs.ts'
import { isMessageFrom } from '../core/fact/message.ts'
import type { PreparedFact } from '../core/fact/prepared.ts'
import { rowOf } from '../core/fact/hold-refused.ts'
import type { RefusedRow } from '../core/fact/refused-row.ts'
import type { Ledger } from '../core/model/ledger.ts'
import type { LedgerChanges } from '../core/model/ledger-changes.ts'
import { faultyRow, type Isolated, isolated } from './ports/isolate.ts'
import { parkAll } from './ports/park.ts'
import type { FactOwner, IncomingRow, KnownReplies, Prepare, RecordTx } from './ports/record.ts'
import type { Transactions } from './ports/transactions.ts'

export interface RecordDeps {
  store: Transactions<RecordTx>
  prepare: Prepare
  /** Absent = no message is understood, and a human reads them all. */
  replies?: KnownReplies
  /** Whoever else waits gets a turn; it is asked after a few rows. */
  pause?: () => Promise<void>
  /** The whole of a fact that came bare; absent = none does. */
  whole?: (bare: PreparedFact) => Promise<PreparedFact>
}

export type PreparedRow = PreparedFact | RefusedRow

export interface Recorded {
  /** New facts, committed. */
  taken: number
  /** The fact is known already, or an unchanged snapshot or score. */
  same: number
  /** Lines of those, where the facts came with one. */
  sameLines: number[]
  rejected: Problem[]
  /** The problems of facts that went in all the same. */
  warnings: Problem[]
  /** What facts told as history would have asked of a human. */
  unasked: Unasked[]
  /** Persons with a case to review: wake decide for them. */
  affected: PersonId[]
  /** An account may open or re-open a case now: wake detect. */
  look: boolean
  /** The rows of known accounts and debtors that could not be stored; each is rejected too. */
  parked: ParkedRow[]
}

/** A task that history did not open, by the ledger's own names. */
export interface Unasked {
  kind: HumanTaskKind
  debtor: string
  account: string | null
}

/** Facts of one transaction, where nothing else is said. */
const PAGE = 1000

/** Rows that are prepared between two pauses: a few milliseconds, most of it for their numbers. */
const ROWS_AT_ONCE = 10

/** Facts and what they do to the ledger are stored, durable on return; one transaction per page of at most 1,000, in the order given. A row that was refused at the door comes along in its place, since it holds whom it names. */
export async function recordFacts(deps: RecordDeps, rows: readonly IncomingRow[]): Promise<Recorded> {
  const warnings: Problem[] = []
  const rejected: Problem[] = []
  const messages = rows.some((row) => 'fact' in row && isMessageFrom(row.fact))
  const lists = messages ? await deps.replies?.() : []
  const prepared: PreparedRow[] = []
  for (const [index, row] of rows.entries()) {
    if (deps.pause && index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await deps.pause()
    try {
      if ('fact' in row) {
        const ready = deps.prepare(row, lists)
        warnings.push(...ready.warnings)
        prepared.push(ready.prepared)
      } else prepared.push(deps.prepare.refused(row))
    } catch (error) {
      if (!isRowFault(error)) throw error
      rejected.push(notStored(error, row.line ?? null))
    }
  }
  const recorded = await recordPrepared(deps, prepared)
  return {
    ...recorded,
    rejected: [...rejected, ...recorded.rejected],
    warnings: [...warnings, ...recorded.warnings],
  }
}

/** This door takes facts whose personal values are sealed already. */
export async function recordPrepared(
  { store, pause, whole, page = PAGE }: Omit<RecordDeps, 'prepare' | 'replies'> & { page?: number },
  rows: readonly PreparedRow[],
): Promise<Recorded> {
  const record: RecordPart = (part, asks) => recordPage(store, part, { pause, whole, ...asks })
  const all: Recorded = {
    taken: 0,
    same: 0,
    sameLines: [],
    rejected: [],
    warnings: [],
    unasked: [],
    affected: [],
    look: false,
    parked: [],
  }
  const affected = new Set<PersonId>()
  for (let from = 0; from < rows.length; from += page) {
    const { done, faulty } = await recordedOrAsked(rows.slice(from, from + page), record)
    for (const part of done) {
      all.taken += part.taken
      all.same += part.same
      all.sameLines.push(...part.sameLines)
      all.rejected.push(...part.rejected)
      all.warnings.push(...part.warnings)
      all.unasked.push(...part.unasked)
      all.look ||= part.look
      for (const person of part.affected) affected.add(person)
    }
    all.rejected.push(...faulty.map(({ row, error }) => notStored(error, row.line)))
    const facts = faulty.flatMap(({ row, error }) => ('fact' in row ? [{ row, error }] : []))
    all.parked.push(...(await parkFacts(store, facts)))
    await holdFaulty(store, facts, affected)
  }
  return { ...all, affected: [...affected] }
}

type RecordPart = (part: readonly PreparedRow[], asks: { stored: boolean }) => Promise<Recorded>

/** An account is believed once in what it says by itself of facts: a sender's own key may stand where the key of another fact will be. A page that fails is told once more by the stored facts, and only then in halves. */
async function recordedOrAsked(
  rows: readonly PreparedRow[],
  record: RecordPart,
): Promise<Isolated<PreparedRow, Recorded>> {
  try {
    return { done: [await record(rows, { stored: false })], faulty: [] }
  } catch (error) {
    if (!isRowFault(error)) throw error
    return isolated(rows, (part) => record(part, { stored: true }))
  }
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

/** A human hears of it where it is about somebody known. */
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

/** What could not be stored is as a row that was refused: whom it names is not contacted meanwhile. */
async function holdFaulty(
  store: Transactions<RecordTx>,
  faulty: readonly { row: PreparedFact; error: unknown }[],
  affected: Set<PersonId>,
): Promise<void> {
  const refused = faulty.map(({ row, error }) => rowOf(row, faultCode(error)))
  const { done } = await isolated(refused, (part) => recordPage(store, part))
  for (const page of done) for (const person of page.affected) affected.add(person)
}

function ownerOf(store: Transactions<RecordTx>, { fact }: PreparedFact): Promise<FactOwner | null> {
  const debtor = 'debtor' in fact ? fact.debtor : undefined
  return store.transaction((tx) => tx.ownerOf({ account: accountIn(fact), debtor }))
}

/** Its key, where a key can be stored. */
function nameOf({ source, key, digest }: PreparedFact): string {
  const name = `${source}/${key}`
  return /^[\x20-\x7e]{1,300}$/.test(name) ? name : `${source}/digest ${digest}`
}

type Asked = { [K in 'pause' | 'whole']?: RecordDeps[K] | undefined } & {
  /** Every key is looked for among the stored facts. */
  stored?: boolean
}

async function recordPage(
  store: Transactions<RecordTx>,
  rows: readonly PreparedRow[],
  { pause, whole, stored = false }: Asked = {},
): Promise<Recorded> {
  for (let told = rows; ; ) {
    const page = await store.transaction(async (tx): Promise<Recorded | readonly PreparedFact[]> => {
      const ledger = await tx.loadLedger(stored ? withStored(needsOfPage(told)) : needsOfPage(told))
      const bare = whole ? wantedWhole(ledger, told) : []
      if (bare.length > 0) return bare
      await pause?.()
      const changes = applyFacts(ledger, told, tx.now)
      await pause?.()
      return recordedOf(ledger, changes, await tx.saveLedger(changes))
    })
    if ('taken' in page) return page
    const full = new Map<PreparedRow, PreparedFact>()
    for (const row of page) full.set(row, await wholeOf(row, whole))
    told = told.map((row) => full.get(row) ?? row)
  }
}

function wholeOf(row: PreparedFact, whole: RecordDeps['whole']): Promise<PreparedFact> {
  if (!whole) throw new Error('a bare fact has to be told whole')
  return whole(row)
}

function recordedOf(ledger: Ledger, changes: LedgerChanges, affected: PersonId[]): Recorded {
  const { taken, same, sameLines, rejected, warnings, look } = changes
  const unasked = changes.unasked.map(({ kind, person, account }) => ({
    kind,
    debtor: ledger.persons.get(person)?.externalId ?? '',
    account: account === null ? null : (ledger.accounts.get(account)?.externalId ?? null),
  }))
  return { taken, same, sameLines, rejected, warnings, unasked, look, affected, parked: [] }
}
