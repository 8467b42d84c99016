import type { PersonId } from '../../../core/base/id.ts'
import type { DecideTx, DossierTx, OpenedTx } from '../../../flow/ports/decide.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { brakeSpans } from '../record/brake-fact.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { saveDecisions } from './save.ts'
import { loadDossiers } from '../dossier/dossier.ts'
import { ask, statement } from '../base/statement.ts'
import { transactionsOn } from '../base/transactions-on.ts'
import { aside, parkTx } from '../sweep/park.ts'

export function decideStore(db: Database): Transactions<DecideTx> {
  return transactionsOn(db, (tx) => ({
    get now() {
      return tx.now
    },
    lockDuePersons: (limit, only) => lockDuePersons(tx, limit, only),
    dueIds: (limit, only) => dueIds(tx, limit, only),
    lockThese: async (persons) =>
      idsOf(await tx.query(THESE, [persons.length, persons], 'decide-lock-these')),
    ...parkTx(tx),
    ...dossierTx(tx),
    saveDecisions: (decisions, config, how) => saveDecisions(tx, decisions, { config, ...how }),
  }))
}

/** Cases looked at for each person wanted: room for several due cases of one, and for persons that others hold. */
const AHEAD = 4

const ASIDE = aside('decide', 'person')
const DUE = `
  select d.person_id from (
    select k.person_id from collection_case k
    where k.next_review_at <= (select business_now()) and k.person_id <> all (${ASIDE})
    order by k.next_review_at, k.person_id limit $2) d`

const DUE_IDS = `select distinct person_id as id from (${DUE.replace('$2', '$1')}) d order by 1`

/** They are gathered into an array, so that each person is read by key whatever the planner thinks of the limit. */
const OF_THE_BOOK = `
  with due as materialized (
    select array_agg(distinct person_id) as persons, count(*)::int as cases from (${DUE}) d)
  select p.id, d.found, d.cases
  from (select unnest(persons) as id, cardinality(persons) as found, cases from due) d
  join person p on p.id = d.id
  order by p.id limit $1 for no key update of p skip locked`

/** The persons that were found, those in other hands too, and their due cases that were looked at, are counted on each row. */
const LOCK = statement<{ id: PersonId; found: number; cases: number }>({
  name: 'decide-lock',
  text: OF_THE_BOOK,
  row: { id: 'int8', found: 'int4', cases: 'int4' },
})

const these = (more: string): string => `
  select p.id from person p
  where p.id = any ($2::bigint[])${more} and exists (
    select from collection_case k
    where k.person_id = p.id and k.next_review_at <= (select business_now()))
  order by p.id limit $1`
const UNDER_LOCK = ' for no key update skip locked'
const OF_THESE = these(` and p.id <> all (${ASIDE})`)
const THESE = these('') + UNDER_LOCK

const FREE = statement<{ id: PersonId }>({
  name: 'decide-lock-free',
  text: `
    select p.id from person p where p.id = any ($1) and p.id <> all (${ASIDE})
    order by p.id for no key update of p skip locked`,
  row: { id: 'int8' },
})

/** Deciding inside the transaction of whoever opens the cases. */
export function openedTx(tx: SqlTransaction): Omit<OpenedTx, 'now'> {
  return {
    lockFree: async (persons) => idsOf(await ask(tx, FREE, [persons])),
    ...dossierTx(tx),
  }
}

function dossierTx(tx: SqlTransaction): Omit<DossierTx, 'now'> {
  return { loadDossiers: (persons) => loadDossiers(tx, persons), brakes: () => brakeSpans(tx) }
}

async function lockDuePersons(
  tx: SqlTransaction,
  limit: number,
  only?: readonly PersonId[],
): ReturnType<DecideTx['lockDuePersons']> {
  if (only) {
    const persons = idsOf(await tx.query(OF_THESE + UNDER_LOCK, [limit, only], 'decide-lock-of-these'))
    return { persons, left: persons.length === limit }
  }
  const ahead = limit * AHEAD
  const rows = await ask(tx, LOCK, [limit, ahead])
  const [first] = rows
  const left = first !== undefined && (first.found > rows.length || first.cases === ahead)
  return { persons: idsOf(rows), left }
}

async function dueIds(tx: SqlTransaction, limit: number, only?: readonly PersonId[]): Promise<PersonId[]> {
  if (only) return idsOf(await tx.query(OF_THESE, [limit, only], 'decide-these'))
  return idsOf(await tx.query(DUE_IDS, [limit * AHEAD], 'decide-due'))
}

function idsOf(rows: { id: PersonId }[]): PersonId[] {
  return rows.map(({ id }) => id)
}
