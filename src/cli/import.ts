import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { addDays, isDay, isoOf } from '../core/base/time.ts'
import type { Instant } from '../core/base/time.ts'
import { dayOfFile } from '../core/model/feed-file.ts'
import { atDoor } from '../shell/access/at-door.ts'
import type { ImportKind } from '../shell/feed/column.ts'
import { COLUMNS, IMPORTS } from '../shell/feed/column.ts'
import { importFile } from '../shell/feed/import-file.ts'
import type { Imported } from '../shell/feed/import-file.ts'
import { importProgress } from '../shell/feed/progress.ts'
import type { Missing } from '../shell/pg/feed/missing.ts'
import { rejectFile } from '../shell/feed/reject-file.ts'
import { prepareWith } from '../shell/feed/prepare.ts'
import type { Unasked } from '../flow/record.ts'
import { openVault } from '../shell/pg/base/vault.ts'
import { limitAlone } from './agreed-by-two.ts'
import { DIALECT_ARGS, type DialectArgs, dialectFrom } from './dialect-args.ts'
import { dispositionsCommand } from './dispositions.ts'
import { printJson } from './print-json.ts'
import { receiptsCommand } from './receipts.ts'
import { numberFrom, wholeNumber } from './number.ts'
import { vaultKeys } from './vault-keys.ts'
import { teller } from './whoami.ts'
import { withDatabase } from './with-database.ts'

/** A word that is said in a contact may ask something of people. */
const HISTORY: ReadonlySet<ImportKind> = new Set(['contacts', 'facts'])
const history = {
  type: 'boolean',
  default: false,
  description: 'told as history: opens no task, and lists those that it would have opened',
} as const

function importOf(kind: ImportKind) {
  return defineCommand({
    meta: { name: kind, description: aboutOf(kind) },
    args: {
      file: { type: 'positional', required: true, description: 'CSV with a header, or NDJSON; - = stdin' },
      format: {
        type: 'enum',
        options: ['auto', 'csv', 'ndjson'],
        default: 'auto',
        description: 'auto: NDJSON where the first character is a brace',
      },
      ...(kind !== 'facts' && DIALECT_ARGS),
      'as-of': { type: 'string', description: 'day or instant of the file; default now' },
      rejects: { type: 'string', description: 'where bad lines go; default FILE.rejects.ndjson' },
      'max-share': {
        type: 'string',
        default: '0.2',
        description: 'of the book that one file may cure or open',
      },
      'expect-rows': { type: 'string', description: 'how many lines there must be' },
      force: { type: 'boolean', default: false, description: 'take a file that would be refused' },
      ...(HISTORY.has(kind) && { history }),
      complete: {
        type: 'boolean',
        default: false,
        description: 'the file is whole: the figures of the creditors that it names are as of it',
      },
      json: { type: 'boolean', default: false, description: 'the summary as JSON' },
    },
    run: ({ args }) => run(kind, args),
  })
}

export const importCommand = defineCommand({
  meta: {
    name: 'import',
    description: 'Take accounts, obligations, payments and more from a file; a second run changes nothing',
  },
  subCommands: {
    ...Object.fromEntries(IMPORTS.map((kind) => [kind, importOf(kind)])),
    receipts: receiptsCommand,
    dispositions: dispositionsCommand,
  },
})

interface Args extends DialectArgs {
  file: string
  format: 'auto' | 'csv' | 'ndjson'
  'as-of'?: string | undefined
  rejects?: string | undefined
  'max-share': string
  'expect-rows'?: string | undefined
  force: boolean
  history?: boolean | undefined
  complete: boolean
  json: boolean
}

