import { toldAt } from '../../core/base/told.ts'
import { bareChainHash, chainHash, chainOf } from '../pg/base/chain.ts'
import type { Sql } from '../pg/base/database.ts'
import {
  chainHeads,
  chainPages,
  hashesBefore,
  personRanges,
  type ChainFact,
  type ChainHead,
  type PersonRange,
} from '../pg/read/chains.ts'

/** The place where a chain is broken; only its first broken link is told. */
export interface BrokenChain {
  chain: string
  person: number
  /** The name of the account or the debtor; null where no row knows the chain. */
  name: string | null
  /** The fact at which it was noticed. */
  fact: number | null
  recordedAt: string | null
  why: BrokenWhy
}

export const BROKEN_WHY = {
  link: 'this fact, or one before it, was changed, moved or taken away',
  head: 'the last fact is not the one that the row of the account or debtor names: facts were cut off or added',
  row: 'the account or debtor of these facts is gone',
  exported: 'a fact that an exported head names is gone or another one: the tail was cut off or rewritten',
} as const
export type BrokenWhy = keyof typeof BROKEN_WHY

export interface VerifyOptions {
  /** Only this person or account; null = everybody. */
  only: { person: number; account: number | null } | null
  /** ISO; what was recorded earlier is taken unchecked. */
  since: string | null
  onBroken: (broken: BrokenChain) => void
  /** So many more facts are done. */
  onPage?: (facts: number) => void
}

export interface Verified {
  facts: number
  chains: number
  /** Links of version 0.1.0, which do not cover what is kept of the fact. */
  bare: number
}

const PERSONS = 500
const FACTS = 2000

/** Every chain is recomputed page by page, in memory that does not grow with the book. */
export async function verifyChains(db: Sql, options: VerifyOptions): Promise<Verified> {
  const sum: Verified = { facts: 0, chains: 0, bare: 0 }
  const { only } = options
  const ranges = only ? [{ after: only.person - 1, until: only.person }] : personRanges(db, PERSONS)
  for await (const range of ranges) await verifyRange(db, range, { options, sum })
  return sum
}

interface Walk {
  options: VerifyOptions
  sum: Verified
}

interface Link {
  hash: Buffer | null
  at: ChainFact
  broken: ChainFact | null
}

async function verifyRange(db: Sql, range: PersonRange, { options, sum }: Walk): Promise<void> {
  const account = options.only?.account ?? null
  const links = new Map<string, Link>()
  for await (const page of chainPages(db, { range, account, since: options.since }, FACTS)) {
    await startLinks(db, page, { links, since: options.since })
    for (const fact of page) sum.bare += follow(links, fact)
    sum.facts += page.length
    options.onPage?.(page.length)
  }
  for (const head of await chainHeads(db, range, account)) {
    const link = links.get(head.chain)
    links.delete(head.chain)
    if (!link && !head.head && !head.last) continue
    sum.chains++
    if (link?.broken) options.onBroken(brokenAt('link', link.broken, head.name))
    else if (!sameHash(head.head, head.last?.hash ?? null)) options.onBroken(brokenHead(head))
  }
  for (const { at } of links.values()) options.onBroken(brokenAt('row', at, null))
}

async function startLinks(
  db: Sql,
  page: readonly ChainFact[],
  { links, since }: { links: Map<string, Link>; since: string | null },
): Promise<void> {
  const firsts = page.filter((fact) => {
    const chain = chainOf(fact)
    if (links.has(chain)) return false
    links.set(chain, { hash: null, at: fact, broken: null })
    return true
  })
  if (since === null) return
  const before = await hashesBefore(db, firsts)
  for (const [index, fact] of firsts.entries()) {
    const link = links.get(chainOf(fact))
    if (link) link.hash = before[index] ?? null
  }
}

/** 1 where the link is of the old kind. */
function follow(links: Map<string, Link>, fact: ChainFact): number {
  const link = links.get(chainOf(fact))
  if (!link) return 0
  const before = link.hash
  link.hash = fact.hash
  if (chainHash(before, fact).equals(fact.hash)) return 0
  if (isBare(before, fact)) return 1
  link.broken ??= fact
  return 0
}

/** Facts about agents had no chain then, but one for each page. */
function isBare(before: Buffer | null, fact: ChainFact): boolean {
  if (bareChainHash(before, fact).equals(fact.hash)) return true
  return fact.person === 0 && bareChainHash(null, fact).equals(fact.hash)
}

function sameHash(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b)
}

function brokenAt(why: BrokenWhy, fact: ChainFact, name: string | null): BrokenChain {
  const { person, id, recordedAt } = fact
  return { chain: chainOf(fact), person, name, fact: id, recordedAt: toldAt(recordedAt), why }
}

function brokenHead({ chain, person, name, last }: ChainHead): BrokenChain {
  return { chain, person, name, fact: last?.fact ?? null, recordedAt: null, why: 'head' }
}
