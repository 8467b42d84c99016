import type { Problem } from '../../core/base/problem.ts'
import { nearest } from '../../core/base/nearest.ts'
import { naturalKey } from '../../core/fact/key.ts'
import { parseFact } from '../../core/fact/parse.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { Prepare } from '../../flow/ports/record.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { ImportKind } from './column.ts'
import { agreedColumn } from './agreed.ts'
import { COLUMN_OF_FIELD, COLUMNS } from './column.ts'
import { factsOf, lostIn } from './row.ts'
import { shownColumn } from './row-problem.ts'
import type { Row } from './cell.ts'

export interface Validate {
  kind: ImportKind
  asOf: string
  source: string
  prepare: Prepare
  /** What seals the short way of a good line of accounts; absent = every line goes the long way. */
  vault?: Vault
  /** False where a line that is refused holds nobody. */
  holds?: boolean
  /** The line stands in a table, and brings no columns of its own. */
  isTable?: boolean | undefined
  /** The digest of what is known of the account of the line, beside its figures. */
  described?: string | null
}

export interface Validated {
  /** The facts of the line; a line that is kept out gives what it is to those whom it names. */
  facts: (PreparedFact | RefusedRow)[]
  /** Any problem keeps the whole line out. */
  problems: Problem[]
  warnings: Problem[]
}

/** One line to facts that may be stored, or everything that is wrong with it. */
export function validateRow(given: Record<string, unknown>, line: number, how: Validate): Validated {
  const { kind } = how
  if (kind === 'facts') return parseAll([given], line, how)
  const cells = cellsOf(given, kind, line)
  if (cells.problems.length > 0) return refuseRow(given, cells.problems, line, how)
  const lost = lostIn(kind, cells.row)
  if (lost) return refuseRow(given, [lost], line, how)
  const facts = factsOf(kind, cells.row, how.asOf)
  if (facts.length === 0)
    return bad(line, { code: 'empty_row', message: 'the line says nothing but whom it is about' })
  return parseAll(facts, line, how)
}

/** A line that is kept out as a whole: each of the facts that it would have said, as a row that was refused. */
export function refuseRow(
  given: Record<string, unknown>,
  problems: readonly Problem[],
  line: number,
  how: Validate,
): Validated {
  const { kind } = how
  const cells = kind === 'facts' ? [given] : factsOf(kind, cellsOf(given, kind, line).row, how.asOf)
  const { account, debtor } = given
  const said = cells.map((fact) => ({ ...fact, account, debtor }))
  const placedAt = problems.map((problem) => ({ ...problem, line }))
  return { facts: refusedRows(said, placedAt, line, how), problems: placedAt, warnings: [] }
}

function refusedRows(
  said: readonly Record<string, unknown>[],
  problems: readonly Problem[],
  line: number,
  { source, prepare, holds }: Validate,
): RefusedRow[] {
  const facts = said.length > 0 ? said : [{}]
  return facts.map((refused, index) =>
    prepare.refused({ refused, problems, source, line, holds, rows: index === 0 ? 1 : 0 }),
  )
}

function parseAll(given: Record<string, unknown>[], line: number, how: Validate): Validated {
  const { source, prepare, holds, described = null } = how
  const all: Validated = { facts: [], problems: [], warnings: [] }
  for (const each of given) {
    const read = parseFact(each)
    if ('problems' in read) {
      all.problems.push(...read.problems.map((problem) => placed(problem, line, how)))
      continue
    }
    const { fact, was } = read
    const { prepared, warnings } = prepare({ fact, was, source, line, holds, described })
    for (const warning of read.warnings) all.warnings.push(placed(warning, line, how))
    for (const warning of warnings) all.warnings.push(placed(warning, line, how))
    all.facts.push(
      how.kind === 'accounts' && read.fact.type === 'account.opened' ? keyed(prepared) : prepared,
    )
  }
  if (all.problems.length === 0) return all
  const problems = distinct(all.problems)
  return { ...all, problems, facts: refusedRows(given, problems, line, how) }
}

