import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkCommand } from '../../src/cli/check.ts'
import { runLine } from '../../src/cli/command-line.ts'
import { publishCommand } from '../../src/cli/publish.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
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
  const run = (...args: string[]) => runLine(checkCommand, 'check', [dir, ...args])

  const entries = 'what an account that comes at so many days past due lives through, on which of them:'
  const beforeEntries = () => lines.slice(0, lines.indexOf(entries))

  it('check names a worked case with a bad entry, and the law can be published without it', async () => {
    spoil('compliance/xx-hours.yaml', 'T07:59:59[Europe/Madrid]', 'T27:59:59[Europe/Madrid]')
    const { schedules, problems } = loadSchedules(dir)
    expect(schedules?.packs.map(({ pack }) => pack)).toContain('xx-hours')
    expect(problems).toEqual([])
    await run('--write')
    expect(beforeEntries()).toEqual([
      `${join(dir, 'compliance', 'xx-hours.yaml')}:29 cases[0].intents[0].at: this worked case is left out: an instant: LOCAL[Zone] or ISO with an offset [bad_case]`,
      '1 problem',
    ])
    expect(process.exitCode).toBe(1)
  })

  it('check says when a generated file is stale, and writes it', async () => {
    await run()
    expect(beforeEntries()).toEqual([
      `${join(root, 'docs', 'state-machine.md')}: it is not what the schedules say now [stale_file]`,
      '    run arrears check --write',
      '1 problem',
    ])
    expect(process.exitCode).toBe(1)
    process.exitCode = 0
    for (const more of [['--write'], []]) {
      lines = []
      await run(...more)
      expect(beforeEntries()).toEqual([`${dir}: 3 strategies, no problem`])
      expect(process.exitCode).toBe(0)
    }
  })

  it('check prints for each strategy the days of an account that comes late, by risk where that differs', async () => {
    await run()
    const told = lines.slice(lines.indexOf(entries) + 1)
    expect(told).toContain(
      'b2b-ladder at 35: friendly 35, call 40, second-reminder 47, second-call 51, final-notice 56, formal-notice 59, last-call 63, hand-over 71, ladder_ended 161',
    )
    const places = (strategy: string, bands: string[]) =>
      [5, 35, 65, 120].flatMap((dpd) => bands.map((band) => `${strategy} at ${dpd}${band}`))
    const risks = [' (low)', ' (medium)', ' (high)']
    expect(told.map((line) => line.replace(/:.*/, ''))).toEqual([
      ...places('cn-consumer', risks),
      ...places('us-card', risks),
      ...places('b2b-ladder', ['']),
    ])
  })

  it('check prints every problem with its place and what to do, and exits with 1', async () => {
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

  it('the problems come as JSON too', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 6, 1) })
    await run('--write', '--json')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      problems: [],
      warnings: [],
      notes: expect.arrayContaining([
        expect.objectContaining({ code: 'acknowledged_content', path: 'acknowledges[0]' }),
      ]) as unknown[],
      entries: expect.arrayContaining([
        expect.objectContaining({ strategy: 'b2b-ladder', entry: 35, bands: ['low', 'medium', 'high'] }),
      ]) as unknown[],
    })
  })

  it('check names the template, the rule and the words of a text that a law forbids', async () => {
    await run('--write')
    spoil('templates/en/us-reminder.yaml', 'Pay: {paylink}', 'or you face a lawsuit. Pay: {paylink}')
    spoil('templates/zh-CN/cn-second.yaml', '请尽快', '否则上门抓人，请尽快')
    spoil('templates/en/us-final.yaml', 'Reply {optout} to opt out.', '')
    lines = []
    await run()
    expect(lines).toEqual([
      `${dir}/templates/en/us-final.yaml:6 carries[3]: claims optout_instruction, but no word of the text shows it [unshown_content]`,
      '    say it, or do not claim it',
      `${dir}/templates/en/us-final.yaml:6 carries[4]: claims optout_one_word, but no word of the text shows it [unshown_content]`,
      '    say it, or do not claim it',
      `${dir}/templates/en/us-reminder.yaml:7 text: "lawsuit" suggests threat_not_intended, which is forbidden: US-F-25 (us-fed-regf) [forbidden_content]`,
      expect.stringContaining('acknowledges: [{ token: threat_not_intended, reason: ... }]'),
      `${dir}/templates/zh-CN/cn-second.yaml:6 text: "上门抓人" suggests arrest_threat, which is lawful nowhere [forbidden_content]`,
      '    say it otherwise',
      '4 problems',
    ])
    expect(process.exitCode).toBe(1)
  })

  it('the option --verbose also tells what is not wrong', async () => {
    await run('--write')
    lines = []
    await run('--verbose')
    expect(process.exitCode).toBe(0)
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^note: .*us-call.yaml:\d+ acknowledges\[0\]: "attorney": not fake_attorney \(US-F-25/,
      ),
    )
    expect(lines).toContainEqual(expect.stringMatching(/MX-07 .* will not go to MX \[content_refused\]$/))
  })

  it('check warns of a calendar that ends soon, with the rules that would deny, and is content all the same', async () => {
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
      `warning: ${dir}/calendars/it-national.yaml: the calendar ends on 2028-12-31; beyond it each day is judged as a workday, a rest day and a holiday at once: IT-01 [calendar_ends]`,
    )
    expect(warnings).toContain(
      `warning: ${dir}/calendars/us-federal.yaml: the calendar ends on 2028-12-31; beyond it each day is judged as a workday, a rest day and a holiday at once: closed hours of a person that name holidays [calendar_ends]`,
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
  const run = (...args: string[]) => runLine(publishCommand, 'publish', [...args, '--by', 'ann'])

  it('publish activates, says when nothing changed, lists, and goes back', async () => {
    await run(dir, '--note', 'first', '--yes')
    spoil('strategies/us-card.yaml', 'mode: live', 'mode: shadow')
    await run(dir, '--yes')
    await run(dir)
    expect(lines[2]).toBe('nothing changed: this content is active already')
    lines = []
    await run('--list', '--json')
    const { versions } = JSON.parse(lines[0] ?? '') as {
      versions: { id: number; active: boolean; note: string | null }[]
    }
    expect(versions.map(({ active, note }) => [active, note])).toEqual([
      [true, null],
      [false, 'first'],
    ])
    await run('--rollback', String(versions[1]?.id), '--json', '--yes')
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ versions: [{ id: versions[1]?.id, active: true }] })
  })

  it('publish tells what would change and changes nothing: with --dry-run, and where nobody says yes', async () => {
    await expect(run(dir)).rejects.toThrow(/not_confirmed: .*strategy us-card: new/)
    await run(dir, '--dry-run')
    expect(lines[0]).toBe(`${dir} would become the active version`)
    lines = []
    await run('--list')
    expect(lines).toEqual(['nothing was published yet'])
    await run(dir, '--yes')
    spoil('strategies/us-card.yaml', 'mode: live', 'mode: shadow')
    lines = []
    await run(dir, '--dry-run', '--json')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      changes: expect.arrayContaining([{ kind: 'strategy', name: 'us-card', is: 'changed' }]) as unknown,
    })
    await expect(run(dir, '--json')).rejects.toThrow(/not_confirmed: .*strategy us-card: changed/)
    await run(dir, '--yes')
    await expect(run('--rollback', '1')).rejects.toThrow(/version 1 becomes .*strategy us-card: changed/)
    await run('--rollback', '1', '--dry-run')
    lines = []
    await run('--list', '--json')
    const { versions } = JSON.parse(lines[0] ?? '') as { versions: { id: number; active: boolean }[] }
    expect(versions.find((one) => one.active)?.id).toBe(2)
  })

  it('options that cannot both be meant are refused', async () => {
    await expect(run('--list', '--rollback', '1')).rejects.toThrow('conflicting_options')
    await expect(run('--list', '--dry-run')).rejects.toThrow('conflicting_options')
    await expect(run(dir, '--rollback', '1', '--yes')).rejects.toThrow('conflicting_options')
  })

  it('files with problems are refused, and so is a version that is not there', async () => {
    spoil('strategies/us-card.yaml', 'priority: 20', 'priority: 10')
    await expect(run(dir)).rejects.toThrow('duplicate_priority')
    await expect(run('--rollback', '7')).rejects.toThrow('unknown_version')
    await expect(run('--rollback', 'x')).rejects.toThrow('bad_version')
  })

  it('publish says what is missing without a database', async () => {
    vi.stubEnv('DATABASE_URL', '')
    await expect(run(dir)).rejects.toThrow('no_database')
  })
})
