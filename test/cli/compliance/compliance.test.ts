import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { complianceCommand } from '../../../src/cli/compliance/compliance.ts'
import { readPacks } from '../../../src/shell/config/pack-file.ts'
import { slimSchedules } from '../../support/slim-schedules.ts'

const few = readPacks('schedules/compliance').cases.filter(({ id }) => ['T01', 'T02', 'T09'].includes(id))
let dir = ''
let lines: string[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cases-'))
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
  it('the test passes the cases that the packs carry', async () => {
    await run()
    expect(lines).toEqual([expect.stringMatching(/^\d+ cases, \d+ checks, 0 failed$/)])
    expect(process.exitCode ?? 0).toBe(0)
  })

  it('the test takes several files', async () => {
    const path = changed(() => {})
    await run(path, path, '--json')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ cases: 6, checks: 8, failed: 0 })
  })

  it('the test prints a line for each wrong answer and exits with 1', async () => {
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

  it('the test says which pack is not there, or skips the case', async () => {
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

  it('the test refuses a case with a bad entry, and that one alone', async () => {
    const path = join(dir, 'odd.json')
    const broken = few.map((one) => ({ ...one, id: `${one.id}x`, history: [{ at: '2026-13-01T10:00Z' }] }))
    writeFileSync(path, JSON.stringify([...few, broken[0], { packs: [] }, 7]))
    await run(path)
    expect(lines[0]).toBe('T01x refused: history.0.at: an instant: LOCAL[Zone] or ISO with an offset')
    expect(lines.at(-1)).toBe('3 cases, 4 checks, 0 failed, 3 refused')
    expect(process.exitCode).toBe(1)
    lines = []
    await run(path, '--json')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      cases: 3,
      failed: 0,
      refused: expect.arrayContaining([expect.objectContaining({ id: 'case 6', path: '' })]),
    })
  })

  it('the test judges by a pack that carries a case with a bad entry, and leaves out that one alone', async () => {
    const slim = slimSchedules(({ pack }) => pack === 'xx-hours')
    const text = readFileSync('schedules/compliance/xx-hours.yaml', 'utf8')
    const file = join(slim.dir, 'compliance', 'xx-hours.yaml')
    writeFileSync(file, text.replace('T07:59:59[Europe/Madrid]', 'T27:59:59[Europe/Madrid]'))
    await run('--schedules', slim.dir)
    expect(lines[0]).toBe(
      `${file} cases[0] refused: line 29, intents[0].at: this worked case is left out: an instant: LOCAL[Zone] or ISO with an offset`,
    )
    expect(lines.at(-1)).toMatch(/^[1-9]\d* cases, [1-9]\d* checks, 0 failed, 1 refused$/)
    expect(process.exitCode).toBe(1)
    slim.drop()
  })

  it('a case may have every field of a contact in its history and in what is planned', async () => {
    const contact = {
      at: '2026-05-05T10:00[America/New_York]',
      end: '2026-05-05T10:05[America/New_York]',
      ch: 'call',
      role: 'debtor',
      place: 'home',
      purpose: 'collect',
      auto: 'bot',
      line: 'landline',
      actor: 'first_party',
      product: 'credit_card',
      action: 'contact',
      dpd: 3,
      person: 'P1',
      accounts: ['A1'],
      point: 'N1',
      creditor: 'CR1',
      collector: 'CO1',
      household: 'H1',
      dir: 'out',
      outcome: 'no_answer',
      book: 'A1',
      tags: [],
      tokens: null,
    }
    const one = { id: 'F', packs: ['xx-house'], zones: ['America/New_York'], regions: ['US'] }
    const planned = { ...contact, at: '2026-05-05T13:00[America/New_York]', expect: [], notes: [] }
    const path = join(dir, 'full.json')
    writeFileSync(path, JSON.stringify([{ ...one, history: [contact], intents: [planned] }]))
    await run(path)
    expect(lines).toEqual(['1 cases, 1 checks, 0 failed'])
  })

  it('a file that cannot be read is refused, with a code', async () => {
    await expect(run(join(dir, 'none.json'))).rejects.toMatchObject({ problems: [{ code: 'no_file' }] })
    writeFileSync(join(dir, 'text.json'), 'T01')
    await expect(run(join(dir, 'text.json'))).rejects.toMatchObject({ problems: [{ code: 'not_json' }] })
    writeFileSync(join(dir, 'odd.json'), '{"id":"X"}')
    await expect(run(join(dir, 'odd.json'))).rejects.toMatchObject({ problems: [{ code: 'schema' }] })
  })
})
