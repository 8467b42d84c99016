import { BREAKER_REMEMBERED_MS } from '../../../core/deliver/brake.ts'
import type { PersonId } from '../../../core/base/id.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { SweepTx } from '../../../flow/ports/sweep.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { tellBrakes } from '../record/brake-fact.ts'
import { instantOf } from '../base/instant.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { closedVault, type Vault } from '../base/vault.ts'
import { heal } from './heal.ts'
import { aside, parkTx, readable } from './park.ts'
import { NOT_OFFERED } from '../task/table.ts'
import { stepIds, sweepStep } from './step.ts'
import { saveResolved, unknownIds, unknowns } from './unknown.ts'
import { readTickRuns } from '../watch/tick-run.ts'
import { tidy } from './tidy.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** What the sweep may know of sealed values: without a vault a key that was lost stays lost, and nothing is opened. */
export type SweepVault = Pick<Vault, 'knows' | 'open'>

export function sweepStore(db: Database, vault: SweepVault = closedVault([])): Transactions<SweepTx> {
  return { transaction: (work) => db.transaction((tx) => work(sweepTx(tx, vault))) }
}

function sweepTx(tx: SqlTransaction, vault: SweepVault): SweepTx {
  return {
    now: tx.now,
    step: (step, page) => sweepStep(tx, step, page),
    stepIds: (step, page) => stepIds(tx, step, page),
    unanswered: (since, limit, after) => unanswered(tx, { since, limit, after }),
    duePersons: (limit) => duePersons(tx, limit),
    unknowns: (before, limit, only) => unknowns(tx, vault, { before, limit, only }),
    unknownIds: (before, limit) => unknownIds(tx, before, limit),
    saveResolved: (saves, role) => saveResolved(tx, saves, role),
    heal: () => heal(tx, (keyId) => vault.knows(keyId)),
    ...parkTx(tx),
    closeBreakers: async () =>
      (
        await tx.query(`delete from breaker where retry_at <= ${instantOf('$1')} returning channel`, [
          tx.now - BREAKER_REMEMBERED_MS,
        ])
      ).length,
    tidy: (limit) => tidy(tx, limit),
    stuckCases: () => stuckCases(tx),
    tickRun: async (tick) => (await readTickRuns(tx)).get(tick) ?? null,
    tellBrakes: () => tellBrakes(tx),
  }
}

const UNANSWERED = statement<ContactJob>({
  name: 'sweep-unanswered',
  once: true,
  text: `
     select c.id as contact, c.person_id as person, c.case_id as "case", c.channel, c.ring
     from contact c
     where c.state in ${oneOf(STATES.toRedeem)} and c.changed_at < ${instantOf('$1')} and c.id > $2
       and ${NOT_OFFERED}
       and c.id <> all (${aside('offer', 'contact', '$4')})
       and ${readable({ person: 'c.person_id', contact: 'c.id' }, 'redeem', '$4')}
     order by c.id limit $3`,
  row: { contact: 'int8', person: 'int8', case: 'int8', channel: 'text', ring: 'int4' },
})

function unanswered(
  tx: SqlTransaction,
  { since, limit, after }: { since: number; limit: number; after: ContactJob | null },
): Promise<ContactJob[]> {
  return ask(tx, UNANSWERED, [since, after?.contact ?? 0, limit, tx.now])
}

const DUE = statement<{ person: PersonId }>({
  name: 'sweep-due',
  once: true,
  text: `
    select person_id as person from collection_case
    where next_review_at <= ${instantOf('$1')} and person_id <> all (${aside('decide', 'person')})
    order by next_review_at, person_id limit $2`,
  row: { person: 'int8' },
})

async function duePersons(tx: SqlTransaction, limit: number): Promise<PersonId[]> {
  const rows = await ask(tx, DUE, [tx.now, limit])
  return [...new Set(rows.map((row) => row.person))]
}

const STUCK_CASES = plainStatement({
  name: 'sweep-stuck-cases',
  once: true,
  text: `
    select count(*) as count from collection_case k
    where k.closed_on is null and k.next_review_at is null
      and not exists (select from human_task h
        where h.person_id = k.person_id and h.case_id = k.id and h.resolved_at is null)`,
  row: { count: 'int8' },
})

async function stuckCases(tx: SqlTransaction): Promise<number> {
  return (await askOne(tx, STUCK_CASES)).count
}
