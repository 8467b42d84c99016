import type { CaseId, PersonId } from '../../../core/base/id.ts'
import type { DetectChanges } from '../../../core/detect/quota.ts'
import { changedCase, openedCase } from '../../../core/model/case.ts'
import type { PersonDecision } from '../../../core/model/decision.ts'
import type { DossierCase } from '../../../core/model/dossier.ts'
import type { DecidedOpened } from '../../../flow/ports/decide.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { Instant } from '../../../core/base/time.ts'
import { affectedByTurns } from '../../../core/figures/stale-hold.ts'
import type { LedgerAccount } from '../../../core/model/ledger.ts'
import type { Heads } from '../base/chain.ts'
import { engineFacts, insertLinked, linkFacts } from '../base/chain.ts'
import type { SqlTransaction } from '../base/database.ts'
import { affectedBy } from '../../../core/model/ledger-changes.ts'
import { type ColumnTable, columns, given, omit, pick } from '../base/columns.ts'
import { copying } from '../base/copying.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { saveDecisions } from '../decide/save.ts'
import { ACCOUNT } from '../row/account.ts'
import { CASE } from '../row/case.ts'
import { touchCases } from '../record/reach.ts'
import { saveFigures } from '../record/save/account.ts'
import { upsertHolds } from '../record/save/status.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'

/** Accounts are locked here before their persons, so that a page does not wait for whoever reviews one of them. Only the few that have fallen or turned stale reach for their cases: where a review has such a case and waits for the account, Postgres ends one of the two, whose transaction starts over with nothing written. */
export async function saveReviews(
  tx: SqlTransaction,
  { changes, heads, decided }: Reviews,
): Promise<ContactJob[]> {
  const facts = engineFacts(changes.facts)
  const cases = new Set(changes.opened.map((one) => one.case))
  // They run in this order, and none waits for the answer to another.
  const [, jobs] = await Promise.all([
    insertCases(tx, changes.opened, decided?.decisions ?? []),
    decided
      ? saveDecisions(tx, decided.decisions, decided, { cases, facts, heads })
      : insertLinked(tx, linkFacts(heads, facts, tx.now)).then(() => []),
    reopenCases(tx, changes.reopened),
    insertTasks(tx, changes.unplaced),
  ])
  await saveFigures(tx, changes.accounts, heads)
  await touchCases(tx, affectedBy(changes.fallen))
  await saveTurns(tx, changes.turns)
  return jobs
}

interface Reviews {
  changes: DetectChanges
  /** The chains of the accounts, whose rows are locked. */
  heads: Heads
  decided: DecidedOpened | undefined
}

const TURNED = given(pick(ACCOUNT, 'person', 'id', 'staleFrom'))

const TURN = plainStatement({
  name: 'detect-stale',
  text: `
    update account a set stale_from = u.stale_from
    from ${TURNED.rows} as u (${TURNED.names}) where a.person_id = u.person_id and a.id = u.id`,
  row: {},
})

/** The holds of stale figures, put on and taken off. */
async function saveTurns(tx: SqlTransaction, turns: DetectChanges['turns']): Promise<void> {
  if (turns.length === 0) return
  await ask(tx, TURN, TURNED.params(turns.map(({ account }) => account)))
  await upsertHolds(
    tx,
    turns.map(({ hold }) => hold),
  )
  await touchCases(tx, affectedByTurns(turns))
}

const IDS = statement<{ id: CaseId }>({
  name: 'detect-case-ids',
  text: `select nextval('collection_case_id_seq') as id from generate_series(1, $1::int)`,
  row: { id: 'int8' },
})

export async function caseIds(tx: SqlTransaction, count: number): Promise<CaseId[]> {
  if (count === 0) return []
  return (await ask(tx, IDS, [count])).map(({ id }) => id)
}

