import type { Line, Place } from '../base/list.ts'
import type { Instant, Zone } from '../base/time.ts'
import type { PointFile } from '../decide/dossier.ts'
import type { Meaning } from '../wording/understand.ts'
import type { FactInput } from './fact.ts'
import type { Sealed, ZonesFrom } from './ledger.ts'

/** A parsed fact whose personal values are normalised, hashed and sealed: everything after this line works without them. */
export interface PreparedFact {
  /** With personal values taken out. */
  fact: FactInput
  source: string
  key: string
  line: number | null
  file?: string | undefined
  /** Of file. */
  kind?: string | undefined
  /** False where a refusal of it holds nobody. */
  holds?: boolean | 'unless_known' | undefined
  /** What it is about, to answer a refused row of the same. */
  subject?: string | undefined
  /** Names in the form in which they came, where that is another. */
  was?: Record<string, string> | undefined
  /** Its key and digest under those names. */
  before?: { key: string; digest: string } | undefined
  at: Instant
  /** Of the body as it came, in hex: two facts under one key are the same when their digests are. */
  digest: string
  /** What account.opened and point.added bring. */
  points: PreparedPoint[]
  /** The number or address that the fact names, by its keyed hash. */
  pointHash: string | null
  /** Where the person may live and be, as far as this fact says. */
  regions: string[]
  zones: Zone[]
  zonesFrom: ZonesFrom
  name: Sealed | null
  text: SealedText | null
  /** What a message from the debtor asks for; null = it is none. */
  reply: Meaning | null
  /** Told as history: it opens no task. */
  history?: true
}

export interface PreparedPoint {
  kind: PointFile['kind']
  hash: string
  value: Sealed
  line: Line
  place: Place
  /** False where the value cannot be what it says it is. */
  valid: boolean
}

/** Free text under the key; the fact keeps only its salted digest. */
export interface SealedText extends Sealed {
  kind: 'note' | 'reason' | 'text'
  salt: Uint8Array
  digest: string
}
