import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import { complianceCommand } from '../../src/cli/compliance.ts'
import { readPacks } from '../../src/shell/config/pack-file.ts'

const few = readPacks('schedules/compliance').cases.filter(({ id }) => ['T01', 'T02', 'T09'].includes(id))
let dir = ''
let lines: string[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vectors-'))
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true })
  process.exitCode = 0
})

const run = (...args: string[]) => runLine(complianceCommand, 'compliance', ['test', ...args])

function changed(
  change: (cases: { id: string; packs: string[]; intents: { expect?: string[] }[] }[]) => void,
): string {
  const cases = structuredClone(few)
  change(cases)
  const path = join(dir, 'cases.json')
  writeFileSync(path, JSON.stringify(cases))
  return path
}

describe('arrears compliance test', () => {
  it('passes the cases that the packs carry', async () => {
    await run()
    expect(lines).toEqual([expect.stringMatching(/^\d+ cases, \d+ checks, 0 failed$/)])
    expect(process.exitCode ?? 0).toBe(0)
  })

  it('takes several files', async () => {
    const path = changed(() => {})
    await run(path, path, '--json')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ cases: 6, checks: 8, failed: 0 })
  })

  it('prints a line for each wrong answer and exits with 1', async () => {
    const path = changed((cases) => {
      const [first] = cases
      if (first) first.intents = first.intents.map((intent) => ({ ...intent, expect: [] }))
    })
    await run(path)
    expect(lines).toEqual([
      'T01 #1 2026-04-07T15:00[America/New_York]: expected permit, got US-F-10',
      '3 cases, 4 checks, 1 failed',
    ])
    expect(process.exitCode).toBe(1)
  })

  it('says which pack is not there, or skips the case', async () => {
    const path = changed((cases) => cases[0]?.packs.push('us-xy'))
    await run(path)
    expect(lines).toContain('T01 #2 2026-04-08T08:00[America/New_York]: unknown pack us-xy')
    expect(process.exitCode).toBe(1)
    lines = []
    process.exitCode = 0
    await run(path, '--known-only')
    expect(lines).toEqual(['2 cases, 2 checks, 0 failed, 1 cases skipped (unknown pack)'])
    expect(process.exitCode).toBe(0)
  })

  it('refuses what it cannot read, with a code', async () => {
    await expect(run(join(dir, 'none.json'))).rejects.toMatchObject({ problems: [{ code: 'no_file' }] })
    writeFileSync(join(dir, 'text.json'), 'T01')
    await expect(run(join(dir, 'text.json'))).rejects.toMatchObject({ problems: [{ code: 'not_json' }] })
    writeFileSync(join(dir, 'odd.json'), '[{"id":"X"}]')
    await expect(run(join(dir, 'odd.json'))).rejects.toMatchObject({ problems: [{ code: 'schema' }, {}, {}] })
  })
})
