import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../../core/base/problem.ts'
import { type CheckResult, runWorkedCases, unknownPacks } from '../../core/worked/run-case.ts'
import { type ReadCases, readWorkedCases } from '../../core/worked/case.ts'
import { schedulesArgument, schedulesOf } from './schedules.ts'
import { printJson } from '../print-json.ts'

export const testCommand = defineCommand({
  meta: {
    name: 'test',
    description:
      'Judge every worked case of FILE... (without one: those that the packs carry) under the packs of schedules/compliance; exit 0 all as expected, 1 some not or refused for a bad entry, 2 not run',
  },
  args: {
    file: {
      type: 'positional',
      required: false,
      several: true,
      description: 'JSON array of cases; several files may be given',
    },
    schedules: schedulesArgument,
    'known-only': {
      type: 'boolean',
      default: false,
      description: 'skip cases that name a pack that is not there',
    },
    json: { type: 'boolean', default: false, description: 'the result as JSON' },
  },
  run({ args }) {
    const schedules = schedulesOf(args.schedules)
    const files = args._.map(readCases)
    const all = files.length > 0 ? files.flatMap(({ cases }) => cases) : schedules.cases
    const refused = files.length > 0 ? files.flatMap((file) => file.refused) : schedules.refused.map(inPack)
    const taken = args['known-only']
      ? all.filter((one) => unknownPacks(one, schedules.packs).length === 0)
      : all
    const results = runWorkedCases(taken, schedules)
    report({ cases: taken.length, skipped: all.length - taken.length, refused, results }, args.json)
    if (refused.length > 0 || results.some((result) => !result.passed)) process.exitCode = 1
  },
})

function inPack({ file, line, path = '', message }: Problem): ReadCases['refused'][number] {
  const [name = ''] = path.split('.')
  return { id: `${file} ${name}`, path: `line ${line}, ${path.slice(name.length + 1)}`, message }
}

function readCases(file: string): ReadCases {
  const cases = readJson(file)
  if (Array.isArray(cases)) return readWorkedCases(cases)
  throw new ProblemError([{ code: 'schema', file, message: 'an array of cases is needed' }])
}

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new ProblemError([{ code: 'no_file', file, message: 'this file cannot be read' }])
  }
  try {
    return JSON.parse(text)
  } catch {
    const suggestion = 'an array of cases, such as the packs carry under cases'
    throw new ProblemError([{ code: 'not_json', file, message: 'this is no JSON', suggestion }])
  }
}

interface Report {
  cases: number
  skipped: number
  refused: ReadCases['refused']
  results: readonly CheckResult[]
}

function report({ cases, skipped, refused, results }: Report, json: boolean): void {
  const failures = results.filter((result) => !result.passed)
  const summary = { cases, checks: results.length, failed: failures.length, skipped }
  if (json) return printJson({ ...summary, refused, failures })
  for (const { id, path, message } of refused) console.log(`${id} refused: ${path}: ${message}`)
  for (const { id, intent, at, expected, actual, problem } of failures) {
    const found = problem ?? `expected ${names(expected)}, got ${names(actual)}`
    console.log(`${id} #${intent + 1} ${at}: ${found}`)
  }
  const left = skipped > 0 ? `, ${skipped} cases skipped (unknown pack)` : ''
  const bad = new Set(refused.map(({ id }) => id)).size
  const away = bad > 0 ? `, ${bad} refused` : ''
  console.log(`${cases} cases, ${results.length} checks, ${failures.length} failed${left}${away}`)
}

function names(rules: readonly string[]): string {
  return rules.length > 0 ? rules.join(' ') : 'permit'
}
