import { hash } from 'node:crypto'
import type { AccountId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { EngineFact } from '../../../core/model/decision.ts'
import { canonical } from '../../../core/fact/key.ts'
import { columns, omit, pick } from './columns.ts'
import { copying } from './copying.ts'
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

/** Each fact gets its hash, and the heads in the map are moved: whoever writes the rows of the accounts writes the heads with them. */
export function linkFacts(heads: Heads, facts: readonly NewFact[], recordedAt: Instant): LinkedFact[] {
  return facts.map((fact) => link(heads, fact, recordedAt))
}

export async function insertLinked(tx: SqlTransaction, rows: readonly LinkedFact[]): Promise<void> {
  if (rows.length === 0) return
  const whose = ({ person }: LinkedFact) => ({ owner: person ?? 0, recordedAt: tx.now })
  if (await copyFacts(tx, rows, whose)) return
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
      rows.map((row) => row.said),
      rows.map((row) => row.digest),
      rows.map((row) => row.hash),
    ],
    'chain-insert',
  )
}

type WrittenFact = Pick<
  LinkedFact,
  'account' | 'kind' | 'happenedAt' | 'source' | 'key' | 'said' | 'digest' | 'hash'
>

/** The columns of a fact as COPY takes them. */
export const FACT_ROW = {
  ...columns<WrittenFact>({
    account: 'account_id int8?',
    kind: 'kind text',
    happenedAt: 'happened_at timestamptz',
    source: 'source text',
    key: 'key text',
    // It is JSON already.
    said: { column: 'body', type: 'jsonb', nullable: false, read: String, write: (said) => said },
    digest: 'digest bytea',
    hash: 'hash bytea',
  }),
  ...columns<{ owner: number; recordedAt: Instant }>({
    owner: 'person_id int8',
    recordedAt: 'recorded_at timestamptz',
  }),
}

const copyFacts = copying(
  'fact',
  omit(FACT_ROW, 'owner', 'recordedAt'),
  pick(FACT_ROW, 'owner', 'recordedAt'),
)

/** Everything of a fact that its link is over. */
export interface Linked {
  person: number
  account: number | null
  kind: string
  happenedAt: Instant
  recordedAt: Instant
  source: string
  key: string
  body: Record<string, unknown>
  digest: Buffer
}

/** The hash of one link covers the hash before it, whose it is, what was said, what is kept of it, and when the engine learnt it. */
export function chainHash(before: Buffer | null, { digest, ...fact }: Linked): Buffer {
  return saidHash(before, { ...fact, digest: digest.toString('hex') }, canonical(fact.body))
}

export interface Said extends Omit<Linked, 'body' | 'digest'> {
  /** Hex. */
  digest: string
}

/** `said` = the body as canonical text, which is made once for the digest, the link and the row. */
function saidHash(before: Buffer | null, fact: Said, said: string): Buffer {
  return bytesOf(saidLink(before, fact, said))
}

/** The same in hex, which costs less than bytes of its own. */
export function saidLink(before: Buffer | string | null, fact: Said, said: string): string {
  const { person, account, kind, happenedAt, recordedAt, source, key, digest } = fact
  const whose = `${person},${account},${canonical(kind)},${happenedAt},${recordedAt}`
  const from = `${canonical(source)},${canonical(key)}`
  return linkHash(before, `[${whose},${from},${said},"${digest}"]`)
}

/** The hash by which version 0.1.0 linked facts: their bodies stood outside the chain. */
export function bareChainHash(before: Buffer | null, fact: Linked): Buffer {
  const { kind, happenedAt, recordedAt, source, key, digest } = fact
  const told = [kind, happenedAt, recordedAt, source, key, digest.toString('hex')]
  return bytesOf(linkHash(before, canonical(told)))
}

/** Room for a link and what it follows. */
const ROOM = Buffer.alloc(1 << 14)
const DIGEST = 32
/** UTF-8 takes at most so many for a half of a character of JavaScript. */
const MOST_BYTES = 3

function linkHash(before: Buffer | string | null, told: string): string {
  if (before === null) return sha256(told)
  if (DIGEST + told.length * MOST_BYTES > ROOM.length)
    return sha256(Buffer.concat([typeof before === 'string' ? bytesOf(before) : before, Buffer.from(told)]))
  if (typeof before === 'string') ROOM.write(before, 'hex')
  else ROOM.set(before)
  return sha256(ROOM.subarray(0, DIGEST + ROOM.write(told, DIGEST)))
}

export interface LinkedFact extends Omit<NewFact, 'digest' | 'key'> {
  key: string
  digest: Buffer
  /** The body as text. */
  said: string
  hash: Buffer
}

export function chainOf({ person, account }: { person: number | null; account: number | null }): string {
  return account === null ? `p${person ?? 0}` : `a${account}`
}

function link(heads: Heads, fact: NewFact, recordedAt: Instant): LinkedFact {
  const chain = chainOf(fact)
  const before = heads.get(chain) ?? null
  const said = canonical(fact.body)
  const digest = fact.digest ?? sha256(said)
  const key = fact.key ?? ownKey(fact.kind, chain, before)
  const { person, account, kind, happenedAt, source, body } = fact
  const whose = { person: person ?? 0, account, kind, happenedAt, recordedAt, source, key, digest }
  const head = saidHash(before, whose, said)
  heads.set(chain, head)
  return { person, account, kind, happenedAt, source, body, key, digest: bytesOf(digest), said, hash: head }
}

/** The key of the engine's own facts: their place in their chain. */
export function ownKey(kind: string, chain: string, before: Buffer | string | null): string {
  return `${kind}/${chain}/${before === null ? 'start' : beginningOf(before)}`
}

function beginningOf(hash: Buffer | string): string {
  return typeof hash === 'string' ? hash.slice(0, 2 * KEYED) : hash.toString('hex', 0, KEYED)
}

/** Bytes of the hash before. */
const KEYED = 12

/** The hash is made in one call, and as hex: an object of `createHash` costs more than a hash of texts of this size, and so does a buffer that the library makes. */
export function sha256(said: Buffer | string): string {
  return hash('sha256', said, 'hex')
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}
