import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { takenBack } from '../../../core/decide/case-reason.ts'
import type {
  CaseChange,
  DecisionRecord,
  PersonDecision,
  PlanNews,
  PromiseTold,
} from '../../../core/model/decision.ts'
import type { ActiveConfig } from '../../../flow/ports/config.ts'
import type { PacksOf, SaveDecisions } from '../../../flow/ports/decide.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { TZDATA } from '../../config/law-record.ts'
import { engineFacts, type Heads, type NewFact } from '../base/chain.ts'
import { chainFacts } from '../base/chain-heads.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { WITHDRAWN } from '../task/table.ts'
import { insertPlanned } from './contact.ts'
import { insertTasks, answerTasks } from './task.ts'
import { refigure, tellSettlements } from './settlement.ts'
import { keepLaw, lawsOf } from '../config/law-used.ts'
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
  { config, packs, queueDue = false }: { config: ActiveConfig } & SaveDecisions,
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
  const { contacts, jobs } = await insertPlanned(tx, planned, queueDue)
  const records = kept(decisions.flatMap((one) => one.decisions))
  // They run in this order, and none waits for the answer to another; what is closed makes room for what takes its place.
  await Promise.all([
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

interface Decided {
  records: DecisionRecord[]
  contacts: ReadonlyMap<string, ContactId>
  hashes: ReadonlyMap<CaseId, string>
  config: ActiveConfig
  packs: PacksOf | undefined
}

async function insertDecisions(
  tx: SqlTransaction,
  { records, contacts, hashes, config, packs }: Decided,
): Promise<void> {
  if (records.length === 0) return
  const of = <T>(pick: (record: DecisionRecord) => T) => records.map(pick)
  const judged = lawsOf(
    config,
    of((one) => packs?.get(one.case)),
  )
  await tx.query(
    `with kept as (${keepLaw('$15', '$16')})
     insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step,
       strategy_hash, config_id, tzdata, reasons, law_hash)
     select u.person, u.account, u.case_id, u.contact, ${instantOf('u.at')}, u.kind, u.was, u.state, u.step,
       u.hash, $12, $13, u.reasons, u.law
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::float8[], $6::text[],
         $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[], $14::text[])
       with ordinality as u (person, account, case_id, contact, at, kind, was, state, step, hash, reasons, law, n)
     order by u.n`,
    [
      of((one) => one.person),
      of((one) => one.account),
      of((one) => one.case),
      of((one) => (one.contactKey ? (contacts.get(keyOf(one.case, one.contactKey)) ?? null) : null)),
      of((one) => one.at),
      of((one) => one.kind),
      of((one) => one.from),
      of((one) => one.to),
      of((one) => one.step),
      of((one) => hashes.get(one.case) ?? ''),
      of((one) => JSON.stringify(one.reasons)),
      config.id,
      TZDATA,
      judged.hashes,
      judged.laws.map(({ hash }) => hash),
      judged.laws.map(({ content }) => content),
    ],
    'decide-decisions',
  )
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

/** How a contact just written is found again by the record of its planning. */
export function keyOf(caseId: CaseId, key: { episode: string; step: string; attempt: number }): string {
  return `${caseId}/${key.episode}/${key.step}/${key.attempt}`
}
