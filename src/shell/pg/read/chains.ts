import type { Linked } from '../base/chain.ts'
import { chainOf } from '../base/chain.ts'
import type { Sql } from '../base/database.ts'

/** Persons `after` (exclusive) to `until` (inclusive); 0 = what is nobody's. */
export interface PersonRange {
  after: number
  until: number
}

export interface ChainFact extends Linked {
  id: number
  hash: Buffer
}

/** Where a chain ends, as its row says. */
export interface ChainHead {
  chain: string
  person: number
  account: number | null
  /** Of the account or the debtor, as the ledger calls them. */
  name: string
  head: Buffer | null
  /** The last fact that is there. */
  last: { fact: number; hash: Buffer } | null
}

const EVERYBODY = 9_007_199_254_740_991

/** All persons in ranges of about that many: first what is nobody's, last what stands beyond every person that is known. */
export async function* personRanges(db: Sql, size: number): AsyncIterable<PersonRange> {
  yield { after: -1, until: 0 }
  for (let after = 0; ; ) {
    const [row] = await db.query<{ until: number | null }>(
      `select max(id) as until from (select id from person where id > $1 order by id limit ${size}) page`,
      [after],
      'chain-range',
    )
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

/** Facts by person and in the order in which they were recorded, in pages of at most `limit`. */
export async function* chainPages(
  db: Sql,
  { range, account, since }: FactsAsked,
  limit: number,
): AsyncIterable<ChainFact[]> {
  let cursor: { person: number; id: number } | undefined = { person: range.after, id: EVERYBODY }
  while (cursor) {
    const page: ChainFact[] = await db.query<ChainFact>(
      `select person_id as person, id, account_id as account, kind, happened_at as "happenedAt",
         recorded_at as "recordedAt", source, key, body, digest, hash
       from fact
       where (person_id, id) > ($1, $2) and person_id <= $3 and ($4::bigint is null or account_id = $4)
         and ($5::timestamptz is null or recorded_at >= $5)
       order by person_id, id limit ${limit}`,
      [cursor.person, cursor.id, range.until, account, since],
      'chain-facts',
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    cursor = page.length < limit || !last ? undefined : { person: last.person, id: last.id }
  }
}

const LAST = (whose: string, which: string) => `left join lateral (
  select f.id, f.hash from fact f where f.person_id = ${whose} and ${which} order by f.id desc limit 1) l on true`

/** Every chain of the range that a row knows of, with its last fact. */
export async function chainHeads(
  db: Sql,
  { after, until }: PersonRange,
  account: number | null = null,
): Promise<ChainHead[]> {
  const rows = await db.query<
    Omit<ChainHead, 'chain' | 'last'> & { fact: number | null; hash: Buffer | null }
  >(
    `select p.id as person, null::bigint as account, p.external_id as name, p.chain_head as head, l.id as fact, l.hash
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
    [after, until, account],
    'chain-heads',
  )
  return rows.map(({ fact, hash, ...row }) => ({
    ...row,
    chain: chainOf(row),
    last: fact === null || hash === null ? null : { fact, hash },
  }))
}

/** The hashes before the first fact that is looked at of each chain; null = nothing before it. */
export async function hashesBefore(db: Sql, firsts: readonly ChainFact[]): Promise<(Buffer | null)[]> {
  if (firsts.length === 0) return []
  const rows = await db.query<{ hash: Buffer | null }>(
    `select l.hash from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as u (person, account, id, n)
     left join lateral (
       select f.hash from fact f where f.person_id = u.person and f.id < u.id
         and f.account_id is not distinct from u.account order by f.id desc limit 1) l on true
     order by u.n`,
    [firsts.map(({ person }) => person), firsts.map(({ account }) => account), firsts.map(({ id }) => id)],
    'chain-before',
  )
  return rows.map(({ hash }) => hash)
}

export interface ExportedHead {
  person: number
  account: number | null
  fact: number
  hash: string
}

/** Which of these links are still there as they were, in the order given. */
export async function stillThere(db: Sql, heads: readonly ExportedHead[]): Promise<boolean[]> {
  if (heads.length === 0) return []
  const rows = await db.query<{ there: boolean }>(
    `select f.id is not null and f.hash = u.hash and f.account_id is not distinct from u.account as there
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[]) with ordinality as u (person, account, id, hash, n)
     left join fact f on f.person_id = u.person and f.id = u.id
     order by u.n`,
    [
      heads.map(({ person }) => person),
      heads.map(({ account }) => account),
      heads.map(({ fact }) => fact),
      heads.map(({ hash }) => Buffer.from(hash, 'hex')),
    ],
    'chain-still-there',
  )
  return rows.map(({ there }) => there)
}
