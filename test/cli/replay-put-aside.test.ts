import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import type { ReplayEngine, ReplayResult } from '../../src/shell/replay/engine.ts'

const RESULT: ReplayResult = {
  contacts: [],
  cases: [],
  refusals: [],
  tasks: [],
  unplaced: [],
  lawless: [],
  parked: [
    { loop: 'decide', kind: 'person', id: '7', about: 'D7', code: 'RangeError', attempts: 3 },
    { loop: 'figures', kind: 'creditor', id: 'acme', about: null, code: '22008', attempts: 1 },
  ],
}

/** An engine that only answers; the command is loaded anew over it, since this process has loaded the true one. */
const ENGINE = '../../src/shell/replay/core-engine.ts'
const answering = () => ({
  coreEngine: async (): Promise<ReplayEngine> => ({
    load: async () => [],
    play: async () => [],
    sleep: async () => {},
    warnings: () => [],
    result: async () => RESULT,
    wrong: async () => [],
    close: async () => {},
  }),
})

let replayCommand: typeof import('../../src/cli/replay.ts').replayCommand
beforeAll(async () => {
  vi.doMock(ENGINE, answering)
  vi.resetModules()
  ;({ replayCommand } = await import('../../src/cli/replay.ts'))
})
afterAll(() => {
  vi.doUnmock(ENGINE)
  vi.resetModules()
})

let folder: string
const said: string[] = []
const complained: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-replay-aside-'))
  for (const list of [said, complained]) list.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complained.push(text))
  writeFileSync(join(folder, 'facts'), '')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
})

const run = (...more: string[]): Promise<unknown> =>
  runLine(replayCommand, 'replay', [
    `--facts=${join(folder, 'facts')}`,
    `--out=${join(folder, 'out')}`,
    '--from=2026-03-01',
    '--to=2026-03-02',
    ...more,
  ])

test('whoever was put aside is named with the reason and how often, and the exit code says so', async () => {
  await run()
  expect(complained).toEqual([
    'put_aside: decide put person 7 (D7) aside 3 times: RangeError',
    'put_aside: figures put creditor acme aside 1 times: 22008',
  ])
  expect(said).toEqual(['0 facts, 0 case intervals, 0 contacts, 0 refusals, 2 put aside'])
  expect(process.exitCode).toBe(1)
})

test('the rows that were put aside come as JSON too', async () => {
  await run('--json')
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ putAside: 2, parked: RESULT.parked })
  expect(process.exitCode).toBe(1)
})
