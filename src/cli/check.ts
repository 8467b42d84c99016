import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import type { Problem } from '../core/base/problem.ts'
import { dayOf } from '../core/base/time.ts'
import { type EntryDays, entryDays, entryLine } from '../core/decide/rehearse/entry-days.ts'
import { type CalendarEnd, calendarsEnding } from '../core/compliance/told/calendar-end.ts'
import { generatedFiles, staleFiles, writeFiles } from '../shell/config/generated.ts'
import { loadSchedules } from '../shell/config/load.ts'
import { valueNotes } from '../shell/env/needed-values.ts'
import { printJson } from './print-json.ts'

/** The warning comes early enough to write a year that is published in November. */
const WARN_DAYS = 60

export const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description:
      'Validate every file under schedules/ and print all problems at once; exit 0 clean, 1 problems, 2 not run',
  },
  args: {
    dir: {
      type: 'positional',
      required: false,
      default: 'schedules',
      description: 'the folder',
      valueHint: 'DIR',
    },
    write: {
      type: 'boolean',
      default: false,
      description:
        'write the JSON Schemas (DIR/schemas) and the picture of the machines (docs/state-machine.md)',
    },
    verbose: {
      type: 'boolean',
      default: false,
      description:
        'also what is not wrong: words that texts acknowledge, debtors whom a text will not go to, values that the environment of each worker must have',
    },
    json: { type: 'boolean', default: false, description: 'problems, warnings and notes as JSON' },
  },
  run({ args }) {
    const { schedules, hash, problems, badCases, notes: told } = loadSchedules(args.dir)
    const notes = [...told, ...(schedules ? valueNotes(schedules, process.env) : [])]
    const page = join(args.dir, '..', 'docs', 'state-machine.md')
    const own = existsSync(join(args.dir, '..', 'docs'))
    const files = generatedFiles(args.dir, schedules, own ? page : null)
    const keeps = existsSync(join(args.dir, 'schemas'))
    if (args.write) writeFiles(files)
    const all = [...problems, ...badCases, ...(args.write || !keeps ? [] : staleFiles(files))]
    const today = dayOf('UTC', Date.now())
    const ending = schedules ? calendarsEnding(schedules, today, WARN_DAYS) : []
    const warnings = ending.map((end) => warningOf(args.dir, end))
    const entries = problems.length > 0 ? [] : (schedules?.strategies ?? []).flatMap(entryDays)
    if (args.json) printJson({ hash, problems: all, warnings, notes, entries })
    else {
      print(all, `${args.dir}: ${schedules?.strategies.length ?? 0} strategies, no problem`)
      for (const { file, message, code } of warnings) console.error(`warning: ${file}: ${message} [${code}]`)
    }
    if (!args.json) for (const line of entryLines(entries)) console.log(line)
    if (!args.json && args.verbose) for (const note of notes) console.log(`note: ${lineOf(note)}`)
    else if (!args.json && notes.length > 0)
      console.error(`${notes.length} notes on texts, places, facts and the environment: --verbose`)
    if (all.length > 0) process.exitCode = 1
  },
})

function entryLines(entries: readonly EntryDays[]): string[] {
  if (entries.length === 0) return []
  return [
    'what an account that comes at so many days past due lives through, on which of them:',
    ...entries.map(entryLine),
  ]
}

function warningOf(dir: string, { calendar, until, rules }: CalendarEnd): Problem {
  const end = until === null ? 'does not know this year' : `ends on ${until}`
  const asked = rules.length === 0 ? 'closed hours of a person that name holidays' : rules.join(', ')
  const message = `the calendar ${end}; beyond it each day is judged as a workday, a rest day and a holiday at once: ${asked}`
  return { code: 'calendar_ends', file: join(dir, 'calendars', `${calendar}.yaml`), message }
}

function print(problems: readonly Problem[], clean: string): void {
  if (problems.length === 0) return console.log(clean)
  for (const problem of problems) {
    console.log(lineOf(problem))
    if (problem.suggestion) console.log(`    ${problem.suggestion}`)
  }
  console.log(`${problems.length} problem${problems.length === 1 ? '' : 's'}`)
}

function lineOf({ file, line, path, code, message }: Problem): string {
  const place = [file, line].filter((part) => part !== undefined).join(':')
  return `${place}${path ? ` ${path}` : ''}: ${message} [${code}]`
}
