import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { takenBack } from '../../../core/decide/case-reason.ts'
import type { CaseChange, PersonDecision, PlanNews, PromiseTold } from '../../../core/model/decision.ts'
import type { ActiveConfig } from '../../../flow/ports/config.ts'
import type { SaveDecisions } from '../../../flow/ports/decide.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { engineFacts, type Heads, type NewFact } from '../base/chain.ts'
import { chainFacts } from '../base/chain-heads.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { WITHDRAWN } from '../task/table.ts'
import { insertPlanned } from './contact.ts'
import { insertDecisions } from './log.ts'
import { insertTasks, answerTasks } from './task.ts'
import { refigure, tellSettlements } from './settlement.ts'
import { STATES } from '../../../core/model/contact-state.ts'

/** What the caller writes of cases that it opens. */
export interface Opening {
  /** The cases, which it has written already as they are decided. */
  cases: ReadonlySet<CaseId>
  /** What it tells of the accounts, which comes first. */
  facts: readonly NewFact[]
  /** The chains whose rows it has locked, and writes afterwards. */
  heads: Heads
}

/** One statement per table for the whole page. What belongs to a case whose version moved in between is not written. */
export async function saveDecisions(
  tx: SqlTransaction,
  decisions: readonly PersonDecision[],
  { config, packs, queueDue = false, dossiers = [] }: { config: ActiveConfig } & SaveDecisions,
  opening: Opening = { cases: new Set(), facts: [], heads: new Map() },
): Promise<ContactJob[]> {
  const stale = await saveCases(tx, decisions, opening.cases)
  const kept = <T extends { case: CaseId | null }>(list: readonly T[]): T[] =>
    stale.size === 0 ? [...list] : list.filter((one) => one.case === null || !stale.has(one.case))
  const whole = decisions.filter((one) => !one.cases.some((change) => stale.has(change.case)))
  await cancel(
    tx,
    whole.flatMap(({ person, cancelled }) => cancelled.map((one) => ({ ...one, person }))),
  )
  const planned = kept(decisions.flatMap((one) => one.planned))
  const { contacts, jobs, write } = await insertPlanned(tx, planned, {
    queueDue,
    dossiers,
    opened: opening.cases,
  })
  const records = kept(decisions.flatMap((one) => one.decisions))
  // They run in this order, and none waits for the answer to another; what is closed makes room for what takes its place.
  await Promise.all([
    write(),
    insertDecisions(tx, { records, contacts, hashes: hashesOf(decisions), config, packs }),
    answerTasks(
      tx,
      decisions.flatMap(({ person, answered = [] }) => answered.map((one) => ({ person, ...one }))),
    ),
    insertTasks(tx, kept(decisions.flatMap((one) => one.tasks))),
    tellPromises(tx, kept(decisions.flatMap(({ promises = [] }) => promises))),
    tellPlans(tx, kept(decisions.flatMap(({ plans = [] }) => plans))),
    tellSettlements(tx, kept(decisions.flatMap(({ settlements = [] }) => settlements))),
    refigure(tx, kept(decisions.flatMap(({ refigured = [] }) => refigured))),
    chainFacts(
      tx,
      [...opening.facts, ...engineFacts(kept(decisions.flatMap((one) => one.facts)))],
      opening.heads,
    ),
  ])
  return jobs
}

interface PersonCase extends CaseChange {
  person: PersonId
}

const SAVE_CASES = statement<{ id: CaseId }>({
  name: 'decide-cases',
  text: `
    update collection_case k set
      version = k.version + 1, state = u.state, stage = u.stage, snapshot = u.snapshot,
      strategy = u.strategy, strategy_hash = u.hash, next_review_at = ${instantOf('u.next')},
      closed_on = u.closed_on, close_reason = u.reason,
      closed_at = case when u.closed_on is not null then ${instantOf('$12')} end,
      waits_for = u.waits_for, waits_until = ${instantOf('u.waits_until')}
    from unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
        $8::text[], $9::float8[], $10::date[], $11::text[], $13::text[], $14::float8[])
      as u (person, id, version, state, stage, snapshot, strategy, hash, next, closed_on, reason, waits_for, waits_until)
    where k.person_id = u.person and k.id = u.id and k.version = u.version
    returning k.id`,
  row: { id: 'int8' },
})

