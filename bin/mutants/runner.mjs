import { register } from 'node:module'
import { relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core'
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { register as registerTypeScript } from 'tsx/esm/api'
import { collect, collected } from './vitest.mjs'

/**
 * The runner runs the tests inside one process that loads the engine once: a mutant is switched on, the tests that reach it
 * run until one fails, and the next mutant is switched on. vitest itself starts a new worker for each mutant.
 */
class InOneProcess {
  static inject = ['options']
  /** What a mutant left behind made a test fail that passes by itself. */
  spoilt = false
  /** The milliseconds of each test. */
  took = new Map()
  /** The tests that noticed a mutant, the last one at the end: it often notices the next one, too. */
  noticed = new Set()

  constructor(options) {
    this.files = options.inOneProcess.tests
    this.atMost = options.inOneProcess.atMost ?? Infinity
    this.ignoreStatic = options.ignoreStatic
    this.stryker = globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {}
  }

  /** A process of its own is for what runs while the code is loaded; where that is left out, every mutant is switched on as the code runs. */
  capabilities() {
    return { reloadEnvironment: this.ignoreStatic }
  }

  async init() {
    registerTypeScript()
    register('./resolve.mjs', import.meta.url)
  }

  async dryRun() {
    await this.load()
    const tests = await this.run(collected, false)
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.stryker.mutantCoverage }
  }

  async mutantRun({ activeMutant, testFilter, mutantActivation, hitLimit }) {
    // Stryker starts another process and asks again.
    if (this.spoilt) process.exit(1)
    if (mutantActivation === 'static' && !this.ignoreStatic) this.stryker.activeMutant = activeMutant.id
    await this.load()
    const asked = testFilter && new Set(testFilter)
    const chosen = this.soonest(collected.filter(({ id }) => asked?.has(id) ?? true))
    Object.assign(this.stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit })
    const tests = await this.run(chosen, true)
    const { hitCount } = this.stryker
    Object.assign(this.stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined })
    const failed = tests.find(({ status }) => status === TestStatus.Failed)
    if (failed) {
      this.spoilt = await this.failsByItself(failed.id)
      this.noticed.delete(failed.id)
      this.noticed.add(failed.id)
    }
    return toMutantRunResult(
      determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
    )
  }

  async load() {
    if (collected.length > 0) return
    for (const path of this.files) await collect(path, () => import(pathToFileURL(resolve(path)).href))
  }

  /** Tests that noticed a mutant lately come first, then the quick ones. */
  soonest(tests) {
    const last = [...this.noticed]
    const rank = ({ id }) => -last.indexOf(id)
    const time = ({ id }) => this.took.get(id) ?? 0
    return tests.toSorted((a, b) => rank(a) - rank(b) || time(a) - time(b)).slice(0, this.atMost)
  }

  async failsByItself(id) {
    const [again] = await this.run(
      collected.filter((one) => one.id === id),
      true,
    )
    return again?.status === TestStatus.Failed
  }

  async run(tests, bail) {
    const results = []
    const opened = new Set()
    for (const one of tests) {
      const result = await this.one(one, opened)
      results.push(result)
      if (bail && result.status === TestStatus.Failed) break
    }
    for (const suite of opened)
      for (const hook of suite.afterAll) await Promise.resolve(hook()).catch(() => {})
    return results
  }

  async one({ id, file, run, suite }, opened) {
    const suites = linesOf(suite)
    const started = performance.now()
    let failure = null
    const attempt = async (work) => {
      try {
        await work()
      } catch (error) {
        failure ??= error
      }
    }
    for (const each of suites.filter((one) => !opened.has(one))) {
      opened.add(each)
      for (const hook of each.beforeAll) await attempt(hook)
    }
    this.stryker.currentTestId = id
    for (const each of suites) for (const hook of each.beforeEach) if (!failure) await attempt(hook)
    if (!failure) await attempt(run)
    for (const each of suites.toReversed()) for (const hook of each.afterEach) await attempt(hook)
    this.stryker.currentTestId = undefined
    const timeSpentMs = performance.now() - started
    if (!failure) this.took.set(id, timeSpentMs)
    const told = { id, name: id, fileName: relative('.', file), timeSpentMs }
    return failure
      ? { ...told, status: TestStatus.Failed, failureMessage: String(failure.message ?? failure) }
      : { ...told, status: TestStatus.Success }
  }
}

/** The suites from the outermost inwards. */
function linesOf(suite) {
  return suite ? [...linesOf(suite.parent), suite] : []
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-one-process', InOneProcess)]
