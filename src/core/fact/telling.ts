import type { Line, Place } from '../base/list.ts'
import type { Instant, Zone } from '../base/time.ts'
import type { DossierPoint } from '../model/dossier.ts'
import type { Meaning } from '../wording/understand.ts'
import type { Sealed, SealedText, ZonesFrom } from '../model/ledger.ts'

/** How a fact is told, beside what it says: by whom, when, in which file, and the numbers and addresses that it names. A kind of fact needs no more of it. */
export interface Telling {
  source: string
  key: string
  line: number | null
  file?: string | undefined
  /** The kind of the file. */
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
  /** The digest of the body as it came, in hex: two facts under one key are the same when their digests are. */
  digest: string
  /** What account.opened and point.added bring. */
  points: PreparedPoint[]
  /** The number or address that the fact names, by the keyed hash of its likeliest reading. */
  pointHash: string | null
  /** All that it may mean; null where the fact names none by its value. */
  named: NamedPoint | null
  /** The regions in which the person may live and the zones in which he may be, as far as this fact says. */
  regions: string[]
  zones: Zone[]
  zonesFrom: ZonesFrom
  name: Sealed | null
  text: SealedText | null
  /** What a message from the debtor asks for; null = it is none. */
  reply: Meaning | null
  /** It says of its account what is known by the same digest: it comes without the rest. */
  bare?: true | undefined
  /** The fact is the last one of its line. */
  ends?: LineEnd | undefined
  /** The fact is told as history: it opens no task. */
  history?: true
}

/** What a line of an accounts file said as a whole. */
export interface LineEnd {
  /** The keyed digest of the line as it stood, in hex. */
  mark: string
  /** The digest of the account that it describes. */
  opened: string
  score: number | null
  figures: boolean
  /** The line says figures, and no day of its own: its account may join a new block at once. Whoever reads a line the long way leaves it out, and the account joins one with a later file. */
  daily?: true
}

/** One number or address that a written value may mean. */
export interface Reading {
  /** The keyed hash of the normalised value, in hex. */
  hash: string
  /** The country whose residents write it so; null = whoever wrote it, this is what it says. */
  under: string | null
  /** Countries whose number it may be. */
  of: readonly string[]
  /** False where no numbering plan has such a number: it counts only for somebody who is known to have it, or who lives there. */
  sure: boolean
}

export interface NamedPoint {
  kind: DossierPoint['kind']
  /** The likeliest first; none where it cannot be read at all. */
  readings: Reading[]
  /** The value as it was written, for the human who has to read it. */
  raw: SealedText
}

export interface PointReading extends Reading {
  value: Sealed
  /** The kind of line that the number itself tells; null where it does not. */
  tells: Line | null
  /** False where the value cannot be what it says it is. */
  valid: boolean
}

export interface PreparedPoint {
  kind: DossierPoint['kind']
  /** The last one stands where no other is meant. */
  readings: PointReading[]
  /** What the fact says of it; null = nothing. */
  line: Line | null
  place: Place | null
}

/** The language of a debtor of whom nobody has said one. */
export const UNSAID_LOCALE = 'en'
