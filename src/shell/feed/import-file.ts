import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { ProblemError } from '../../core/base/problem.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import { isoOf } from '../../core/base/time.ts'
import type { Replies } from '../../core/wording/replies.ts'
import type { IncomingFact, IncomingRefusal, Prepare } from '../../flow/ports/record.ts'
import type { Unasked } from '../../flow/record.ts'
import type { AtDoor } from '../access/at-door.ts'
import { knownReplies } from '../config/known-replies.ts'
import { configPort } from '../pg/config/config.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault, VaultKeys } from '../pg/base/vault.ts'
import { AHEAD_MS } from '../../core/fact/sense-of-time.ts'
import { readClocks } from '../pg/watch/health.ts'
import { newcomerStore } from '../pg/record/newcomer/store.ts'
import { recordStore } from '../pg/record/record.ts'
import type { ImportKind } from './column.ts'
import { endOfFile } from './end-of-file.ts'
import { massChange } from './gate.ts'
import { endRun, startRun } from '../pg/feed/import-run.ts'
import { type Merge, mergeStaged, nothingMerged } from './merge.ts'
import { advanceKnown, advanceSeen } from './advance.ts'
import { knownLines, NONE_KNOWN } from './known-lines.ts'
import { ENOUGH } from '../pg/feed/blocks.ts'
import type { Missing } from '../pg/feed/missing.ts'
import { copyToStaging } from '../pg/feed/staging.ts'
import type { Dialect } from './read/dialect.ts'
import { newCount, readPages, warn } from './read/lines.ts'
import type { ReadCount } from './read/lines.ts'
import { readText } from './read/text.ts'
import type { TextFile } from './read/text.ts'
import { forced } from './refusal.ts'
import type { Doubt } from './refusal.ts'
import { isAskedAtDoor, type Telling } from './tell.ts'
import { type AgainTold } from './thread/order.ts'
import { type Hands, handsHere, handsOf } from './thread/hands.ts'
import { threadsThatPay } from './thread/threads.ts'
import { toldAgain } from './told-again.ts'
import type { Validate } from './validate.ts'

export interface ImportOptions {
  kind: ImportKind
  input: Readable
  /** What problems call it. */
  file: string
  format: 'csv' | 'ndjson' | 'auto'
  /** Absent = as `PLAIN_DIALECT` has it. */
  dialect?: Dialect | undefined
  /** The instant of snapshots and scores; null = now. */
  asOf: Instant | null
  maxShare: number
  expectRows: number | null
  force: boolean
  /** True = the rows are told as history: no task is opened. */
  history?: boolean
  /** False = a line that is refused holds nobody: history, or only a try. */
  holds?: boolean
  /** True = a line that is known is told like any other. */
  everyLine?: boolean
  /** Fewer accounts that are known make no block; absent = as pays. */
  enough?: number
  /** Fewer newcomers of a page are told as facts; absent = as pays. */
  many?: number
  /** The file is whole: the figures of the creditors that it names are as of its instant. */
  complete?: boolean
  /** How many threads tell and store a long file, and after how many pages they start; absent = as pays on this machine. */
  threads?: { count?: number; pages?: number }
  reject: (problems: readonly Problem[]) => Promise<void>
  onProgress: (progress: { bytes: number; merged: number; rows: number }) => void
}

export interface ImportDeps {
  db: Database
  prepare: Prepare
  vault: Vault
  /** The keys of the vault, for threads of a long file; absent = this thread does all. */
  keys?: VaultKeys | undefined
  /** Absent = the file may say everything. */
  atDoor?: AtDoor | undefined
}

export interface Imported {
  /** The instant of the file. */
  asOf: Instant
  rows: number
  /** Facts: a line may say several. */
  taken: number
  same: number
  /** Lines. */
  rejected: number
  /** The first of them, each with its line and column. */
  warnings: Problem[]
  warningCount: number
  /** What would have been asked of people had the history been told live. */
  unasked?: Unasked[]
  /** The accounts of the last file of each creditor that this one leaves out. */
  missing: Missing[]
  /** Creditors whose figures are as of this file from now on. */
  completed: string[]
}