/** What is written of a new case. */
type Told = Omit<DossierCase, 'open' | 'epoch'>
interface Beside {
  person: PersonId
  openedAt: Instant
  closedAt: Instant | null
  waitsFor: string | null
  waitsUntil: Instant | null
}

const TOLD: ColumnTable<Told> = omit(CASE, 'open', 'epoch')
const BESIDE = columns<Beside>({
  person: 'person_id int8',
  openedAt: 'opened_at timestamptz',
  closedAt: 'closed_at timestamptz?',
  waitsFor: 'waits_for text?',
  waitsUntil: 'waits_until timestamptz?',
})
const NEW_CASE = given<Told & Beside>({ ...TOLD, ...BESIDE })
const copyCases = copying('collection_case', TOLD, BESIDE)

const OPEN = plainStatement({
  name: 'detect-open',
  text: `
    insert into collection_case (${NEW_CASE.names}) overriding system value
    select ${NEW_CASE.values} from ${NEW_CASE.rows} as u (${NEW_CASE.names})`,
  row: {},
})

/** A case that is decided already is written as it is decided. */
async function insertCases(
  tx: SqlTransaction,
  opened: DetectChanges['opened'],
  decisions: readonly PersonDecision[],
): Promise<void> {
  if (opened.length === 0) return
  const changes = new Map(decisions.flatMap(({ cases }) => cases.map((one) => [one.case, one])))
  const changeOf = ({ case: id }: { case: CaseId }) => changes.get(id)
  const told = opened.map((opening) => {
    const theCase = openedCase(opening.case, opening, tx.now)
    const change = changeOf(opening)
    return change ? changedCase(theCase, change) : theCase
  })
  const beside = opened.map((opening, index): Beside => {
    const waits = changeOf(opening)?.waits
    return {
      person: opening.account.person,
      openedAt: tx.now,
      closedAt: told[index]?.open === false ? tx.now : null,
      waitsFor: waits?.for ?? null,
      waitsUntil: waits?.until ?? null,
    }
  })
  const besideOf = (index: number): Beside => {
    const row = beside[index]
    if (!row) throw new Error("a case is nobody's")
    return row
  }
  if (await copyCases(tx, told, (_, index) => besideOf(index))) return
  await ask(tx, OPEN, NEW_CASE.params(told.map((one, index) => ({ ...one, ...besideOf(index) }))))
}

/** The same case, under the strategy version that it was pinned to. */
async function reopenCases(tx: SqlTransaction, reopened: DetectChanges['reopened']): Promise<void> {
  if (reopened.length === 0) return
  await tx.query(
    `update collection_case c
     set state = 'opened', stage = null, closed_on = null, closed_at = null, close_reason = null,
         next_review_at = to_timestamp($3 / 1000.0), version = c.version + 1
     from unnest($1::bigint[], $2::bigint[]) as u (person, id)
     where c.person_id = u.person and c.id = u.id`,
    [reopened.map(({ account }) => account.person), reopened.map(({ again }) => again), tx.now],
    'detect-reopen',
  )
}

/** Once per account, resolved or not; again after a case of it has answered it. */
async function insertTasks(tx: SqlTransaction, unplaced: LedgerAccount[]): Promise<void> {
  if (unplaced.length === 0) return
  const { kind, reason, role } = ASKED_BY_STORE.unplaced
  await tx.query(
    `insert into human_task (person_id, account_id, kind, reason, role, due, created_at)
     select u.person, u.account, $4, $5, $6,
            to_timestamp($3 / 1000.0), to_timestamp($3 / 1000.0)
     from unnest($1::bigint[], $2::bigint[]) as u (person, account)
     where not exists (
       select from human_task h
       where h.person_id = u.person and h.account_id = u.account and h.kind = $4
         and h.resolution is distinct from 'arrived')
     on conflict do nothing`,
    [unplaced.map(({ person }) => person), unplaced.map(({ id }) => id), tx.now, kind, reason, role],
    'detect-unplaced',
  )
}
