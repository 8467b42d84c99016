import type { Line, PointKind } from '../../../../core/base/list.ts'
import type { Minor } from '../../../../core/base/money.ts'
import type { Day, Instant, Zone } from '../../../../core/base/time.ts'
import type { ZonesFrom } from '../../../../core/model/ledger.ts'

/** A debtor with one account of whom one line of a file says all: as far as that line goes, nothing is known of the debtor, of the account, or of what was said of them before. */
export interface Newcomer {
  debtor: string
  locale: string
  regions: string[]
  zones: Zone[]
  zonesFrom: ZonesFrom
  /** Null = the name is not said. */
  name: SealedText | null
  points: NewPoint[]
  account: string
  creditor: string
  collector: string
  actor: string | null
  product: string | null
  currency: string
  score: number | null
  openedAt: Instant
  /** The mark of the line; null = it has none. */
  mark: string | null
  /** What the line says of the account and of whose it is, in hex. */
  digest: string
  /** The fact that it opens, with the ids of its numbers. Texts are made where they are written: a page of them would be copied several times by whoever collects garbage. */
  opened: (numbers: readonly number[]) => FactText
  /** Null = the line says none. */
  figures: NewFigures | null
}

/** Sealed bytes in base64, and the id of their key. */
export type SealedText = readonly [value: string, keyId: string]

export interface NewPoint {
  kind: PointKind
  /** The keyed hash of its number, in hex. */
  hash: string
  line: Line
  value: SealedText
}

/** Texts of a fact; its digest is in hex. */
export interface FactText {
  key: string
  digest: string
  body: string
}

export interface NewFigures {
  fact: () => FactText
  at: Instant
  pastDue: Minor
  balance: Minor | null
  /** Null = nothing is past due. */
  anchor: Day | null
}