/** Two facts of one line have the same fault once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

/** An account in a file is the same line while it says the same: tomorrow's file may say more of it. */
function keyed(prepared: PreparedFact): PreparedFact {
  return { ...prepared, key: `${naturalKey(prepared.fact, null)}/${prepared.digest.slice(0, 16)}` }
}

function cellsOf(
  given: Record<string, unknown>,
  kind: Exclude<ImportKind, 'facts'>,
  line: number,
): { row: Row; problems: Problem[] } {
  const { names, bare, decimal, required } = KNOWN[kind]
  const row: Row = {}
  const problems: Problem[] = []
  for (const name of Object.keys(given)) {
    const value = given[name]
    if (!names.has(name)) {
      const close = nearest(name, [...names])
      const suggestion = close ? `did you mean ${close}?` : `known: ${[...names].join(', ')}`
      const message = `unknown column: ${shownColumn(name)}`
      problems.push({ code: 'unknown_column', line, message, suggestion })
    } else if (isBare(value) && !bare.has(name)) {
      problems.push(notText(name, { line, isAmount: decimal.has(name) }))
      // The line is refused; what it is about is known all the same.
      if (Number.isSafeInteger(value)) row[name] = String(value)
    } else if (typeof value === 'string' || isBare(value)) {
      if (value !== '') row[name] = value
    } else if (value !== null) {
      problems.push({ code: 'bad_value', line, column: name, message: `${name} is not one value` })
    }
  }
  for (const name of required)
    if (row[name] === undefined && (given[name] ?? '') === '')
      problems.push({ code: 'missing_value', line, column: name, message: `${name} is empty` })
  return { row, problems }
}

function isBare(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean'
}

/** Whoever reads a number of JSON as one may lose the last digits of a long name or amount: the same is refused over HTTP. */
function notText(column: string, { line, isAmount }: { line: number; isAmount: boolean }): Problem {
  const code = isAmount ? 'bad_amount' : 'bad_value'
  const suggestion = `write it in quotes, such as "${isAmount ? '55.94' : '0012345'}"`
  return { code, line, column, message: `${column} is not written as text`, suggestion }
}

interface Known {
  names: ReadonlySet<string>
  bare: ReadonlySet<string>
  decimal: ReadonlySet<string>
  required: readonly string[]
}

const KNOWN = Object.fromEntries(
  Object.entries(COLUMNS).map(([kind, columns]): [string, Known] => [
    kind,
    {
      names: new Set(columns.map(({ name }) => name)),
      bare: new Set(columns.filter((column) => column.bare).map(({ name }) => name)),
      decimal: new Set(columns.filter((column) => column.decimal).map(({ name }) => name)),
      required: columns.filter(({ required }) => required).map(({ name }) => name),
    },
  ]),
) as Record<Exclude<ImportKind, 'facts'>, Known>

const COLUMN_OF_AT: Partial<Record<ImportKind, string>> = {
  accounts: 'opened_at',
  obligations: 'billed_at',
  payments: 'paid_at',
  promises: 'made_at',
  plans: 'agreed_at',
  settlements: 'offered_at',
}

export type InFile = Pick<Validate, 'kind' | 'isTable'>

/** The problem names the column as the file calls it. */
export function placed({ path, ...problem }: Problem, line: number, how: InFile): Problem {
  const { kind } = how
  const field = path?.split(/[.[]/)[0]
  if (!field) return { ...problem, line }
  const agreed = path === undefined || kind !== 'contacts' ? undefined : agreedColumn(path)
  const named = agreed ?? (field === 'at' ? COLUMN_OF_AT[kind] : COLUMN_OF_FIELD[field]) ?? field
  const isThere = kind === 'facts' || COLUMNS[kind].some(({ name }) => name === named)
  const column = isThere ? named : field
  return { ...problem, ...wayOut(problem, how), line, column }
}

/** A table may be written with commas before the cents. */
function wayOut({ code, suggestion }: Problem, { isTable }: InFile): Pick<Problem, 'suggestion'> {
  if (!isTable || code !== 'bad_amount' || suggestion === undefined) return {}
  return { suggestion: `${suggestion}; where the file has decimal commas: --decimal ,` }
}

function bad(line: number, problem: Problem): Validated {
  return { facts: [], problems: [{ ...problem, line }], warnings: [] }
}