/** The import reads, validates and stages the file, asks the gates, then merges it page by page; memory is bounded, and a second run changes nothing. It throws `ProblemError` for a file that is refused as a whole. */
export async function importFile(deps: ImportDeps, options: ImportOptions): Promise<Imported> {
  const { db, prepare, vault, atDoor } = deps
  const { kind, file, force, reject, onProgress } = options
  const run = await startRun(db, options)
  const text = readText(options.input, file)
  const count = newCount()
  let hands: Hands | null = null
  const merged = nothingMerged()
  let refused: string | null = null
  let ended: Pick<Imported, 'asOf' | 'missing' | 'completed'> = { asOf: 0, missing: [], completed: [] }
  try {
    const { business } = await readClocks(db)
    const asOf = options.asOf ?? business
    const tick = (): void => onProgress({ bytes: text.seen.bytes, merged: 0, rows: count.rows })
    const lists = await knownReplies(configPort(db))()
    const how = readingOf(options, { prepare, vault, lists, asOf })
    const known =
      mayBeKnown(options) && asOf <= business + AHEAD_MS ? knownLines({ db, vault, run }) : NONE_KNOWN
    const reading = { file, format: options.format, dialect: options.dialect, how, reject }
    const telling = { run, file, how, atDoor, turn: setImmediate }
    hands = handsFor(deps, options, { telling, lists, run })
    await copyToStaging(db, readPages(text, count, { ...reading, known, tick, tell: hands }))
    const today = isoOf(asOf).slice(0, 10)
    const doubts = [...count.doubts, ...countDoubts(text, count, options)]
    const mass = await massChange(db, { file, run, today, maxShare: options.maxShare })
    if (mass) doubts.push(mass)
    if (doubts.length > 0 && !force) throw new ProblemError(doubts)
    let done = 0
    const onPage = (page: number): void =>
      onProgress({ bytes: text.seen.bytes, merged: (done += page), rows: count.rows })
    const { history = false, complete = false, enough = ENOUGH } = options
    const told = { db, vault, run, reading, count }
    const merge: Merge = {
      sql: db,
      again: (line) => toldAgain(told, line),
      newcomers: newcomerStore(db, known.isBookEmpty),
      many: options.many,
      store: recordStore(db, enough),
      run,
      file,
      kind,
      isTable: count.isTable,
      history,
      onPage,
      reject,
      warn: (warnings) => warn(count, warnings),
    }
    const advance = { ...told, at: asOf, merge, known, enough }
    const advanced = await advanceKnown(advance, merged)
    const again = (once: AgainTold): Promise<void> => tellAgain(once, { count, reject })
    const staged = advanced.apart ? null : hands.staged?.(merge, again)
    await mergeStaged(merge, merged, staged ?? undefined)
    await advanceSeen(advance, merged, advanced)
    const ending = { run, kind, asOf, complete, known: [...advanced.creditors], merged }
    ended = { asOf, ...(await endOfFile({ db, prepare }, ending)) }
  } catch (error) {
    refused = error instanceof ProblemError ? (error.problems[0]?.code ?? 'refused') : 'failed'
    throw error
  } finally {
    await hands?.end()
    const rejected = count.rejected + merged.refusedLines
    const end = { rows: count.rows, taken: merged.taken, same: merged.same, rejected }
    await endRun(db, run, { ...end, sha256: text.seen.sha256, forced: force, refused })
  }
  const { taken, same, refusedLines, unasked } = merged
  const { warnings, warningCount } = count
  const rejected = count.rejected + refusedLines
  const told = options.history ? { unasked } : {}
  return { rows: count.rows, taken, same, rejected, warnings, warningCount, ...ended, ...told }
}

/** Threads are for files that a ledger sends: whoever tells of brakes is asked here. */
function handsFor(
  { db, keys }: ImportDeps,
  { kind, file, format, holds, history = false, many, enough, threads = {} }: ImportOptions,
  { telling, lists, run }: { telling: Telling; lists: readonly Replies[]; run: number },
): Hands {
  const { count = threadsThatPay(), pages } = threads
  const { connectionString: url, application_name: applicationName = 'import' } = db.pool.options
  if (keys === undefined || url === undefined || count === 0 || isAskedAtDoor(kind)) return handsHere(telling)
  const { asOf } = telling.how
  const of = { run, file, format, kind, asOf, history, holds: holds ?? !history, lists, many, enough }
  return handsOf(telling, { ...of, keys, url, applicationName }, { count, pages })
}

/** What came of lines that a thread told once more. */
async function tellAgain(
  { rejected, problems, warnings }: AgainTold,
  { count, reject }: { count: ReadCount; reject: ImportOptions['reject'] },
): Promise<void> {
  count.rejected += rejected
  warn(count, warnings)
  if (problems.length > 0) await reject(problems)
}

interface Reading {
  prepare: Prepare
  vault: Vault
  lists: readonly Replies[]
  asOf: Instant
}

function readingOf(
  { kind, holds, history = false }: ImportOptions,
  { prepare, vault, lists, asOf }: Reading,
): Validate {
  return {
    kind,
    asOf: isoOf(asOf),
    source: 'ledger',
    vault,
    prepare: Object.assign((incoming: IncomingFact) => prepare(incoming, lists), {
      refused: (row: IncomingRefusal) => prepare.refused(row),
    }),
    holds: holds ?? !history,
  }
}

function mayBeKnown({ kind, history = false, everyLine = false }: ImportOptions): boolean {
  return kind === 'accounts' && !history && !everyLine
}

function countDoubts(text: TextFile, count: ReadCount, { file, expectRows }: ImportOptions): Doubt[] {
  const doubts: Doubt[] = []
  if (count.rows === 0) doubts.push(forced('empty_file', file, 'the file has no lines'))
  const wanted = expectRows ?? count.trailer
  if (wanted !== null && wanted !== count.rows)
    doubts.push(forced('truncated_file', file, `the file has ${count.rows} lines, not ${wanted}`))
  return text.seen.bytes === 0 ? doubts.slice(0, 1) : doubts
}
