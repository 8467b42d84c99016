import { z } from 'zod'
import type { Instant } from '../../../../core/base/time.ts'
import type { SqlTransaction } from '../../base/database.ts'

/** What a list is asked for, by the names of its filters, each as its schema reads it. */
export type Given = Readonly<Record<string, unknown>>

/** One question that a list answers. The API, the command line and the page of the API are made of it. */
export interface Filter {
  schema: z.ZodType<unknown, string>
  /** The condition on the rows; `value` is the parameter's place in the statement. */
  sql: (value: string, given?: unknown) => string
  /** What is given to the database, which may be asked for it; absent = the value as it was read. */
  param?: (value: never, around: { now: Instant; given: Given; tx: SqlTransaction }) => unknown
  /** The condition lets too much pass: of the rows that came, these stay. */
  keep?: (line: never, value: never) => boolean
  /** Why it says nothing beside what else is asked; null = it does. */
  wrong?: (value: never, given: Given) => string | null
  /** The only words that it takes. */
  words?: readonly string[]
  /** A command that names it and says nothing more means yes. */
  isYes?: true
  help: string
  example: string
}

export type Filters = Readonly<Record<string, Filter>>

/** A name as the ledger has it, or a word of the files; compared as it is written. */
export const named = (most = 200) => z.string().min(1).max(most)

/** Any of some words of a closed list, joined by commas. */
export function anyOf(words: readonly string[]): z.ZodType<string[], string> {
  return z.string().transform((text, context) => {
    const given = text.split(',').map((word) => word.trim())
    if (given.every((word) => words.includes(word))) return given
    context.addIssue({ code: 'custom', message: `one of ${words.join(', ')}`, params: { words } })
    return z.NEVER
  })
}

/** Any of some names, joined by commas. */
export const someNames: z.ZodType<string[], string> = z
  .string()
  .min(1)
  .max(2_000)
  .transform((text) => text.split(',').map((name) => name.trim()))

export const yesOrNo = z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'] })

export const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'a whole number')
  .transform(Number)

/** An instant as it is told: in UTC. */
export const told = z.string().meta({ examples: ['2026-03-10T15:00:00Z'] })
