import type { Problem } from '../../../core/base/problem.ts'
import type { Replies } from '../../../core/wording/replies.ts'
import type { VaultKeys } from '../../pg/base/vault.ts'
import type { ImportKind } from '../column.ts'
import type { Fresh } from '../known-lines.ts'
import type { Format } from '../read/lines.ts'
import type { WrittenLine } from '../read/read-line.ts'
import type { RecordedLines } from '../record-lines.ts'
import type { ToldPage } from '../tell.ts'

/** What a thread is told when it starts. */
export interface ThreadSetup {
  run: number
  file: string
  format: Format
  kind: ImportKind
  /** The instant of the file, as text. */
  asOf: string
  holds: boolean
  history: boolean
  lists: readonly Replies[]
  /** Fewer newcomers of a page are told as facts; absent = as pays. */
  many?: number | undefined
  /** Fewer accounts of a page make no block; absent = as pays. */
  enough?: number | undefined
  keys: VaultKeys
  /** The address of the database. */
  url: string
  applicationName: string
}

export interface WrittenFresh extends Omit<Fresh, 'line'> {
  line: WrittenLine
}

/** What a thread is asked for: lines to be told, or a staged page, by its first line, to be stored. */
export type Order = { id: number; lines: WrittenFresh[] } | { id: number; page: number }

/** What of lines came of their being told once more. */
export interface AgainTold {
  rejected: number
  problems: Problem[]
  warnings: Problem[]
}

export type StoredPage = RecordedLines & { again: AgainTold }

/** An error loses its kind between threads. */
export interface Failure {
  message: string
  stack: string | undefined
  code: string | undefined
  /** Those of a `ProblemError`; null = it was none. */
  problems: readonly Problem[] | null
}

export type Answer =
  | { id: number; told: ToldPage }
  | { id: number; stored: StoredPage }
  | { id: number; failed: Failure }
