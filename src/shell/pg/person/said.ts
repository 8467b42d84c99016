import type { Sql } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { objectIn, reasonsIn } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'

/** A page of what is many: rows of a person by id, after the last one read. */
export interface PageOf {
  person: number
  after: number
  limit: number
}

const FACTS = plainStatement({
  name: 'export-facts',
  once: true,
  text: `
    select f.id, f.happened_at as at, f.recorded_at as "recordedAt", f.kind as type, a.external_id as account, f.source,
      f.key, f.body, f.digest, f.hash
    from fact f left join account a on a.person_id = f.person_id and a.id = f.account_id
    where f.person_id = $1 and f.id > $2 order by f.id limit $3`,
  row: {
    id: 'int8',
    at: 'timestamptz',
    recordedAt: 'timestamptz',
    type: 'text',
    account: 'text?',
    source: 'text',
    key: 'text',
    body: json(objectIn),
    digest: 'bytea',
    hash: 'bytea',
  },
})

export const factRows = (sql: Sql, { person, after, limit }: PageOf) =>
  ask(sql, FACTS, [person, after, limit])

const TEXTS = plainStatement({
  name: 'export-texts',
  once: true,
  text: 'select id, value, key_id as "keyId" from sealed where person_id = $1 and id = any($2)',
  row: { id: 'int8', value: 'bytea?', keyId: 'text' },
})

/** Texts of the vault by their ids, as they are sealed. */
export const textRows = (sql: Sql, person: number, ids: readonly number[]) => ask(sql, TEXTS, [person, ids])

const DECISIONS = plainStatement({
  name: 'export-decisions',
  once: true,
  text: `
    select d.id, d.at, d.kind, d.from_state as "from", d.to_state as "to", d.step, a.external_id as account,
      a.external_id || '/' || k.number as "case", d.contact_id as contact, d.strategy_hash as "strategyHash",
      d.config_id as config, d.tzdata, d.law_hash as law, d.reasons
    from decision d
    left join account a on a.person_id = d.person_id and a.id = d.account_id
    left join collection_case k on k.person_id = d.person_id and k.id = d.case_id
    where d.person_id = $1 and d.id > $2 order by d.id limit $3`,
  row: {
    id: 'int8',
    at: 'timestamptz',
    kind: 'text',
    from: 'text',
    to: 'text',
    step: 'text?',
    account: 'text?',
    case: 'text?',
    contact: 'int8?',
    strategyHash: 'text',
    config: 'int8',
    tzdata: 'text',
    law: 'text?',
    reasons: json(reasonsIn),
  },
})

export const decisionRows = (sql: Sql, { person, after, limit }: PageOf) =>
  ask(sql, DECISIONS, [person, after, limit])

const LAWS = plainStatement({
  name: 'export-laws',
  once: true,
  text: `
    select law_hash as law from decision where person_id = $1 and law_hash is not null
    union select law_hash from contact where person_id = $1 and law_hash is not null order by 1`,
  row: { law: 'text?' },
})

/** The laws under which somebody was judged. */
export const judgedRows = (sql: Sql, person: number) => ask(sql, LAWS, [person])

const COUNT = plainStatement({
  name: 'export-count',
  once: true,
  text: `
    select (select count(*) from fact where person_id = $1) + (select count(*) from contact where person_id = $1)
      + (select count(*) from decision where person_id = $1) as count`,
  row: { count: 'int8?' },
})

/** How many rows there are of what is many. */
export async function countRows(sql: Sql, person: number): Promise<number> {
  const [row] = await ask(sql, COUNT, [person])
  return row?.count ?? 0
}
