import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { hearDialer } from '../flow/dialer-word.ts'
import { disposeTask, type OutcomeDeps } from '../flow/task-outcome.ts'
import { recordFacts } from '../flow/record.ts'
import { signing } from '../shell/access/at-door.ts'
import { knownReplies } from '../shell/config/known-replies.ts'
import { DISPOSITION_COLUMNS, takeDispositionFile } from '../shell/dialer/disposition-file.ts'
import { prepareWith } from '../shell/feed/prepare.ts'
import { rejectFile } from '../shell/feed/reject-file.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { openVault, type Vault } from '../shell/pg/base/vault.ts'
import { configPort } from '../shell/pg/config/config.ts'
import { isDialerKnown } from '../shell/pg/dialer/list.ts'
import { dialerWordStore } from '../shell/pg/dialer/word.ts'
import { loadDossiers } from '../shell/pg/dossier/dossier.ts'
import { recordStore } from '../shell/pg/record/record.ts'
import { taskStore } from '../shell/pg/task/task.ts'
import { printJson } from './print-json.ts'
import { vaultKeys } from './vault-keys.ts'
import { DIALECT_ARGS, dialectFrom } from './dialect-args.ts'
import { teller } from './whoami.ts'
import { withDatabase } from './with-database.ts'

const columns = DISPOSITION_COLUMNS.map(
  ({ name, required, about }) => `${name}${required ? '*' : ''} (${about})`,
)

/** A dialer that posts nothing sends a list of what came of its calls. */
export const dispositionsCommand = defineCommand({
  meta: { name: 'dispositions', description: `Columns (* = required): ${columns.join('; ')}` },
  args: {
    file: { type: 'positional', required: true, description: 'CSV with a header; - = stdin' },
    dialer: { type: 'string', required: true, description: 'who was handed the calls' },
    ...DIALECT_ARGS,
    rejects: { type: 'string', description: 'where bad lines go; default FILE.rejects.ndjson' },
    json: { type: 'boolean', default: false, description: 'the summary as JSON' },
  },
  run: async ({ args }) => {
    const stdin = args.file === '-'
    const vault = openVault(vaultKeys())
    const rejects = rejectFile(args.rejects ?? `${stdin ? 'stdin' : args.file}.rejects.ndjson`)
    try {
      const taken = await withDatabase(async (db) => {
        if (!(await isDialerKnown(db, args.dialer))) throw unknownDialer(args.dialer)
        const deps = wordsOver(db, vault)
        return takeDispositionFile((said) => hearDialer(deps, args.dialer, said), {
          dialect: dialectFrom(args),
          input: stdin ? process.stdin : createReadStream(args.file),
          file: stdin ? 'stdin' : basename(args.file),
          reject: (problems) => rejects.write(problems),
        })
      })
      const { rows, rejected, same, marked } = taken
      if (rejected > 0) process.exitCode = 1
      if (args.json) return printJson(rejected > 0 ? { ...taken, rejects: rejects.path } : taken)
      console.log(`${rows} lines: ${taken.taken} new, ${same} known already, ${rejected} lines rejected`)
      if (marked > 0) console.log(`${marked} calls were not made as they were to be: docs/dialer.md, "Marks"`)
      if (rejected > 0) console.log(`bad lines are in ${rejects.path}`)
    } finally {
      await rejects.close()
    }
  },
})

function wordsOver(db: Database, vault: Vault): Parameters<typeof hearDialer>[0] {
  const recording = {
    store: recordStore(db),
    prepare: prepareWith(vault),
    replies: knownReplies(configPort(db)),
  }
  const record: OutcomeDeps['record'] = signing(teller(), (rows) => recordFacts(recording, rows))
  const tasks = { store: taskStore(db, { vault, loadDossiers }), record }
  return { store: dialerWordStore(db), record, dispose: (outcome) => disposeTask(tasks, outcome) }
}

function unknownDialer(name: string): ProblemError {
  return new ProblemError([
    {
      code: 'unknown_dialer',
      message: `no list was ever made for a dialer ${name}`,
      suggestion: 'the name of its file under schedules/dialers/',
    },
  ])
}
