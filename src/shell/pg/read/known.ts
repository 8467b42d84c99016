import type { HouseholdId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { CaseFile } from '../../../core/model/dossier.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { StoredFact } from '../../../core/fact/stored.ts'
import type { KnownRows } from '../../law/known-then.ts'
import { CONTACT_ROW } from '../dossier/contact-row.ts'
import type { SqlTransaction } from '../base/database.ts'
import { loadTasks } from '../record/answer.ts'

export type LegalCase = Pick<CaseFile, 'account' | 'number' | 'state' | 'strategy' | 'strategyHash'>

/** Everything that had been recorded by then of a person, and of whoever shares a number or the household. */
export async function readKnown(tx: SqlTransaction, person: PersonId, at: Instant): Promise<KnownRows> {
  const persons = await relatedTo(tx, person)
  const then = [persons, at]
  const facts = await tx.query<StoredFact>(
    `select f.person_id as person, f.account_id as account, f.source, f.key, f.happened_at as at,
       f.recorded_at as "recordedAt", f.body, encode(f.digest, 'hex') as digest
     from fact f where f.person_id = any($1) and f.recorded_at <= to_timestamp($2::float8 / 1000) and f.source <> 'engine'
     order by f.id`,
    then,
  )
  const points = await tx.query<KnownRows['points'][number]>(
    `select c.person_id as person, c.id, c.kind, c.number_id as number, c.line, c.place,
       coalesce((c.words -> 'unreadable')::boolean, false) as unreadable
     from contact_point c where c.person_id = any($1)`,
    [persons],
  )
  const contacts = await tx.query<ContactRow>(
    `select ${CONTACT_ROW} from contact c
     where c.person_id = any($1) and c.case_id is not null and c.created_at <= to_timestamp($2::float8 / 1000) order by c.id`,
    then,
  )
  return {
    facts,
    points,
    households: await householdsOf(tx, facts),
    contacts,
    tasks: await loadTasks(tx, persons, { tasks: 'all', nobody: { replies: [] } }),
    holds: await ofNobody(tx, points, at),
  }
}

/** Its cases that were open, and where the last decision by then had put them. */
export function openThen(tx: SqlTransaction, person: PersonId, at: Instant): Promise<LegalCase[]> {
  return tx.query<LegalCase>(
    `select k.account_id as account, k.number, k.strategy, k.strategy_hash as "strategyHash",
       coalesce((
         select split_part(d.to_state, '/', 1) from decision d
         where d.person_id = k.person_id and d.case_id = k.id and d.at <= to_timestamp($2::float8 / 1000)
         order by d.id desc limit 1), 'opened') as state
     from collection_case k
     where k.person_id = $1 and k.opened_at <= to_timestamp($2::float8 / 1000)
       and (k.closed_at is null or k.closed_at > to_timestamp($2::float8 / 1000))`,
    [person, at],
  )
}

async function relatedTo(tx: SqlTransaction, person: PersonId): Promise<PersonId[]> {
  const rows = await tx.query<{ id: PersonId }>(
    `select $1::bigint as id
     union select c.person_id from contact_point o join contact_point c on c.number_id = o.number_id where o.person_id = $1
     union select p.id from person o join person p on p.household_id = o.household_id where o.id = $1`,
    [person],
  )
  return rows.map(({ id }) => id)
}

async function householdsOf(
  tx: SqlTransaction,
  facts: readonly StoredFact[],
): Promise<Map<string, HouseholdId>> {
  const named = facts.flatMap(({ body }) =>
    typeof body['household'] === 'string' ? [body['household']] : [],
  )
  if (named.length === 0) return new Map()
  const rows = await tx.query<{ id: HouseholdId; name: string }>(
    'select id, external_id as name from household where external_id = any($1)',
    [named],
  )
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Their facts do not name the number. */
function ofNobody(tx: SqlTransaction, points: KnownRows['points'], at: Instant): Promise<KnownRows['holds']> {
  return tx.query(
    `select h.person_id as person, h.kind, h.external_id as "externalId", h.reason, h.account_id as account,
       h.point_id as point, h.number_id as number, h.channel, h.from_at as "from", h.until_on as until,
       h.lifted_at as lifted, h.placed, h.countries
     from hold h where h.person_id = 0 and h.number_id = any($1)
       and coalesce(h.known_at, h.from_at) <= to_timestamp($2::float8 / 1000)`,
    [points.map(({ number }) => number), at],
  )
}