async function run(kind: ImportKind, args: Args): Promise<void> {
  const stdin = args.file === '-'
  const file = stdin ? 'stdin' : basename(args.file)
  const size = stdin ? null : await sizeOf(args.file)
  const asOf = args['as-of'] === undefined ? null : instantOf(args['as-of'])
  const maxShare = numberFrom('--max-share', args['max-share'], 0)
  const expectRows =
    args['expect-rows'] === undefined ? null : wholeNumber('--expect-rows', args['expect-rows'], [0])
  const keys = vaultKeys()
  const vault = openVault(keys)
  const prepare = prepareWith(vault)
  const rejects = rejectFile(args.rejects ?? (stdin ? 'stdin.rejects.ndjson' : `${args.file}.rejects.ndjson`))
  const progress = importProgress(process.stderr, size)
  try {
    const imported = await withDatabase((db) =>
      importFile(
        { db, prepare, vault, keys, atDoor: atDoor({ db, alone: limitAlone() }, teller()) },
        {
          kind,
          file,
          format: args.format,
          dialect: dialectFrom(args),
          asOf,
          maxShare,
          expectRows,
          force: args.force,
          history: args.history ?? false,
          complete: args.complete,
          input: stdin ? process.stdin : createReadStream(args.file),
          reject: (problems) => rejects.write(problems),
          onProgress: (done) => progress.show(done),
        },
      ),
    )
    progress.end()
    report(imported, { json: args.json, rejects: rejects.path })
  } finally {
    progress.end()
    await rejects.close()
  }
}

/** Warnings that a terminal is shown. */
const SHOWN = 20

function report(imported: Imported, { json, rejects }: { json: boolean; rejects: string }): void {
  const { rows, taken, same, rejected, warnings, warningCount, unasked, missing, completed } = imported
  const bad = rejected > 0 ? { rejects } : {}
  if (rejected > 0) process.exitCode = 1
  if (json) return printJson({ ...imported, asOf: isoOf(imported.asOf), ...bad })
  console.log(`${rows} lines: ${taken} new facts, ${same} known already, ${rejected} lines rejected`)
  for (const line of missing.map((one) => missingLine(one, imported.asOf))) console.log(line)
  if (completed.length > 0)
    console.log(`complete: the figures of ${completed.join(', ')} are as of this file`)
  for (const { line, column, code, message } of warnings.slice(0, SHOWN))
    console.log(`line ${line ?? '?'}${column ? `, ${column}` : ''}: ${code}: ${message}`)
  if (warningCount > SHOWN) console.log(`${warningCount - SHOWN} more warnings: --json lists 1,000`)
  for (const line of unaskedLines(unasked ?? [])) console.log(line)
  if (rejected > 0) console.log(`bad lines are in ${rejects}`)
}

/** One line per kind, with whom it is about as the ledger calls them. */
function unaskedLines(unasked: readonly Unasked[]): string[] {
  const about = new Map<string, string[]>()
  for (const { kind, debtor, account } of unasked)
    about.set(kind, [...(about.get(kind) ?? []), account ?? debtor])
  return [...about].map(([kind, names]) => `no task was opened: ${kind} of ${names.join(', ')}`)
}

function missingLine({ accounts, lastFile, creditor }: Missing, asOf: Instant): string {
  const many = accounts === 1 ? '1 account' : `${accounts} accounts`
  const yesterday = addDays(lastFile, 1) === dayOfFile(asOf)
  const which = yesterday ? "yesterday's file" : `the file of ${lastFile}`
  return `${many} of ${which} ${accounts === 1 ? 'is' : 'are'} not in this one (${creditor})`
}

function aboutOf(kind: ImportKind): string {
  if (kind === 'facts') return 'Any facts, one JSON object per line, as POST /v1/facts takes them'
  const columns = COLUMNS[kind].map(({ name, required, about }) => `${name}${required ? '*' : ''} (${about})`)
  return `Columns (* = required): ${columns.join('; ')}`
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    throw usage('no_file', `${path} cannot be read`, 'a path, or - for standard input')
  }
}

function instantOf(text: string): Instant {
  const at = Date.parse(isDay(text) ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at)) throw usage('bad_as_of', `--as-of ${text}`, 'YYYY-MM-DD or an instant')
  return at
}

function usage(code: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code, message, suggestion }])
}
