import { z } from 'zod'
import type { Problem } from '../base/problem.ts'
import { readInstant } from '../base/time.ts'
import { FACT, isFactType } from './fact.ts'
import type { FactKind, FactSchema } from './kind/kind.ts'
import { nearest } from '../base/nearest.ts'
import { FACT_TYPES } from './parse.ts'
import { asName, formsOf } from './text.ts'

/** A row that no fact was made of, as far as it can be read: whom it names, and what a good row must name to answer it. It holds no value of the row but names of the ledger. */
export interface RefusedRow {
  refused: true
  /** All that the names may have been meant as. */
  accounts: string[]
  debtors: string[]
  /** A kind of fact, or UNREADABLE. */
  type: string
  /** The subject that `subjectIn` makes of it. */
  subject: string
  codes: string[]
  source: string
  file: string | null
  line: number | null
  /** How many rows it counts for: those that name nobody may come as one, and a line that says several things is one row. */
  rows: number
  /** What its task is called by; null = its kind of fact. */
  kind: string | null
  /** False where the sender may not write about the account, or only tries: then it is only counted. */
  holds: boolean
}

/** Who sent a row, and where it stands. */
export interface RowPlace {
  source: string
  file?: string | undefined
  line?: number | undefined
  holds?: boolean | undefined
  rows?: number | undefined
  kind?: string | undefined
}

export const UNREADABLE = 'unreadable'

const NUMBERS = new Set(['point', 'value'])
/** The subject of a row that does not say what it is about: only a human can answer it. */
export const NO_SUBJECT = '-'
const SHOWN = /^\w[\w.-]{0,39}$/

/** What the row is about, the same for a refused row and for a good one that says it rightly. `digest` hides a number or address, and shortens what is too long to show. */
export function subjectIn(
  type: string,
  given: Record<string, unknown>,
  digest: (text: string, isPoint: boolean) => string,
): string {
  if (!isFactType(type)) return NO_SUBJECT
  const { names, schema }: FactKind = FACT[type]
  const parts = names.map((field) => {
    const value = given[field]
    if (value === undefined || value === null) return mayLack(schema, field) ? '' : null
    if (typeof value === 'number') return String(value)
    if (typeof value !== 'string' || asName(value) === '') return null
    if (field === 'at') return String(readInstant(value) ?? value)
    return NUMBERS.has(field) ? digest(value, true) : asName(value)
  })
  if (!parts.every((part) => part !== null)) return NO_SUBJECT
  const [only = ''] = parts
  if (parts.length < 2) return only === '' || SHOWN.test(only) ? only : digest(only, false)
  return digest(JSON.stringify(parts), false)
}

/** What can be read of a row that was refused: its kind even where it is misspelt, its names even where something unseen is in them. */
export function refusedRow(
  given: unknown,
  problems: readonly Problem[],
  { source, file, line, holds, rows, kind }: RowPlace,
  digest: (text: string, isPoint: boolean) => string,
): RefusedRow {
  const row = given !== null && typeof given === 'object' ? (given as Record<string, unknown>) : {}
  const type = typeof row['type'] === 'string' ? typeMeant(row['type']) : UNREADABLE
  return {
    refused: true,
    accounts: namesIn([row['account'], row['accounts']]),
    debtors: namesIn(row['debtor']),
    type,
    subject: subjectIn(type, row, digest),
    codes: [...new Set(problems.map(({ code }) => code))].sort(),
    source,
    file: file ?? null,
    line: line ?? null,
    rows: rows ?? 1,
    kind: kind ?? null,
    holds: holds ?? true,
  }
}

/** The names in a text that is no whole object: every value that stands behind the key. */
export function namedInText(text: string): { account: string[]; debtor: string[] } {
  return { account: valuesOf(text, 'account'), debtor: valuesOf(text, 'debtor') }
}

const READ_AT_MOST = 64 * 1024

function valuesOf(text: string, key: string): string[] {
  const pattern = new RegExp(`"${key}"\\s*:\\s*("(?:[^"\\\\]|\\\\.){1,400}")`, 'g')
  return [...text.slice(0, READ_AT_MOST).matchAll(pattern)].flatMap(([, value = '']) => {
    try {
      return [JSON.parse(value) as string]
    } catch {
      return []
    }
  })
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(namesIn))]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return [String(value)]
  return typeof value === 'string' ? formsOf(value.slice(0, 400)) : []
}

function typeMeant(type: string): string {
  return isFactType(type) ? type : (nearest(type, FACT_TYPES) ?? UNREADABLE)
}

function mayLack({ shape }: FactSchema, field: string): boolean {
  return shape[field] instanceof z.ZodOptional
}
