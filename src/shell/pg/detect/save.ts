import type { AccountId, CaseId } from '../../../core/base/id.ts'
import type { DetectChanges, QuotaAsk } from '../../../core/detect/quota.ts'
import { quotaKey } from '../../../core/detect/quota.ts'
import type { EngineFact } from '../../../core/model/decision.ts'
import { affectedByTurns } from '../../../core/figures/stale-hold.ts'
import type { LedgerAccount } from '../../../core/model/ledger.ts'
import type { Heads } from '../base/chain.ts'
import { engineFacts, insertLinked, linkFacts } from '../base/chain.ts'
import type { SqlTransaction } from '../base/database.ts'
import { affectedBy } from '../../../core/model/ledger-changes.ts'
import { given, pick } from '../base/columns.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { ACCOUNT } from '../row/account.ts'
import { touchCases } from '../record/reach.ts'
import { updateAccounts } from '../record/save/account.ts'
import { upsertHolds } from '../record/save/status.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'

const TAKE_QUOTAS = plainStatement({
  name: 'detect-quotas',
  text: `
    with asked as (
      select o.strategy, o.day, least(u.wanted, greatest(u.per_day - o.opened, 0)) as granted
      from unnest($1::text[], $2::date[], $3::int[], $4::int[]) as u (strategy, day, per_day, wanted)
      join opening_count o on o.strategy = u.strategy and o.day = u.day
      order by o.strategy, o.day for update of o
    ), used as (
      update opening_count o set opened = o.opened + a.granted
      from asked a where o.strategy = a.strategy and o.day = a.day
    )
    select * from asked`,
  row: { strategy: 'text', day: 'date', granted: 'int4' },
})

/** The row of a strategy and day is locked until the page is committed: detectors side by side cannot both use its last place. */
export async function takeQuotas(tx: SqlTransaction, asks: QuotaAsk[]): Promise<Map<string, number>> {
  if (asks.length === 0) return new Map()
  const params = [
    asks.map(({ strategy }) => strategy),
    asks.map(({ day }) => day),
    asks.map(({ perDay }) => perDay),
    asks.map(({ wanted }) => wanted),
  ]
  await tx.query(
    `insert into opening_count (strategy, day) select * from unnest($1::text[], $2::date[]) on conflict do nothing`,
    params.slice(0, 2),
    'detect-quota-rows',
  )
  const rows = await ask(tx, TAKE_QUOTAS, params)
  return new Map(rows.map(({ strategy, day, granted }) => [quotaKey(strategy, day), granted]))
}

/** Accounts are locked here before their persons, so that a page does not wait for whoever reviews one of them. Only the few that have fallen or turned stale reach for their cases: where a review has such a case and waits for the account, Postgres ends one of the two, whose transaction starts over with nothing written. */
export async function saveReviews(tx: SqlTransaction, changes: DetectChanges, heads: Heads): Promise<void> {
  const cases = await insertCases(tx, changes.opened)
  await reopenCases(tx, changes.reopened)
  await insertTasks(tx, changes.unplaced)
  const facts = engineFacts(changes.facts.map((fact) => withCase(fact, cases)))
  await insertLinked(tx, linkFacts(heads, facts, tx.now))
  await updateAccounts(tx, changes.accounts, heads)
  await touchCases(tx, affectedBy(changes.fallen))
  await saveTurns(tx, changes.turns)
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

const OPEN = statement<{ id: CaseId; account: AccountId }>({
  name: 'detect-open',
  text: `
    insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash,
                                 opened_on, opened_at, next_review_at)
    select u.person, u.account, u.number, 'opened', jsonb_build_object('episodes', '{}'::jsonb, 'lastAnchor', u.anchor),
           u.strategy, u.hash, u.day, to_timestamp($8 / 1000.0), to_timestamp($8 / 1000.0)
    from unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::date[])
      as u (person, account, number, anchor, strategy, hash, day)
    returning id, account_id as account`,
  row: { id: 'int8', account: 'int8' },
})

async function insertCases(
  tx: SqlTransaction,
  opened: DetectChanges['opened'],
): Promise<Map<AccountId, CaseId>> {
  if (opened.length === 0) return new Map()
  const rows = await ask(tx, OPEN, [
    opened.map(({ account }) => account.person),
    opened.map(({ account }) => account.id),
    opened.map(({ number }) => number),
    opened.map(({ anchor }) => anchor),
    opened.map(({ strategy }) => strategy.strategy),
    opened.map(({ strategy }) => strategy.hash),
    opened.map(({ day }) => day),
    tx.now,
  ])
  return new Map(rows.map(({ id, account }) => [account, id]))
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

function withCase(fact: EngineFact, cases: ReadonlyMap<AccountId, CaseId>): EngineFact {
  if (fact.type !== 'case.opened' || fact.account === null) return fact
  return { ...fact, case: cases.get(fact.account) ?? null }
}
