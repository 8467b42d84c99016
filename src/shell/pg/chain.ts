import { hash } from 'node:crypto'
import type { AccountId, PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import type { EngineFact } from '../../core/decide/output.ts'
import { canonical } from '../../core/fact/key.ts'
import type { SqlTransaction } from './database.ts'

export interface NewFact {
  /** Null = about an agent, of nobody's account. */
  person: PersonId | null
  /** Null = about the person: the chain is the person's. */
  account: AccountId | null
  kind: string
  happenedAt: Instant
  source: string
  /** Null = the engine's own: keyed by its place in the chain. */
  key: string | null
  body: Record<string, unknown>
  /** Hex; null = of the body. */
  digest: string | null
}

/** The engine's own facts as rows. */
export function engineFacts(facts: readonly EngineFact[]): NewFact[] {
  return facts.map(({ person, account, case: caseId, type, at, body }) => ({
    person,
    account,
    kind: type,
    happenedAt: at,
    source: 'engine',
    key: null,
    body: caseId === null ? body : { ...body, case: caseId },
    digest: null,
  }))
}

/** The latest hash of each chain, by `chainOf`; the rows that carry them are locked. */
export type Heads = Map<string, Buffer | null>

/** Appends facts to their chains, in the order given: locks the rows that carry the heads, inserts, and moves the heads; a handful of statements whatever the number. */
export async function chainFacts(tx: SqlTransaction, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return
  const heads = await lockHeads(tx, facts)
  await insertLinked(tx, linkFacts(heads, facts, tx.now))
  await moveHeads(tx, facts, heads)
}

/** Gives each fact its hash, and moves the heads in the map: whoever writes the rows of the accounts writes the heads with them. */
export function linkFacts(heads: Heads, facts: readonly NewFact[], recordedAt: Instant): LinkedFact[] {
  return facts.map((fact) => link(heads, fact, recordedAt))
}

export async function insertLinked(tx: SqlTransaction, rows: readonly LinkedFact[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
     select u.person, u.account, u.kind, to_timestamp(u.happened / 1000.0), to_timestamp($3 / 1000.0),
            u.source, u.key, u.body, u.digest, u.hash
     from unnest($1::bigint[], $2::bigint[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::jsonb[],
                 $9::bytea[], $10::bytea[])
          with ordinality as u (person, account, kind, happened, source, key, body, digest, hash, n)
     order by u.n`,
    [
      rows.map((row) => row.person ?? 0),
      rows.map((row) => row.account),
      tx.now,
      rows.map((row) => row.kind),
      rows.map((row) => row.happenedAt),
      rows.map((row) => row.source),
      rows.map((row) => row.key),
      rows.map((row) => JSON.stringify(row.body)),
      rows.map((row) => row.digest),
      rows.map((row) => row.hash),
    ],
    'chain-insert',
  )
}

/** Of one link: over the hash before it, what was said, and when the engine learnt it. */
export function chainHash(
  before: Buffer | null,
  fact: {
    kind: string
    happenedAt: Instant
    recordedAt: Instant
    source: string
    key: string
    digest: Buffer
  },
): Buffer {
  const { kind, happenedAt, recordedAt, source, key, digest } = fact
  const said = Buffer.from(canonical([kind, happenedAt, recordedAt, source, key, digest.toString('hex')]))
  return sha256(before ? Buffer.concat([before, said]) : said)
}

export interface LinkedFact extends Omit<NewFact, 'digest' | 'key'> {
  key: string
  digest: Buffer
  hash: Buffer
}

export function chainOf({ person, account }: Pick<NewFact, 'person' | 'account'>): string {
  return account === null ? `p${person ?? 0}` : `a${account}`
}

function link(heads: Heads, fact: NewFact, recordedAt: Instant): LinkedFact {
  const chain = chainOf(fact)
  const before = heads.get(chain) ?? null
  const digest = fact.digest === null ? sha256(canonical(fact.body)) : Buffer.from(fact.digest, 'hex')
  const place = before === null ? 'start' : before.toString('hex', 0, 12)
  const key = fact.key ?? `${fact.kind}/${chain}/${place}`
  const { kind, happenedAt, source } = fact
  const head = chainHash(before, { kind, happenedAt, recordedAt, source, key, digest })
  heads.set(chain, head)
  return { ...fact, key, digest, hash: head }
}

/** In one call: for texts of this size the object of `createHash` costs more than the hash. */
function sha256(said: Buffer | string): Buffer {
  return hash('sha256', said, 'buffer')
}

/** Of the chains of these facts. */
export async function lockHeads(tx: SqlTransaction, facts: readonly NewFact[]): Promise<Heads> {
  const heads: Heads = new Map()
  const { accounts, persons } = chainsIn(facts)
  if (persons.length > 0) {
    const rows = await tx.query<{ id: number; head: Buffer | null }>(
      `select id, chain_head as head from person where id = any($1) order by id for no key update`,
      [persons],
      'chain-person-heads',
    )
    for (const { id, head } of rows) heads.set(`p${id}`, head)
  }
  if (accounts.length > 0) {
    const rows = await tx.query<{ id: number; head: Buffer | null }>(
      `select a.id, a.chain_head as head
       from unnest($1::bigint[], $2::bigint[]) as u (person, id)
       join account a on a.person_id = u.person and a.id = u.id
       order by a.person_id, a.id for no key update of a`,
      [accounts.map(([, person]) => person), accounts.map(([id]) => id)],
      'chain-account-heads',
    )
    for (const { id, head } of rows) heads.set(`a${id}`, head)
  }
  return heads
}

/** Writes the heads of the chains of these facts. */
export async function moveHeads(tx: SqlTransaction, facts: readonly NewFact[], heads: Heads): Promise<void> {
  const { accounts, persons } = chainsIn(facts)
  if (persons.length > 0)
    await tx.query(
      `update person p set chain_head = u.head
       from unnest($1::bigint[], $2::bytea[]) as u (id, head) where p.id = u.id`,
      [persons, persons.map((id) => heads.get(`p${id}`))],
      'chain-person-move',
    )
  if (accounts.length > 0)
    await tx.query(
      `update account a set chain_head = u.head
       from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as u (person, id, head)
       where a.person_id = u.person and a.id = u.id`,
      [
        accounts.map(([, person]) => person),
        accounts.map(([id]) => id),
        accounts.map(([id]) => heads.get(`a${id}`)),
      ],
      'chain-account-move',
    )
}

function chainsIn(facts: readonly NewFact[]): { accounts: [AccountId, PersonId | 0][]; persons: PersonId[] } {
  const accounts = new Map<AccountId, PersonId | 0>()
  const persons = new Set<PersonId>()
  for (const { person, account } of facts)
    if (account !== null) accounts.set(account, person ?? 0)
    else if (person !== null) persons.add(person)
  return { accounts: [...accounts], persons: [...persons] }
}
