import { isRowFault } from '../../core/base/fault.ts'
import type { ContactId, ContentHash } from '../../core/base/id.ts'
import { isoOf, type Instant } from '../../core/base/time.ts'
import { FACT, isFactType } from '../../core/fact/fact.ts'
import {
  type AgreedTerms,
  IN_DOUBT,
  type LeftContact,
  type Wrong,
  wrongNow,
  wrongText,
  wrongWord,
} from '../../core/hindsight/wrong-contact.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import { dossierAsOf, type KnownRows } from './known-then.ts'

/** The kinds of facts that void what was planned: one that is told late may show that a contact should not have been made. */
export const LATE_KINDS = Object.keys(FACT)
  .filter(isFactType)
  .filter((type) => FACT[type].supersedes !== 'never')

/** Those of them that may be of more accounts than the one that they name. */
export const OF_SEVERAL = LATE_KINDS.filter((type) => FACT[type].names.includes('plan'))

/** A fact that was true before a contact, and was told after it. */
export interface LateFact {
  type: string
  at: Instant
  recordedAt: Instant
}

/** A contact that left after something that was told later. */
export interface Suspect extends LeftContact {
  strategyHash: ContentHash
  late: LateFact[]
}

export interface WrongContact {
  wrong: Wrong[]
  late: LateFact[]
}

/** How a list, an export and a story tell it. */
export interface ToldWrong {
  /** Each why in one word. */
  words: string[]
  /** The same in plain words. */
  reasons: string[]
  /** Kinds of the facts that were told late. */
  late: string[]
  /** The instant at which the first of them was told. */
  since: string | null
}

export const NOT_WRONG: ToldWrong = { words: [], reasons: [], late: [], since: null }

export function toldWrong({ wrong, late }: WrongContact): ToldWrong {
  return {
    words: [...new Set(wrong.map(wrongWord))],
    reasons: wrong.map(wrongText),
    late: [...new Set(late.map(({ type }) => type))].sort(),
    since: late.length === 0 ? null : isoOf(Math.min(...late.map(({ recordedAt }) => recordedAt))),
  }
}

/** The suspects of one person that history now shows as wrong: the facts that had happened by their instant are told again, once with those that were told late and once without. */
export async function wrongContacts(
  { rows, now }: { rows: KnownRows; now: Dossier },
  suspects: readonly Suspect[],
  termsOf: (strategy: ContentHash) => AgreedTerms,
): Promise<Map<ContactId, WrongContact>> {
  const found = new Map<ContactId, WrongContact>()
  for (const suspect of suspects) {
    const wrong = await wrongOf(suspect, { rows, now }, termsOf(suspect.strategyHash))
    if (wrong.length > 0) found.set(suspect.id, { wrong, late: suspect.late })
  }
  return found
}

async function wrongOf(
  suspect: Suspect,
  { rows, now: file }: { rows: KnownRows; now: Dossier },
  terms: AgreedTerms,
): Promise<Wrong[]> {
  const { at } = suspect
  try {
    const before = await dossierAsOf(
      knownBy(rows, at, (one) => one.recordedAt <= at),
      file,
      at,
    )
    const now = await dossierAsOf(
      knownBy(rows, at, (one) => one.recordedAt <= at || one.at <= at),
      file,
      at,
    )
    return before && now ? wrongNow(suspect, { now, before, terms }) : []
  } catch (error) {
    if (!isRowFault(error)) throw error
    return [IN_DOUBT]
  }
}

function knownBy(
  rows: KnownRows,
  at: Instant,
  isKnown: (fact: KnownRows['facts'][number]) => boolean,
): KnownRows {
  return {
    ...rows,
    facts: rows.facts.filter(isKnown),
    contacts: rows.contacts.filter(({ createdAt }) => createdAt <= at),
    holds: rows.holds.filter(({ from }) => from <= at),
  }
}
