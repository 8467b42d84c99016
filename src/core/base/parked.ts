import type { AccountId, PersonId } from './id.ts'
import { DAY_MS, type Instant, MINUTE } from './time.ts'

/** The loops over rows, each with who is asked when one of its rows is put aside. */
export const LOOPS = {
  detect: 'data',
  /** The age of a creditor's figures. */
  figures: 'data',
  decide: 'data',
  record: 'data',
  relay: 'operations',
  redeem: 'operations',
  send: 'operations',
  settle: 'operations',
  offer: 'operations',
  claim: 'operations',
  sweep: 'operations',
  purge: 'operations',
  /** A key under which several values cannot be opened. */
  key: 'operations',
} as const satisfies Record<string, 'data' | 'operations'>
export type Loop = keyof typeof LOOPS

export type ParkedKind = 'account' | 'creditor' | 'person' | 'contact' | 'fact' | 'breaker' | 'key'

/** A row that spoilt its page alone. */
export interface FaultyRow {
  loop: Loop
  kind: ParkedKind
  /** The engine's own number; of a fact its source and key, of a key or a creditor its name. */
  id: string
  person: PersonId | null
  account: AccountId | null
  /** SQLSTATE, or the name of the error. */
  code: string
  /** The key of a value that cannot be opened. */
  keyId: string | null
}

/** A row put aside. */
export interface ParkedRow extends FaultyRow {
  attempts: number
  since: Instant
  retryAt: Instant
  /** The failure is worth a line in the log: it is new, or it was tried again and failed again. */
  told: boolean
}

/** A row that failed alone so many times is parked: once, since whatever passes by itself was tried again before (`isRowFault`). */
export const PARK_AFTER = 1

const FIRST_RETRY = 5 * MINUTE

/** The wait is five minutes, doubled with each failure, at most a day. */
export function retryAfter(attempts: number): number {
  return Math.min(FIRST_RETRY * 2 ** (attempts - PARK_AFTER), DAY_MS)
}

/** What the human is asked: ids and codes only. */
export function parkedWords({
  loop,
  kind,
  id,
  code,
}: Pick<FaultyRow, 'loop' | 'kind' | 'id' | 'code'>): string {
  if (kind === 'key')
    return `values sealed under the key ${id} cannot be opened (${code}): give the key back in ARREARS_SEAL_KEYS, or have the values sent again`
  if (kind === 'fact')
    return `a fact about this could not be stored (${code}) and was given back to its sender: mend what is stored, and have it sent again`
  return `${loop} put ${kind} ${id} aside (${code}): mend what is stored of it; it is tried again by itself`
}
