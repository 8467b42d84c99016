import type { Linked } from '../base/chain.ts'
import { chainOf } from '../base/chain.ts'
import { json } from '../base/cell.ts'
import type { Sql } from '../base/database.ts'
import { isObject } from '../base/read-json.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

/** Persons `after` (exclusive) to `until` (inclusive); 0 = what is nobody's. */
export interface PersonRange {
  after: number
  until: number
}

export interface ChainFact extends Linked {
  id: number
  hash: Buffer
}

/** The end of a chain, as its row says. */
export interface ChainHead {
  chain: string
  person: number
  account: number | null
  /** The ledger's name of the account or the debtor. */
  name: string
  head: Buffer | null
  /** The last fact that is there. */
  last: { fact: number; hash: Buffer } | null
}

const EVERYBODY = 9_007_199_254_740_991

const RANGE = plainStatement({
  name: 'chain-range',
  text: 'select max(id) as until from (select id from person where id > $1 order by id limit $2) page',
  row: { until: 'int8?' },
})

/** All persons in ranges of about that many: first what is nobody's, last what stands beyond every person that is known. */
export async function* personRanges(db: Sql, size: number): AsyncIterable<PersonRange> {
  yield { after: -1, until: 0 }
  for (let after = 0; ; ) {
    const [row] = await ask(db, RANGE, [after, size])
    if (row?.until == null) return yield { after, until: EVERYBODY }
    yield { after, until: row.until }
    after = row.until
  }
}

export interface FactsAsked {
  range: PersonRange
  account: number | null
  /** ISO; facts recorded earlier are left out. */
  since: string | null
}

const FACTS = statement<ChainFact>({
  name: 'chain-facts',
  text: `
    select person_id as person, id, account_id as account, kind, happened_at as "happenedAt",
      recorded_at as "recordedAt", source, key, body, digest, hash
    from fact
    where (person_id, id) > ($1, $2) and person_id <= $3 and ($4::bigint is null or account_id = $4)
      and ($5::timestamptz is null or recorded_at >= $5)
    order by person_id, id limit $6`,
  row: {
    person: 'int8',
    id: 'int8',
    account: 'int8?',
    kind: 'text',
    happenedAt: 'timestamptz',
    recordedAt: 'timestamptz',
    source: 'text',
    key: 'text',
    body: json(bodyIn),
    digest: 'bytea',
    hash: 'bytea',
  },
})

/** A body that somebody made something else than an object breaks its link, and is told as that. */
function bodyIn(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : { changed: value }
}

/** Facts by person and in the order in which they were recorded, in pages of at most `limit`. */
export async function* chainPages(
  db: Sql,
  { range, account, since }: FactsAsked,
  limit: number,
): AsyncIterable<ChainFact[]> {
  let cursor: { person: number; id: number } | undefined = { person: range.after, id: EVERYBODY }
  while (cursor) {
    const page: ChainFact[] = await ask(db, FACTS, [
      cursor.person,
      cursor.id,
      range.until,
      account,
      since,
      limit,
    ])
    if (page.length > 0) yield page
    const last = page.at(-1)
    cursor = page.length < limit || !last ? undefined : { person: last.person, id: last.id }
  }
}

const LAST = (whose: string, which: string) => `left join lateral (
  select f.id, f.hash from fact f where f.person_id = ${whose} and ${which} order by f.id desc limit 1) l on true`

type HeadRow = Omit<ChainHead, 'chain' | 'last'> & { fact: number | null; hash: Buffer | null }

const HEADS = statement<HeadRow>({
  name: 'chain-heads',
  text: `
    select p.id as person, null::bigint as account, p.external_id as name, p.chain_head as head, l.id as fact, l.hash
    from person p ${LAST('p.id', 'f.account_id is null')}
    where p.id > $1 and p.id <= $2 and $3::bigint is null
    union all
    select a.person_id, a.id, a.external_id, a.chain_head, l.id, l.hash
    from account a ${LAST('a.person_id', 'f.account_id = a.id')}
    where a.person_id > $1 and a.person_id <= $2 and ($3::bigint is null or a.id = $3)
    union all
    select 0, null, 'agents', c.head, l.id, l.hash
    from agent_chain c ${LAST('0', 'f.account_id is null')}
    where $1 < 0 and $3::bigint is null
    order by 1, 2 nulls first`,
  row: { person: 'int8', account: 'int8?', name: 'text', head: 'bytea?', fact: 'int8?', hash: 'bytea?' },
})

/** Every chain of the range that a row knows of, with its last fact. */
export async function chainHeads(
  db: Sql,
  { after, until }: PersonRange,
  account: number | null = null,
): Promise<ChainHead[]> {
  const rows = await ask(db, HEADS, [after, until, account])
  return rows.map(({ fact, hash, ...row }) => ({
    ...row,
    chain: chainOf(row),
    last: fact === null || hash === null ? null : { fact, hash },
  }))
}

const BEFORE = statement<{ hash: Buffer | null }>({
  name: 'chain-before',
  text: `
    select l.hash from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as u (person, account, id, n)
    left join lateral (
      select f.hash from fact f where f.person_id = u.person and f.id < u.id
        and f.account_id is not distinct from u.account order by f.id desc limit 1) l on true
    order by u.n`,
  row: { hash: 'bytea?' },
})

/** The hashes before the first fact that is looked at of each chain; null = nothing before it. */
export async function hashesBefore(db: Sql, firsts: readonly ChainFact[]): Promise<(Buffer | null)[]> {
  if (firsts.length === 0) return []
  const rows = await ask(db, BEFORE, [
    firsts.map(({ person }) => person),
    firsts.map(({ account }) => account),
    firsts.map(({ id }) => id),
  ])
  return rows.map(({ hash }) => hash)
}

export interface ExportedHead {
  person: number
  account: number | null
  fact: number
  hash: string
}

const STILL_THERE = statement<{ there: boolean }>({
  name: 'chain-still-there',
  text: `
    select f.id is not null and f.hash = u.hash and f.account_id is not distinct from u.account as there
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[]) with ordinality as u (person, account, id, hash, n)
    left join fact f on f.person_id = u.person and f.id = u.id
    order by u.n`,
  row: { there: 'bool' },
})

/** One answer per link, in the order given: whether it is still there as it was. */
export async function stillThere(db: Sql, heads: readonly ExportedHead[]): Promise<boolean[]> {
  if (heads.length === 0) return []
  const rows = await ask(db, STILL_THERE, [
    heads.map(({ person }) => person),
    heads.map(({ account }) => account),
    heads.map(({ fact }) => fact),
    heads.map(({ hash }) => Buffer.from(hash, 'hex')),
  ])
  return rows.map(({ there }) => there)
}

const ACCOUNT = statement<{ person: number; account: number }>({
  name: 'chain-account',
  once: true,
  text: 'select person_id as person, id as account from account where external_id = $1',
  row: { person: 'int8', account: 'int8' },
})

/** The account that the ledger calls so, and the person whose account it is. */
export async function findAccount(
  db: Sql,
  name: string,
): Promise<{ person: number; account: number } | null> {
  return (await ask(db, ACCOUNT, [name]))[0] ?? null
}

const ESTIMATE = plainStatement({
  name: 'fact-estimate',
  once: true,
  text: `select greatest(reltuples, 0)::float8 as count from pg_class where oid = 'fact'::regclass`,
  row: { count: 'float8' },
})

/** How many facts there are, as Postgres last counted them: good enough for a bar. */
export async function estimateFacts(db: Sql): Promise<number> {
  const [row] = await ask(db, ESTIMATE)
  return Math.round(row?.count ?? 0)
}
