import { createReadStream } from 'node:fs'
import { access, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import type { Problem } from '../core/base/problem.ts'
import { isDay } from '../core/base/time.ts'
import { loadSchedules } from '../shell/config/load.ts'
import { coreEngine } from '../shell/replay/core-engine.ts'
import type { ParkedLine, ReplayConfig, ReplayEngine } from '../shell/replay/engine.ts'
import { readFactFile } from '../shell/replay/fact-file.ts'
import { fullEngine } from '../shell/replay/full/engine.ts'
import { caseFile, contactFile, type RefusalLine, refusedByRule } from '../shell/replay/line.ts'
import { dayCounter } from '../shell/replay/progress.ts'
import { endOf, replay, startOf } from '../shell/replay/replay.ts'
import { taskFile } from '../shell/replay/task-line.ts'
import type { ReplaySpan } from '../shell/replay/replay.ts'
import { printJson } from './print-json.ts'

export const replayCommand = defineCommand({
  meta: {
    name: 'replay',
    description:
      'Play the history of a ledger under a strategy, and write every contact it would have made. Exit 0 all was played, 1 rows were refused or somebody was put aside, 2 not done',
  },
  args: {
    facts: { type: 'string', required: true, description: 'NDJSON, one fact per line', valueHint: 'FILE' },
    schedules: { type: 'string', default: 'schedules', description: 'the folder to play', valueHint: 'DIR' },
    from: { type: 'string', required: true, description: 'first UTC day', valueHint: 'YYYY-MM-DD' },
    to: { type: 'string', required: true, description: 'last UTC day', valueHint: 'YYYY-MM-DD' },
    out: { type: 'string', required: true, description: 'contacts, NDJSON', valueHint: 'FILE' },
    cases: { type: 'string', description: 'open intervals of the cases, NDJSON', valueHint: 'FILE' },
    tasks: { type: 'string', description: 'tasks opened for people, NDJSON', valueHint: 'FILE' },
    engine: {
      type: 'enum',
      options: ['core', 'full'],
      default: 'core',
      description: 'core: in memory; full: Postgres, BullMQ, all workers, simulated providers',
    },
    json: { type: 'boolean', default: false, description: 'the summary as JSON' },
  },
  async run({ args }) {
    const span = spanOf(args.from, args.to)
    await readable(args.facts)
    const config = configOf(args.schedules)
    const file = basename(args.facts)
    const read = await readFactFile(createReadStream(args.facts), { file, before: endOf(span) })
    const engine = await start(args.engine, config, span)
    try {
      const { result, problems, warnings } = await replay(engine, read.rows, span)
      await writeFile(args.out, contactFile(result.contacts))
      if (args.cases) await writeFile(args.cases, caseFile(result.cases))
      if (args.tasks) await writeFile(args.tasks, taskFile(result.tasks))
      const bad = [...read.problems, ...problems.map((problem) => ({ file, ...problem }))]
      const doubtful = [...read.warnings, ...warnings.map((warning) => ({ file, ...warning }))]
      report({ ...result, facts: read.facts.length, bad, warnings: doubtful }, args.json)
      if (bad.length + result.parked.length > 0) process.exitCode = 1
    } finally {
      await engine.close()
    }
  },
})

function start(name: string, config: ReplayConfig, span: ReplaySpan): Promise<ReplayEngine> {
  const options = { from: startOf(span), onInstant: dayCounter(process.stderr, span) }
  return name === 'full' ? fullEngine(config, options) : coreEngine(config, options)
}

function spanOf(from: string, to: string): ReplaySpan {
  const problems: Problem[] = []
  for (const [column, day] of Object.entries({ from, to })) {
    if (!isDay(day)) {
      problems.push({
        code: 'bad_day',
        column,
        message: `--${column} is not a day`,
        suggestion: 'YYYY-MM-DD',
      })
    }
  }
  if (problems.length === 0 && from > to) {
    problems.push({ code: 'bad_day', column: 'to', message: '--to lies before --from' })
  }
  if (problems.length > 0) throw new ProblemError(problems)
  return { from, to }
}

async function readable(file: string): Promise<void> {
  try {
    await access(file)
  } catch {
    throw new ProblemError([{ code: 'no_file', file, message: 'this file cannot be read' }])
  }
}

function configOf(directory: string): ReplayConfig {
  const { schedules, hash, problems } = loadSchedules(directory)
  if (!schedules || !hash) throw new ProblemError(problems)
  return { schedules, hash }
}

interface Summary {
  facts: number
  contacts: readonly unknown[]
  cases: readonly unknown[]
  refusals: readonly RefusalLine[]
  unplaced: readonly string[]
  parked: readonly ParkedLine[]
  lawless: readonly string[]
  bad: readonly Problem[]
  warnings: readonly Problem[]
}

function lineOf({ file, line, code, path, message }: Problem): string {
  return `${file}:${line} ${code}: ${path === undefined ? '' : `${path} `}${message}`
}

function report(summary: Summary, json: boolean): void {
  const counts = {
    facts: summary.facts,
    contacts: summary.contacts.length,
    cases: summary.cases.length,
    refusals: summary.refusals.length,
    putAside: summary.parked.length,
  }
  if (json) {
    return printJson({
      ...counts,
      refusedBy: Object.fromEntries(refusedByRule(summary.refusals)),
      unplaced: summary.unplaced,
      lawless: summary.lawless,
      parked: summary.parked,
      problems: summary.bad,
      warnings: summary.warnings,
    })
  }
  for (const each of summary.bad) console.error(lineOf(each))
  for (const each of summary.warnings) console.error(`warning: ${lineOf(each)}`)
  for (const account of summary.unplaced) {
    console.error(`no_strategy: account ${account} is overdue and no strategy applies to it`)
  }
  for (const { loop, kind, id, about, code, attempts } of summary.parked) {
    const whom = about === null ? '' : ` (${about})`
    console.error(`put_aside: ${loop} put ${kind} ${id}${whom} aside ${attempts} times: ${code}`)
  }
  for (const reason of summary.lawless) console.error(`no_law_on_file: ${reason}`)
  const aside = counts.putAside > 0 ? `, ${counts.putAside} put aside` : ''
  console.log(
    `${counts.facts} facts, ${counts.cases} case intervals, ${counts.contacts} contacts, ${counts.refusals} refusals${aside}`,
  )
  for (const [rule, count] of refusedByRule(summary.refusals)) console.log(`  refused by ${rule}: ${count}`)
}
