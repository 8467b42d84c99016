import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BROKEN, DISPOSITIONS_FILE, HEIR, HELLO, LAW, MONTH_DAY, TOLD } from '../../support/new-kinds.ts'
import { RecipeCopy } from '../../support/recipe-copy.ts'
import { pathsFor, recipe } from '../recipe-table.ts'

const MINUTE = 60_000

/** One copy for three recipes: each changes other files, and one run of the compiler and of the tests sees them all. */
describe('a kind of rule, a disposition and a command, made in a copy as their recipes say', {
  timeout: 10 * MINUTE,
}, () => {
  let copy: RecipeCopy

  const arrears = (...line: string[]) => copy.run('bin/arrears.mjs', line)
  async function json(...line: string[]) {
    const { output } = await arrears(...line, '--json')
    return JSON.parse(output)
  }

  beforeAll(() => {
    copy = new RecipeCopy()
    copy.write('src/core/compliance/rule/monthday.ts', MONTH_DAY)
    copy.change('src/core/compliance/rule/kinds.ts', (text) =>
      text
        .replace(`import { window }`, `import { monthday } from './monthday.ts'\nimport { window }`)
        .replace('  retain,\n', '  retain,\n  monthday,\n'),
    )
    copy.change('test/support/breach.ts', (text) =>
      text.replace(`    case 'require':`, `${BROKEN}    case 'require':`),
    )
    copy.change(DISPOSITIONS_FILE, (text) => text.replace('  wrong_number: {', `${HEIR}  wrong_number: {`))
    copy.write('src/cli/hello.ts', HELLO)
    copy.change('src/cli/commands.ts', (text) =>
      text.replace(
        '  bench: {\n',
        `  hello: {
    about: 'greet whoever is named',
    right: null,
    load: async () => runnable((await import('./hello.ts')).helloCommand, 'hello'),
  },
  bench: {\n`,
      ),
    )
  })
  afterAll(() => copy.remove())

  it('the copy compiles with changes to no file but those that the recipes name', async () => {
    const rows = { 'a kind of rule': 'monthday', 'a disposition': 'heir_answers', 'a command': 'hello' }
    const named = Object.entries(rows).flatMap(([what, name]) => {
      const { make, edit } = recipe(what)
      return [...pathsFor(make, name), ...edit]
    })
    expect([...copy.changed].filter((path) => !named.includes(path))).toEqual([])
    expect(await copy.compile()).toBe('')
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
    writeFileSync(join(copy.folder, 'schedules/compliance/xn-rent.yaml'), LAW)
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
      writeFileSync(
        join(copy.folder, 'facts.ndjson'),
        facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''),
      )
      const days = ['--from', '2026-02-27', '--to', '2026-03-10']
      const files = ['--facts', 'facts.ndjson', '--schedules', 'schedules', '--out', 'contacts.ndjson']
      expect(await arrears('replay', ...files, ...days)).toMatchObject({ code: 0 })
      const lines = copy.read('contacts.ndjson').trim().split('\n')
      return lines.map((line) => (JSON.parse(line) as { step: string }).step)
    }
    expect(await replayed(TOLD.slice(0, -1))).toEqual(['friendly', 'second', 'third', 'call'])
    expect(await replayed(TOLD)).toEqual(['friendly', 'second'])
  })

  it('the disposition is taken on both stores, however it is told, and from an agent by the API', async () => {
    const test = (path: string, how: (text: string) => string) =>
      writeFileSync(join(copy.folder, path), how(copy.read(path)))
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
    const { code, output } = await copy.run('node_modules/vitest/vitest.mjs', [...how, ...files, '-t', named])
    expect(code, output).toBe(0)
    for (const store of ['memory', 'Postgres'])
      expect(output).toMatch(
        new RegExp(`words on ${store} > heir_answers > the word acts where it is reported of a call`),
      )
    expect(output).toContain('the outcome of a call is a fact, once')
  })
})
