import type { Problem } from '../../core/base/problem.ts'
import { nearest } from '../../core/fact/nearest.ts'
import { naturalKey } from '../../core/fact/key.ts'
import { parseFact } from '../../core/fact/parse.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { Prepare } from '../../flow/ports/record.ts'
import type { ImportKind } from './column.ts'
import { COLUMN_OF_FIELD, COLUMNS } from './column.ts'
import { factsOf } from './row.ts'
import type { Row } from './row.ts'

export interface Validate {
  kind: ImportKind
  asOf: string
  source: string
  prepare: Prepare
}

export interface Validated {
  facts: PreparedFact[]
  /** Any problem keeps the whole line out. */
  problems: Problem[]
  warnings: Problem[]
}

/** One line to facts that may be stored, or everything that is wrong with it. */
export function validateRow(given: Record<string, unknown>, line: number, how: Validate): Validated {
  const { kind } = how
  if (kind === 'facts') return parseAll([given], line, how)
  const cells = cellsOf(given, kind, line)
  if ('problems' in cells) return { facts: [], problems: cells.problems, warnings: [] }
  const facts = factsOf(kind, cells.row, how.asOf)
  if (facts.length === 0)
    return bad(line, { code: 'empty_row', message: 'the line says nothing but whom it is about' })
  return parseAll(facts, line, how)
}

function parseAll(
  given: Record<string, unknown>[],
  line: number,
  { kind, source, prepare }: Validate,
): Validated {
  const all: Validated = { facts: [], problems: [], warnings: [] }
  for (const each of given) {
    const read = parseFact(each)
    if ('problems' in read) {
      all.problems.push(...read.problems.map((problem) => placed(problem, line, kind)))
      continue
    }
    const { prepared, warnings } = prepare({ fact: read.fact, source, line })
    all.warnings.push(...warnings)
    all.facts.push(kind === 'accounts' && read.fact.type === 'account.opened' ? keyed(prepared) : prepared)
  }
  return all
}

/** An account in a file is the same line while it says the same: tomorrow's file may say more of it. */
function keyed(prepared: PreparedFact): PreparedFact {
  return { ...prepared, key: `${naturalKey(prepared.fact, null)}/${prepared.digest.slice(0, 16)}` }
}

function cellsOf(
  given: Record<string, unknown>,
  kind: Exclude<ImportKind, 'facts'>,
  line: number,
): { row: Row } | { problems: Problem[] } {
  const names = COLUMNS[kind].map(({ name }) => name)
  const row: Row = {}
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) {
      const close = nearest(name, names)
      const suggestion = close ? { suggestion: `did you mean ${close}?` } : {}
      problems.push({ code: 'unknown_column', line, message: 'an unknown column', ...suggestion })
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (value !== '') row[name] = String(value)
    } else if (value !== null) {
      problems.push({ code: 'bad_value', line, column: name, message: `${name} is not one value` })
    }
  }
  for (const { name, required } of COLUMNS[kind])
    if (required && row[name] === undefined)
      problems.push({ code: 'missing_value', line, column: name, message: `${name} is empty` })
  return problems.length > 0 ? { problems } : { row }
}

const COLUMN_OF_AT: Partial<Record<ImportKind, string>> = {
  accounts: 'opened_at',
  obligations: 'billed_at',
  payments: 'paid_at',
}

function placed({ path, ...problem }: Problem, line: number, kind: ImportKind): Problem {
  const field = path?.split(/[.[]/)[0]
  if (!field) return { ...problem, line }
  const column = (field === 'at' ? COLUMN_OF_AT[kind] : COLUMN_OF_FIELD[field]) ?? field
  return { ...problem, line, column }
}

function bad(line: number, problem: Problem): Validated {
  return { facts: [], problems: [{ ...problem, line }], warnings: [] }
}
