import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { makeRecords } from '../shell/credit/make.ts'
import { CREDIT_FORMATS, type CreditFormat, writeRecords } from '../shell/credit/write.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { type CreditRun, runs } from '../shell/pg/credit/run.ts'
import { oneOf } from './compliance/words.ts'
import { newFile } from './new-file.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { progressBar } from './progress-bar.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

const bureau = { type: 'string', default: 'bureau', description: 'each bureau is told by itself' } as const
const out = {
  type: 'string',
  description: 'a new file, readable by you alone; default: standard output',
} as const
const format = { type: 'string', default: 'ndjson', description: CREDIT_FORMATS.join(', ') } as const
const json = { type: 'boolean', default: false, description: 'print JSON' } as const

const make = defineCommand({
  meta: {
    name: 'make',
    description: `What a bureau is to be told now of a creditor's accounts: what is past due, what changed since it was told, and corrections of earlier days where facts that came since say otherwise. The law is asked about each account first (action credit_report): what may not be told yet is withheld, with the rules. It is kept, so that it can be written again; nothing is sent.

Examples:
  arrears credit make --creditor demo-finance --out july.ndjson
  arrears credit make --creditor demo-finance --bureau north --format csv --out july.csv`,
  },
  args: {
    creditor: { type: 'string', required: true, description: 'as the ledger calls it' },
    bureau,
    format,
    out,
    by: { type: 'string', description: 'who does it; default: the user of this shell' },
    json: { type: 'boolean', default: false, description: 'with --out, the run as JSON' },
  },
  async run({ args }) {
    const as = formatOf(args.format)
    let bar = progressBar('persons', 0)
    const onTotal = (persons: number): void => void (bar = progressBar('persons', persons))
    const onPersons = (persons: number): void => bar.add(persons)
    const asked = { creditor: args.creditor, bureau: args.bureau, by: whoami(args.by) }
    const run = await withDatabase(async (db) => {
      const made = await makeRecords(db, { ...asked, onTotal, onPersons })
      bar.end()
      await writeTo(args.out, (to) =>
        writeRecords(db, { run: made.id, format: as, withheld: false, out: to }),
      )
      return made
    })
    if (args.json && args.out !== undefined) return printJson(told(run))
    console.error(`run ${run.id}: ${run.lines} told, ${run.withheld} withheld`)
    if (run.withheld > 0) console.error(`why: arrears credit write ${run.id} --withheld`)
  },
})

const write = defineCommand({
  meta: { name: 'write', description: 'The records of a run once more, or what was withheld in it and why' },
  args: {
    run: { type: 'positional', required: true, description: 'its number' },
    withheld: { type: 'boolean', default: false, description: 'what was not told, and why' },
    format,
    out,
    json: { type: 'boolean', default: false, description: 'it is JSON already, a line each' },
  },
  async run({ args }) {
    const as = formatOf(args.format)
    const id = wholeNumber('RUN', args.run, [1, Number.MAX_SAFE_INTEGER])
    await withDatabase(async (db) => {
      await completedRun(db, id)
      const { withheld } = args
      await writeTo(args.out, (to) => writeRecords(db, { run: id, format: as, withheld, out: to }))
    })
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'The latest runs, and whether they were completed' },
  args: {
    creditor: { type: 'string', description: 'only of this creditor' },
    bureau: { type: 'string', description: 'only for this bureau' },
    json,
  },
  async run({ args }) {
    const found = (await withDatabase((db) => runs(db, args))).map(told)
    if (args.json) return printJson({ runs: found })
    if (found.length === 0) return console.log('nothing is found')
    for (const { id, creditor, bureau, startedAt, completedAt, lines, withheld } of found) {
      const state = completedAt === null ? 'not completed' : `${lines} told, ${withheld} withheld`
      console.log(`${String(id).padEnd(8)}${startedAt}  ${creditor} to ${bureau}: ${state}`)
    }
  },
})

export const creditCommand = defineCommand({
  meta: { name: 'credit', description: 'What a credit bureau is told of accounts: make, write, list' },
  subCommands: { make, write, list },
})

/** A run whose file cannot be written is kept: `credit write` writes it elsewhere. */
async function writeTo(path: string | undefined, write: (to: Writable) => Promise<void>): Promise<void> {
  if (path === undefined) return write(process.stdout)
  const file = await newFile(path)
  await write(file)
  file.end()
  await once(file, 'close')
}

/** A run that was not completed tells nobody anything. */
async function completedRun(db: Database, id: number): Promise<void> {
  const [run] = await runs(db, { id })
  if (run && run.completedAt !== null) return
  const message = run ? `run ${id} was not completed: it tells nobody anything` : `there is no run ${id}`
  throw new ProblemError([{ code: 'unknown_run', message, suggestion: 'arrears credit list shows them' }])
}

function told({ startedAt, completedAt, ...run }: CreditRun) {
  return {
    ...run,
    startedAt: isoOf(startedAt),
    completedAt: completedAt === null ? null : isoOf(completedAt),
  }
}

function formatOf(word: string): CreditFormat {
  return oneOf('--format', CREDIT_FORMATS, word) ?? 'ndjson'
}
