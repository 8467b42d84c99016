#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

/**
 * This command changes the code of a room in a thousand small ways and looks whether a test notices: `npm run mutants -- ROOM...`,
 * all rooms unless some are named. `--only FILES` takes part of a room, `--static` also what runs while the code is
 * loaded, each in a process of its own. What was tested before and has not changed since is not tested again.
 */
const ROOMS = {
  arrears: ['test/core/arrears', 'test/core/detect', 'test/flow/record.test.ts'],
  detect: ['test/core/detect'],
  deliver: [
    'test/core/deliver',
    'test/flow/deliver.test.ts',
    'test/flow/task.test.ts',
    'test/flow/sweep.test.ts',
  ],
  decide: ['test/core/decide'],
  fact: ['test/core/fact', 'test/flow/record.test.ts'],
}
/** It lives through whole lives: too slow to be asked about every mutant. */
const SLOW = ['test/core/decide/drawn-life.test.ts']
/** Whoever is quick leaves these out. */
const SLOWER = [
  'test/flow/record.test.ts',
  'test/core/fact/supersedes.test.ts',
  'test/core/decide/what-comes.test.ts',
  'test/core/decide/late-entry.test.ts',
  'test/core/decide/refused.test.ts',
]
const QUICK_TESTS = 40
const ENOUGH = 85
const PAGE = 'docs/mutants.md'
const REPORTS = '.local/mutants'
/** The tests read examples from here. */
const EXAMPLES = 'test/fixtures'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    static: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((room) => !Object.hasOwn(ROOMS, room))
if (unknown.length > 0) {
  console.error(`no such room: ${unknown.join(', ')}; there are ${Object.keys(ROOMS).join(', ')}`)
  process.exit(2)
}
for (const room of positionals.length > 0 ? positionals : Object.keys(ROOMS)) {
  const killed = await shareKilled(room)
  if (killed < ENOUGH) process.exitCode = 1
}

async function shareKilled(room) {
  const report = join(REPORTS, `${room}.json`)
  mkdirSync(REPORTS, { recursive: true })
  forgetMissed(knownOf(room))
  const results = await new Stryker(optionsFor(room, report)).runMutationTest()
  const states = results.map(({ status }) => status)
  const noticed = states.filter((state) => state === 'Killed' || state === 'Timeout').length
  const missed = states.filter((state) => state === 'Survived' || state === 'NoCoverage').length
  const share = (100 * noticed) / Math.max(1, noticed + missed)
  if (values.only === undefined && !values.quick) writeFigures(room, { noticed, missed, share })
  return share
}

function optionsFor(room, report) {
  const left = values.quick ? [...SLOW, ...SLOWER] : SLOW
  return {
    mutate: (values.only ?? `src/core/${room}/**/*.ts`).split(','),
    testRunner: 'in-one-process',
    plugins: [fileURLToPath(new URL('mutants/runner.mjs', import.meta.url))],
    inOneProcess: {
      tests: ROOMS[room].flatMap(testsIn).filter((path) => !left.includes(path)),
      atMost: values.quick ? QUICK_TESTS : null,
    },
    warnings: { unknownOptions: false },
    // Stryker would rewrite the paths of a tsconfig, and cannot read ours.
    tsconfigFile: 'none.json',
    ignorePatterns: ['.local', 'dist', 'docs', 'fault', 'bench', '.ci'],
    coverageAnalysis: 'perTest',
    ignoreStatic: !values.static,
    concurrency: Number(process.env.MUTANTS_AT_ONCE ?? 1),
    // On a busy machine, a slow test is no endless one; an endless loop is told by its turns.
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 60,
    incremental: true,
    incrementalFile: knownOf(room),
    tempDirName: join(REPORTS, `${room}-sandbox`),
    reporters: ['clear-text', 'progress-append-only', 'json'],
    clearTextReporter: { logTests: false, allowColor: false },
    jsonReporter: { fileName: report },
    thresholds: { high: 90, low: ENOUGH, break: null },
  }
}

function knownOf(room) {
  return join(REPORTS, `${room}-known.json`)
}

/** Stryker sees that a test has changed, and not that its examples have: what was missed before that is tested again. */
function forgetMissed(known) {
  if (!existsSync(known)) return
  const since = statSync(known).mtimeMs
  const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  if (examples.every((name) => statSync(join(EXAMPLES, name)).mtimeMs <= since)) return
  const report = JSON.parse(readFileSync(known, 'utf8'))
  for (const file of Object.values(report.files))
    file.mutants = file.mutants.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage')
  writeFileSync(known, JSON.stringify(report))
}

function testsIn(path) {
  if (path.endsWith('.ts')) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => join(path, name))
}

/** The row of the room in the table at the top of the page. */
function writeFigures(room, { noticed, missed, share }) {
  if (!existsSync(PAGE)) return
  const day = new Date().toISOString().slice(0, 10)
  const row = `| ${room} | ${noticed + missed} | ${missed} | ${share.toFixed(1)} % | ${day} |`
  const text = readFileSync(PAGE, 'utf8')
  writeFileSync(PAGE, text.replace(new RegExp(`^\\| ${room} \\|.*$`, 'm'), row))
}
