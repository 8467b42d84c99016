import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isDay } from '../core/base/time.ts'
import { MESSAGE_CHANNELS } from '../core/channel/channel.ts'
import { recordFacts } from '../flow/record.ts'
import { knownReplies } from '../shell/config/known-replies.ts'
import { prepareWith } from '../shell/feed/prepare.ts'
import { RECEIPT_COLUMNS, takeReceiptFile } from '../shell/feed/receipt-file.ts'
import { rejectFile } from '../shell/feed/reject-file.ts'
import { takeCallbacks } from '../shell/http/take-callbacks.ts'
import { openVault } from '../shell/pg/base/vault.ts'
import { configPort } from '../shell/pg/config/config.ts'
import { recordStore } from '../shell/pg/record/record.ts'
import { readClocks } from '../shell/pg/watch/health.ts'
import { printJson } from './print-json.ts'
import { DIALECT_ARGS, dialectFrom } from './dialect-args.ts'
import { vaultKeys } from './vault-keys.ts'
import { withDatabase } from './with-database.ts'

const columns = RECEIPT_COLUMNS.map(({ name, required, about }) => `${name}${required ? '*' : ''} (${about})`)

/** A print house that posts no callbacks sends a list of what came back. */
export const receiptsCommand = defineCommand({
  meta: { name: 'receipts', description: `Columns (* = required): ${columns.join('; ')}` },
  args: {
    file: { type: 'positional', required: true, description: 'CSV with a header; - = stdin' },
    channel: {
      type: 'enum',
      options: [...MESSAGE_CHANNELS],
      required: true,
      description: 'of what it tells about',
    },
    'as-of': { type: 'string', description: 'day or instant of lines that say none; default now' },
    ...DIALECT_ARGS,
    rejects: { type: 'string', description: 'where bad lines go; default FILE.rejects.ndjson' },
    json: { type: 'boolean', default: false, description: 'the summary as JSON' },
  },
  run: async ({ args }) => {
    const stdin = args.file === '-'
    const vault = openVault(vaultKeys())
    const rejects = rejectFile(args.rejects ?? `${stdin ? 'stdin' : args.file}.rejects.ndjson`)
    const asOf = instantOf(args['as-of'])
    try {
      const taken = await withDatabase(async (db) => {
        const recording = {
          store: recordStore(db),
          prepare: prepareWith(vault),
          replies: knownReplies(configPort(db)),
        }
        const take = takeCallbacks({ db, vault, record: (rows) => recordFacts(recording, rows) })
        return takeReceiptFile(take, {
          channel: args.channel,
          dialect: dialectFrom(args),
          input: stdin ? process.stdin : createReadStream(args.file),
          file: stdin ? 'stdin' : basename(args.file),
          asOf: asOf ?? (await readClocks(db)).business,
          reject: (problems) => rejects.write(problems),
        })
      })
      const { rows, rejected, same } = taken
      if (rejected > 0) process.exitCode = 1
      if (args.json) return printJson(rejected > 0 ? { ...taken, rejects: rejects.path } : taken)
      console.log(`${rows} lines: ${taken.taken} new, ${same} known already, ${rejected} lines rejected`)
      if (rejected > 0) console.log(`bad lines are in ${rejects.path}`)
    } finally {
      await rejects.close()
    }
  },
})

/** Null = now, by the clock of the business. */
function instantOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const at = Date.parse(isDay(text) ? `${text}T00:00:00Z` : text)
  if (!Number.isNaN(at)) return at
  throw new ProblemError([
    { code: 'bad_as_of', message: `--as-of ${text}`, suggestion: 'YYYY-MM-DD or an instant' },
  ])
}
