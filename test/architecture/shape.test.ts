import { describe, expect, it } from 'vitest'
import { badNames, escapes, exportsBadly, longFunctions, silenced, tooLong } from './shape.ts'
import { filesIn, type Source, sourceOf, sourcesIn } from './source.ts'

const code = sourcesIn('src', 'workers', 'demo', 'bench', 'fault')
const tests = sourcesIn('test')

describe('files and functions', () => {
  it('files and functions stay below their ceilings', () => {
    expect([...code, ...tests].flatMap(tooLong)).toEqual([])
    expect(code.flatMap(longFunctions)).toEqual([])
  })

  it('files have names that say what they hold', () => {
    const paths = ['src', 'workers', 'demo', 'bench', 'fault', 'test'].flatMap((folder) => filesIn(folder))
    expect(paths.flatMap(badNames)).toEqual([])
  })

  it('files keep the compiler switched on', () => {
    expect([...code, ...tests].flatMap(escapes)).toEqual([])
  })

  it('files export by name, and none only passes on', () => {
    expect(code.flatMap(exportsBadly)).toEqual([])
  })

  it('files hold no test that does not run', () => {
    expect(tests.flatMap(silenced)).toEqual([])
  })
})

describe('what breaks the shape', () => {
  it.each([
    ['a file of 251 lines', tooLong(of(lines(251)))],
    ['a function of 72 lines', longFunctions(of(`function f() {\n${lines(70)}}`))],
    ['a folder called util', badNames('src/core/util/day.ts')],
    ['a file called helpers', badNames('test/flow/helpers.ts')],
    ['a file called case-service', badNames('src/shell/case-service.ts')],
    ['camel case', badNames('src/core/dayOf.ts')],
    ['any', escapes(of('function f(x: any) {}'))],
    ['a bang', escapes(of('const a = b!'))],
    ['a switched-off line', escapes(of(['// @ts', 'ignore\nconst a = 1'].join('-')))],
    ['a default export', exportsBadly(of('export default 1'))],
    ['a barrel', exportsBadly(of(`export * from './a.ts'\nexport { b } from './b.ts'`))],
    ['a skipped test', silenced(of(`it.skip('x', () => {})`))],
    ['a test that runs on some machines', silenced(of(`describe.runIf(true)('x', () => {})`))],
    ['a lone test', silenced(of(`describe.only('x', () => {})`))],
  ])('%s is found', (_, found) => {
    expect(found).toHaveLength(1)
  })

  it.each([
    ['a file of 250 lines', tooLong(of(lines(250)))],
    ['a word that only starts like a vague one', badNames('src/shell/utility-bill.ts')],
    ['a contract suite', badNames('test/shell/record.contract.ts')],
    ['a registry', exportsBadly(of(`import { a } from './a.ts'\nexport const ALL = { a }`))],
  ])('%s is not', (_, found) => {
    expect(found).toEqual([])
  })
})

function of(text: string): Source {
  return sourceOf('src/core/x.ts', text)
}

function lines(count: number): string {
  return 'call()\n'.repeat(count)
}
