import { type ArgsDef, type CommandDef, defineCommand } from 'citty'
import Table from 'cli-table3'
import type { z } from 'zod'
import { suggestionFor } from '../core/base/meant.ts'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { csvOf } from '../shell/pg/read/list/csv.ts'
import { BadCursor, type List, type Page, TooBroad } from '../shell/pg/read/list/page.ts'
import { type Filter, yesOrNo } from '../shell/pg/read/list/filter.ts'
import { type Query, queryOf } from '../shell/pg/read/list/query.ts'
import { printJson } from './print-json.ts'
import { withDatabase } from './with-database.ts'

const MOST = { usual: 100, most: 100_000 }
/** Rows that are asked of the database at once. */
const AT_ONCE = 500

/** Every filter of a list as an option of its command, and what else a list takes. */
export function listArgs(list: Pick<List<object>, 'filters'>): ArgsDef {
  const filters = Object.entries(list.filters).map(
    ([name, { help, example, words, schema, isYes = false }]) => [
      optionOf(name),
      isYes
        ? { type: 'boolean', description: help }
        : {
            type: 'string',
            valueHint: example,
            description: described({ help, words, schema }),
            ...(schema === yesOrNo && { alone: 'true' }),
          },
    ],
  )
  return {
    ...(Object.fromEntries(filters) as ArgsDef),
    limit: { type: 'string', default: String(MOST.usual), description: 'rows, at most' },
    cursor: { type: 'string', description: 'go on after that place, which the page before names' },
    csv: { type: 'boolean', default: false, description: 'print a table for a spreadsheet' },
    json: { type: 'boolean', default: false, description: 'print JSON' },
  }
}

function described({
  help,
  words,
  schema,
}: Pick<Filter, 'help' | 'schema'> & { words: Filter['words'] | undefined }): string {
  if (schema === yesOrNo) return `${help}; alone: true`
  return words ? `${help}: ${words.join(', ')}` : help
}

interface Listing<One> {
  /** The command and the key of its JSON are called so. */
  name: string
  description: string
  /** The columns that a terminal shows. */
  shown: readonly (keyof One & string)[]
}

/** A command that lists, and does nothing else. */
export function listCommand<One extends object>(list: List<One>, listing: Listing<One>): CommandDef<ArgsDef> {
  const { name, description, shown } = listing
  return defineCommand({
    meta: { name, description },
    args: listArgs(list),
    run: ({ args }) => printList({ list, key: name, shown }, args),
  })
}

type Line = Record<string, unknown>

/** The rows are printed; `shown` = the columns that a terminal shows. */
export async function printList<One extends object>(
  {
    list,
    key,
    shown,
    words,
  }: {
    list: List<One>
    key: string
    shown: readonly (keyof One & string)[]
    /** What a terminal shows of a line in other words. */
    words?: (line: One) => Partial<Record<keyof One & string, string>>
  },
  args: Record<string, unknown>,
  /** Why nothing is found, perhaps. */
  whyNone?: (db: Database) => Promise<void>,
): Promise<void> {
  const query = queryIn(list, args)
  const { lines, next } = await withDatabase(async (db) => {
    const page = await readAll(db, list, query)
    if (page.lines.length === 0) await whyNone?.(db)
    return page
  })
  if (args['csv'] === true) process.stdout.write(csvOf(list, lines))
  else if (args['json'] === true) printJson({ [key]: lines, next })
  else printTable(lines.map((line) => ({ ...line, ...words?.(line) })) as unknown as Line[], shown)
  if (next !== null && args['json'] !== true) console.error(`there is more: --cursor ${next}`)
}

async function readAll<One>(db: Database, list: List<One>, query: Query): Promise<Page<One>> {
  const lines: One[] = []
  let cursor = query.cursor
  try {
    for (;;) {
      const limit = Math.min(AT_ONCE, query.limit - lines.length)
      const page = await list.read(db, { given: query.given, limit, cursor })
      lines.push(...page.lines)
      if (page.next === null || lines.length >= query.limit) return { lines, next: page.next }
      cursor = page.next
    }
  } catch (error) {
    if (error instanceof BadCursor) {
      const message = 'not the cursor of a page of this list with these filters'
      throw problem({
        code: 'bad_value',
        path: '--cursor',
        message,
        suggestion: 'ask as before, or leave it out to begin anew',
      })
    }
    if (!(error instanceof TooBroad)) throw error
    const message = 'it took too long to look through so much'
    throw problem({
      code: 'too_broad',
      message,
      suggestion: 'name an account, a debtor, a creditor or a time too',
    })
  }
}

function queryIn(list: List<object>, args: Record<string, unknown>): Query {
  const given = ['limit', 'cursor', ...Object.keys(list.filters)].flatMap((name) => {
    const value = args[optionOf(name)]
    return value === undefined ? [] : [[name, String(value as string | boolean)] as const]
  })
  const asked = Object.fromEntries(given)
  const read = queryOf(list, MOST, {}).safeParse(asked)
  if (read.success) return read.data
  throw new ProblemError(read.error.issues.map((issue) => problemOf(issue, asked)))
}

function problemOf(issue: z.core.$ZodIssue, asked: Readonly<Record<string, string>>): Problem {
  const name = String(issue.path[0])
  const suggestion = suggestionFor(issue, asked[name])
  return {
    code: 'bad_value',
    path: `--${optionOf(name)}`,
    message: issue.message,
    ...(suggestion !== null && { suggestion }),
  }
}

function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function printTable(lines: readonly Line[], shown: readonly string[]): void {
  if (lines.length === 0) return console.log('nothing is found')
  const table = new Table({ chars: NO_LINES, style: PLAIN })
  table.push([...shown], ...lines.map((line) => shown.map((name) => cellOf(line[name]))))
  for (const line of table.toString().split('\n')) console.log(line.trimEnd())
}

const PLAIN = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
const SIDES = ['top', 'bottom', 'left', 'right', 'mid'] as const
const NO_LINES = {
  ...Object.fromEntries(
    SIDES.flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, ''])),
  ),
  middle: '  ',
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(' ')
  return value === null || value === undefined ? '' : String(value as string | number)
}

function problem(one: Problem): ProblemError {
  return new ProblemError([one])
}
