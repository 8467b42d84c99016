import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkCommand } from '../../src/cli/check.ts'
import { publishCommand } from '../../src/cli/publish.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

let root = ''
let dir = ''
let lines: string[] = []
let warnings: string[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrears-check-'))
  dir = join(root, 'schedules')
  cpSync('schedules', dir, { recursive: true })
  mkdirSync(join(root, 'docs'))
  lines = []
  warnings = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void warnings.push(line))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
  process.exitCode = 0
})

function spoil(file: string, from: string, to: string): void {
  const path = join(dir, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

describe('arrears check', () => {
  const run = (...args: string[]) => runCommand(checkCommand, { rawArgs: [dir, ...args] })

  it('says when a generated file is stale, and writes it', async () => {
    await run()
    expect(lines).toEqual([
      `${join(root, 'docs', 'state-machine.md')}: it is not what the schedules say now [stale_file]`,
      '    run arrears check --write',
      '1 problem',
    ])
    expect(process.exitCode).toBe(1)
    process.exitCode = 0
    await run('--write')
    await run()
    expect(lines.slice(3)).toEqual([`${dir}: 3 strategies, no problem`, `${dir}: 3 strategies, no problem`])
    expect(process.exitCode).toBe(0)
  })

  it('prints every problem with its place and what to do, and exits with 1', async () => {
    await run('--write')
    spoil('strategies/cn-consumer.yaml', 'template: cn-friendly', 'template: cn-frendly')
    spoil('strategies/us-card.yaml', 'priority: 20', 'priority: 10')
    lines = []
    await run()
    expect(lines).toEqual([
      `${dir}/strategies/us-card.yaml:4 priority: another strategy has priority 10 too: nobody could say which takes an account [duplicate_priority]`,
      `${dir}/strategies/cn-consumer.yaml:15 stages[0].steps[0].template: there is no template cn-frendly [unknown_template]`,
      '    did you mean cn-friendly?',
      '2 problems',
    ])
    expect(process.exitCode).toBe(1)
  })

  it('as JSON', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 6, 1) })
    await run('--write', '--json')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      problems: [],
      warnings: [],
    })
  })

  it('warns of a calendar that ends soon, with the rules that would deny, and is content all the same', async () => {
    await run('--write')
    spoil(
      'calendars/gr-national.yaml',
      'years: [2025, 2026, 2027, 2028]',
      'years: [2025, 2026, 2027, 2028, 2029]',
    )
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2028, 11, 1) })
    warnings = []
    await run()
    expect(process.exitCode).toBe(0)
    expect(warnings).toContain(
      `warning: ${dir}/calendars/it-national.yaml: the calendar ends on 2028-12-31; what asks beyond it is denied: IT-01 [calendar_ends]`,
    )
    expect(warnings).toContain(
      `warning: ${dir}/calendars/us-federal.yaml: the calendar ends on 2028-12-31; what asks beyond it is denied: closed hours of a person that name holidays [calendar_ends]`,
    )
    expect(warnings.filter((line) => line.includes('gr-national'))).toEqual([])
  })
})

describe('arrears publish', () => {
  let fresh: TestDatabase
  beforeEach(async () => {
    fresh = await freshDatabase()
    vi.stubEnv('DATABASE_URL', fresh.url)
  })
  afterEach(() => fresh.drop())
  const run = (...args: string[]) => runCommand(publishCommand, { rawArgs: [...args, '--by', 'ann'] })

  it('activates, says when nothing changed, lists, and goes back', async () => {
    await run(dir, '--note', 'first')
    spoil('strategies/us-card.yaml', 'mode: live', 'mode: shadow')
    await run(dir)
    await run(dir)
    expect(lines[2]).toBe('nothing changed: this content is active already')
    lines = []
    await run('--list', '--json')
    const versions = JSON.parse(lines[0] ?? '') as { id: number; active: boolean; note: string | null }[]
    expect(versions.map(({ active, note }) => [active, note])).toEqual([
      [true, null],
      [false, 'first'],
    ])
    await run('--rollback', String(versions[1]?.id), '--json')
    expect(JSON.parse(lines[1] ?? '')).toMatchObject([{ id: versions[1]?.id, active: true }])
  })

  it('refuses files with problems, and a version that is not there', async () => {
    spoil('strategies/us-card.yaml', 'priority: 20', 'priority: 10')
    await expect(run(dir)).rejects.toThrow('duplicate_priority')
    await expect(run('--rollback', '7')).rejects.toThrow('unknown_version')
    await expect(run('--rollback', 'x')).rejects.toThrow('bad_version')
  })

  it('says what is missing without a database', async () => {
    vi.stubEnv('DATABASE_URL', '')
    await expect(run(dir)).rejects.toThrow('no_database')
  })
})
