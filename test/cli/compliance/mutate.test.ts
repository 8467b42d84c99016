import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { complianceCommand } from '../../../src/cli/compliance/compliance.ts'

let dir = ''
let lines: string[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mutate-'))
  for (const folder of ['compliance/us-hi', 'compliance/xx-hours', 'calendars/us-federal']) {
    cpSync(join('schedules', `${folder}.yaml`), join(dir, `${folder}.yaml`))
  }
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true })
  process.exitCode = 0
})

const run = (...args: string[]) =>
  runLine(complianceCommand, 'compliance', ['mutate', '--schedules', dir, ...args])

function withoutCases(pack: string): void {
  const path = join(dir, 'compliance', `${pack}.yaml`)
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^cases:[^]*/m, ''))
}

describe('arrears compliance mutate', () => {
  it('the pack is well proven where every rule has a case that needs it', async () => {
    await run('--pack', 'xx-hours')
    expect(lines[0]).toMatch(/^xx-hours: 1 rules, 1 named by a case; \d+ mutants, \d+ killed, \d+ alive$/)
    expect(process.exitCode ?? 0).toBe(0)
  })

  it('the command lists each mutant that no case notices, and exits with 1 where a rule has no case', async () => {
    withoutCases('xx-hours')
    await run('--pack=xx-hours')
    expect(lines[0]).toMatch(/^xx-hours: 1 rules, 0 named by a case; (\d+) mutants, 0 killed, \1 alive$/)
    expect(lines).toContain('  alive: XX-06 removed')
    expect(lines).toContain('  alive: XX-06 open.0.hours.0 08:00 -> 07:59')
    expect(process.exitCode).toBe(1)
  })

  it('the command takes several packs, or all, and adds them up', async () => {
    withoutCases('us-hi')
    await run('--json', '--pack', 'us-hi', '--pack', 'xx-hours')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      rules: 2,
      named: 1,
      unproven: ['HI-01'],
      packs: [{ pack: 'us-hi', killed: 0 }, { pack: 'xx-hours' }],
    })
    lines = []
    await run()
    expect(lines.at(-1)).toMatch(/^2 packs: 2 rules, 1 named by a case; /)
  })

  it('the command says which pack is not there', async () => {
    await expect(run('--pack', 'us-hi,us-xy')).rejects.toMatchObject({ problems: [{ code: 'unknown_pack' }] })
  })
})