/** Compare-and-set on the version; the ids whose version had moved. */
async function saveCases(
  tx: SqlTransaction,
  decisions: readonly PersonDecision[],
  written: ReadonlySet<CaseId>,
): Promise<Set<CaseId>> {
  const changes: PersonCase[] = decisions.flatMap(({ person, cases }) =>
    cases.filter((change) => !written.has(change.case)).map((change) => ({ ...change, person })),
  )
  if (changes.length === 0) return new Set()
  const of = <T>(pick: (change: PersonCase) => T) => changes.map(pick)
  const saved = await ask(tx, SAVE_CASES, [
    of((one) => one.person),
    of((one) => one.case),
    of((one) => one.version),
    of((one) => one.state),
    of((one) => one.stage),
    of((one) => JSON.stringify(one.snapshot)),
    of((one) => one.strategy),
    of((one) => one.strategyHash),
    of((one) => one.nextReviewAt),
    of((one) => one.closed?.on ?? null),
    of((one) => one.closed?.reason ?? null),
    tx.now,
    of((one) => one.waits?.for ?? null),
    of((one) => one.waits?.until ?? null),
  ])
  const ids = new Set(saved.map(({ id }) => id))
  return new Set(of((one) => one.case).filter((id) => !ids.has(id)))
}

async function cancel(
  tx: SqlTransaction,
  rows: { person: PersonId; contact: ContactId; reason: string }[],
): Promise<void> {
  if (rows.length === 0) return
  // The states are given as a value, so that each row is read by its key and not all that wait.
  await tx.query(
    `with void as (
       update contact c set state = 'cancelled', changed_at = ${instantOf('$4')}, reasons = c.reasons || u.reason
       from unnest($1::bigint[], $2::bigint[], $3::jsonb[]) as u (person, id, reason)
       where c.person_id = u.person and c.id = u.id and c.state = any($5)
       returning c.person_id, c.id
     ), ${WITHDRAWN}
     select from void`,
    [
      rows.map((one) => one.person),
      rows.map((one) => one.contact),
      rows.map((one) => JSON.stringify([takenBack(one.reason)])),
      tx.now,
      STATES.waiting,
    ],
    'decide-cancel',
  )
}

function hashesOf(decisions: readonly PersonDecision[]): Map<CaseId, string> {
  return new Map(decisions.flatMap(({ cases }) => cases.map((one) => [one.case, one.strategyHash] as const)))
}

/** What a review tells of promises, beside what their facts say. */
async function tellPromises(tx: SqlTransaction, told: readonly PromiseTold[]): Promise<void> {
  if (told.length === 0) return
  await tx.query(
    `update promise r set told = u.told, told_paid = u.paid
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
       as u (person, account, external_id, told, paid)
     where r.person_id = u.person and r.account_id = u.account and r.external_id = u.external_id`,
    [
      told.map(({ person }) => person),
      told.map(({ account }) => account),
      told.map(({ externalId }) => externalId),
      told.map((one) => one.told),
      told.map(({ paid }) => paid),
    ],
    'decide-promises',
  )
}

async function tellPlans(tx: SqlTransaction, told: readonly PlanNews[]): Promise<void> {
  if (told.length === 0) return
  await tx.query(
    `update plan r set told = u.told, told_as = u.told_as, next_on = u.next_on
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::date[])
       as u (person, account, external_id, told, told_as, next_on)
     where r.person_id = u.person and r.account_id = u.account and r.external_id = u.external_id`,
    [
      told.map(({ person }) => person),
      told.map(({ account }) => account),
      told.map(({ externalId }) => externalId),
      told.map((one) => one.told),
      told.map(({ toldAs }) => JSON.stringify(toldAs)),
      told.map(({ toldAs }) => toldAs.next?.on ?? null),
    ],
    'decide-plans',
  )
}
