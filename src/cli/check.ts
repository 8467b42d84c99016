import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import type { Problem } from '../core/base/problem.ts'
import { dayOf } from '../core/base/time.ts'
import { type CalendarEnd, calendarsEnding } from '../core/compliance/calendar-end.ts'
import { generatedFiles, staleFiles, writeFiles } from '../shell/config/generated.ts'
import { loadSchedules } from '../shell/config/load.ts'

/** Long enough to write a year that is published in November. */
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
    json: { type: 'boolean', default: false, description: 'the problems as JSON' },
  },
  run({ args }) {
    const { schedules, hash, problems } = loadSchedules(args.dir)
    const page = join(args.dir, '..', 'docs', 'state-machine.md')
    const own = existsSync(join(args.dir, '..', 'docs'))
    const files = generatedFiles(args.dir, schedules, own ? page : null)
    const keeps = existsSync(join(args.dir, 'schemas'))
    if (args.write) writeFiles(files)
    const all = [...problems, ...(args.write || !keeps ? [] : staleFiles(files))]
    const today = dayOf('UTC', Date.now())
    const ending = schedules ? calendarsEnding(schedules, today, WARN_DAYS) : []
    const warnings = ending.map((end) => warningOf(args.dir, end))
    if (args.json) console.log(JSON.stringify({ hash, problems: all, warnings }))
    else {
      print(all, `${args.dir}: ${schedules?.strategies.length ?? 0} strategies, no problem`)
      for (const { file, message, code } of warnings) console.error(`warning: ${file}: ${message} [${code}]`)
    }
    if (all.length > 0) process.exitCode = 1
  },
})

function warningOf(dir: string, { calendar, until, rules }: CalendarEnd): Problem {
  const end = until === null ? 'does not know this year' : `ends on ${until}`
  const asked = rules.length === 0 ? 'closed hours of a person that name holidays' : rules.join(', ')
  const message = `the calendar ${end}; what asks beyond it is denied: ${asked}`
  return { code: 'calendar_ends', file: join(dir, 'calendars', `${calendar}.yaml`), message }
}

function print(problems: readonly Problem[], clean: string): void {
  if (problems.length === 0) return console.log(clean)
  for (const { file, line, path, code, message, suggestion } of problems) {
    const place = [file, line].filter((part) => part !== undefined).join(':')
    console.log(`${place}${path ? ` ${path}` : ''}: ${message} [${code}]`)
    if (suggestion) console.log(`    ${suggestion}`)
  }
  console.log(`${problems.length} problem${problems.length === 1 ? '' : 's'}`)
}
