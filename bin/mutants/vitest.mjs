import {
  ASYMMETRIC_MATCHERS_OBJECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  chai,
} from '@vitest/expect'

/** What the tests import of vitest, for a run inside one process: it collects them, and `runner.mjs` runs them as often as it likes. */

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)
export const expect = (value, message) => chai.expect(value, message)
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT])

/** By file: `{ id, run, suites }`. */
export const collected = []
let suite = null
let file = ''

export async function collect(path, load) {
  file = path
  suite = newSuite(null)
  await load()
}

export const describe = Object.assign(
  (_name, body) => {
    suite = newSuite(suite)
    body()
    suite = suite.parent
  },
  { each: (rows) => (name, body) => rows.forEach((row) => describe(name, () => body(...listOf(row)))) },
)

export const test = Object.assign(
  (name, ...rest) => {
    const run = rest.find((part) => typeof part === 'function')
    const number = collected.filter((one) => one.file === file).length
    collected.push({ file, id: `${file}#${number} ${String(name)}`, run, suite })
  },
  {
    each:
      (rows) =>
      (name, ...rest) =>
        rows.forEach((row) => test(name, bound(rest, listOf(row)))),
    for:
      (rows) =>
      (name, ...rest) =>
        rows.forEach((row) => test(name, bound(rest, [row, { expect }]))),
  },
)
export const it = test

export const beforeAll = (hook) => suite.beforeAll.push(hook)
export const afterAll = (hook) => suite.afterAll.push(hook)
export const beforeEach = (hook) => suite.beforeEach.push(hook)
export const afterEach = (hook) => suite.afterEach.push(hook)

function newSuite(parent) {
  return { parent, beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }
}

function listOf(row) {
  return Array.isArray(row) ? row : [row]
}

function bound(rest, values) {
  const run = rest.find((part) => typeof part === 'function')
  return () => run(...values)
}
