import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { BROKEN, DISPOSITIONS_FILE, HEIR, HELLO, LAW, MONTH_DAY, TOLD } from '../support/new-kinds.ts'
import { pathsFor, recipe } from './recipe-table.ts'
import { ROOT } from './source.ts'

const FOLDERS = ['src', 'workers', 'demo', 'bench', 'fault', 'bin', 'test', 'schedules', 'docs']
const COPIED = [
  ...FOLDERS,
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'README.md',
  'ARCHITECTURE.md',
]
const MINUTE = 60_000

/** One copy for three recipes: each changes other files, and one run of the compiler and of the tests sees them all. */
describe('a kind of rule, a disposition and a command, made in a copy as their recipes say', {
  timeout: 10 * MINUTE,
}, () => {
  let copy: string
  const changed = new Set<string>()

  function write(path: string, text: string): void {
    writeFileSync(join(copy, path), text)
    changed.add(path)
  }

  function change(path: string, how: (text: string) => string): void {
    const before = readFileSync(join(copy, path), 'utf8')
    const after = how(before)
    if (after === before) throw new Error(`nothing to change in ${path}`)
    write(path, after)
  }

  const arrears = (...line: string[]) => run(copy, 'bin/arrears.mjs', line)
  async function json(...line: string[]) {
    const { output } = await arrears(...line, '--json')
    return JSON.parse(output)
  }

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    write('src/core/compliance/rule/monthday.ts', MONTH_DAY)
    change('src/core/compliance/rule/kinds.ts', (text) =>
      text
        .replace(`import { window }`, `import { monthday } from './monthday.ts'\nimport { window }`)
        .replace('  retain,\n', '  retain,\n  monthday,\n'),
    )
    change('test/support/breach.ts', (text) =>
      text.replace(`    case 'require':`, `${BROKEN}    case 'require':`),
    )
    change(DISPOSITIONS_FILE, (text) => text.replace('  wrong_number: {', `${HEIR}  wrong_number: {`))
    write('src/cli/hello.ts', HELLO)
    change('src/cli/commands.ts', (text) =>
      text.replace(
        '  bench: {\n',
        `  hello: {
    about: 'greet whoever is named',
    load: async () => runnable((await import('./hello.ts')).helloCommand, 'hello'),
  },
  bench: {\n`,
      ),
    )
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it('the copy compiles with changes to no file but those that the recipes name', async () => {
    const rows = { 'a kind of rule': 'monthday', 'a disposition': 'heir_answers', 'a command': 'hello' }
    const named = Object.entries(rows).flatMap(([what, name]) => {
      const { make, edit } = recipe(what)
      return [...pathsFor(make, name), ...edit]
    })
    expect([...changed].filter((path) => !named.includes(path))).toEqual([])
    const { output } = await run(copy, 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit'])
    expect(output).toBe('')
  })

  it('the command is found, tells its options and refuses others', async () => {
    expect((await arrears('--help')).output).toMatch(/^ {2}hello +greet whoever is named$/m)
    expect((await arrears('hello', '--help')).output).toContain('--to')
    expect(await arrears('hello', '--to', 'Ada')).toEqual({ code: 0, output: 'hello Ada\n' })
    const wrong = await arrears('hello', '--too', 'Ada')
    expect(wrong.code).toBe(2)
    expect(wrong.output).toContain('did you mean --to')
    expect((await arrears('helo')).output).toContain('did you mean hello')
  })

  it('the rule judges, is listed, refuses, and is mutated', async () => {
    writeFileSync(join(copy, 'schedules/compliance/xn-rent.yaml'), LAW)
    expect((await arrears('check', '--write')).code).toBe(0)
    expect((await json('check')).problems).toEqual([])
    expect((await json('compliance', 'list', 'xn-rent')).rules).toMatchObject([
      { rule: 'XN-01', kind: 'monthday', parameters: { days: [1] } },
    ])
    const asked = (day: string) => {
      const who = ['--residence', 'US-CT', '--zone', 'America/New_York', '--actor', 'first_party']
      const what = ['--product', 'consumer_loan', '--channel', 'call', '--at', `${day}T12:00`]
      return json('compliance', 'explain', ...who, ...what)
    }
    expect(await asked('2026-05-01')).toMatchObject({
      answer: 'deny',
      reasons: expect.arrayContaining([expect.objectContaining({ rule: 'XN-01' })]),
    })
    expect(await asked('2026-05-05')).toMatchObject({ answer: 'permit' })
    expect(await json('compliance', 'test')).toMatchObject({ failed: 0, refused: [] })
    const proof = await json('compliance', 'mutate', 'xn-rent')
    expect(proof).toMatchObject({ rules: 1, named: 1 })
    expect(proof.killed).toBeGreaterThan(0)
  })

  it('the disposition is taken from a ledger that is replayed, and holds as it says', async () => {
    const replayed = async (facts: readonly object[]): Promise<string[]> => {
      writeFileSync(join(copy, 'facts.ndjson'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''))
      const days = ['--from', '2026-02-27', '--to', '2026-03-10']
      const files = ['--facts', 'facts.ndjson', '--schedules', 'schedules', '--out', 'contacts.ndjson']
      expect(await arrears('replay', ...files, ...days)).toMatchObject({ code: 0 })
      const lines = readFileSync(join(copy, 'contacts.ndjson'), 'utf8').trim().split('\n')
      return lines.map((line) => (JSON.parse(line) as { step: string }).step)
    }
    expect(await replayed(TOLD.slice(0, -1))).toEqual(['friendly', 'second', 'third', 'call'])
    expect(await replayed(TOLD)).toEqual(['friendly', 'second'])
  })

  it('the disposition is taken on both stores, however it is told, and from an agent by the API', async () => {
    const test = (path: string, how: (text: string) => string) =>
      writeFileSync(join(copy, path), how(readFileSync(join(copy, path), 'utf8')))
    test('test/shell/record/words.contract.ts', (text) =>
      text.replace(
        `      ['rpc_cease',`,
        `      ['heir_answers', 'hold deceased on person', 'hold_deceased'],\n      ['rpc_cease',`,
      ))
    test('test/shell/http/tasks.test.ts', (text) =>
      text
        .replaceAll(`disposition: 'no_answer'`, `disposition: 'heir_answers'`)
        .replace(`outcome: 'no_answer'`, `outcome: 'third'`))
    const how = ['run', '--no-color', '--reporter=verbose', '--project', 'served']
    const files = ['test/shell/record/record', 'test/shell/http/tasks', 'test/cli/every-command']
    const named = 'heir_answers|the outcome of a call is a fact, once|an unknown option ends every command'
    const { code, output } = await run(copy, 'node_modules/vitest/vitest.mjs', [
      ...how,
      ...files,
      '-t',
      named,
    ])
    expect(code, output).toBe(0)
    for (const store of ['memory', 'Postgres'])
      expect(output).toMatch(
        new RegExp(`words on ${store} > heir_answers > acts where it is reported of a call`),
      )
    expect(output).toContain('the outcome of a call is a fact, once')
  })
})

/** The file is run in the copy, on the servers of this test run. */
function run(folder: string, file: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, DATABASE_OWNER_URL: inject('postgres'), REDIS_URL: inject('redis') }
  const child = spawn(process.execPath, [join(folder, file), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output: code === 0 ? output : `${output}${errors}` }))
  })
}
