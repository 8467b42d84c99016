import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { segmentsOf } from '../../../src/core/channel/segments.ts'
import { generatedFiles, staleFiles } from '../../../src/shell/config/generated.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'

describe('the files that are shipped', () => {
  const loaded = loadSchedules('schedules')

  it('the shipped files have no problem', () => {
    expect(loaded.problems).toEqual([])
    expect(loaded.schedules?.strategies.map(({ strategy }) => strategy)).toEqual([
      'cn-consumer',
      'us-card',
      'b2b-ladder',
    ])
  })

  it('every shipped ladder ends with a task for a human', () => {
    for (const { stages } of loaded.schedules?.strategies ?? []) {
      expect(stages.at(-1)?.steps.at(-1)?.channel).toBe('human')
    }
  })

  it('generated files are fresh: arrears check --write', () => {
    expect(staleFiles(generatedFiles('schedules', loaded.schedules, 'docs/state-machine.md'))).toEqual([])
  })

  const values: Record<string, string> = {
    name: 'Christopher Featherstonehaugh',
    creditor: 'demo-wholesale',
    account: 'b2b-000123-inv-07',
    amount: '123456.78',
    currency: 'USD',
    due: '2026-03-01',
    dpd: '120',
    callback: '+12025550199',
    promised: '20.00',
    promisedBy: '2026-03-10',
    rate: '50.00',
    rateDue: '2026-03-15',
    ratesMissed: '0',
    settlement: '200.00',
    settlementDue: '2026-03-15',
    paylink: 'https://pay.example/abcdefgh',
    optout: 'STOP',
  }

  it.each((loaded.schedules?.templates ?? []).map((one) => [`${one.locale}/${one.template}`, one] as const))(
    '%s stays within its segments',
    (_, { text, channel, maxSegments }) => {
      if (channel !== 'sms') return
      const filled = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
      expect(segmentsOf(filled).count).toBeLessThanOrEqual(maxSegments)
    },
  )
})

describe('a folder with mistakes', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'arrears-schedules-'))
    cpSync('schedules', dir, { recursive: true })
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  function edit(file: string, from: string | RegExp, to: string): void {
    const path = join(dir, file)
    const text = readFileSync(path, 'utf8')
    const changed = text.replace(from, to)
    expect(changed).not.toBe(text)
    writeFileSync(path, changed)
  }

  function lineOf(file: string, word: string): number {
    const lines = readFileSync(join(dir, file), 'utf8').split('\n')
    return 1 + lines.findIndex((text) => text.includes(word))
  }

  function problems(): string[] {
    const { schedules, problems: found } = loadSchedules(dir)
    expect(schedules === null).toBe(found.length > 0)
    return found.map(({ file, line, path, code, suggestion }) =>
      [`${file?.slice(dir.length + 1)}:${line ?? ''}`, path ?? '', code, suggestion ?? ''].join(' | '),
    )
  }

  it('an unknown key, with what was meant, and its line', () => {
    edit('strategies/b2b-ladder.yaml', 'title:', 'titel:')
    expect(problems()).toEqual([
      'strategies/b2b-ladder.yaml:2 | title | invalid_value | ',
      'strategies/b2b-ladder.yaml:3 | titel | unknown_key | did you mean title?',
    ])
  })

  it('an unknown key deep inside is told with its place', () => {
    edit('strategies/b2b-ladder.yaml', 'dpd: 7, at', 'dpd: 7, mandatery: true, at')
    expect(problems()).toEqual([
      'strategies/b2b-ladder.yaml:16 | stages[0].steps[1].mandatery | unknown_key | did you mean mandatory?',
    ])
  })

  it('an unknown channel is told', () => {
    edit('strategies/b2b-ladder.yaml', 'step: call, channel: call', 'step: call, channel: cal')
    expect(problems()).toEqual([
      'strategies/b2b-ladder.yaml:21 | stages[1].steps[0].channel | invalid_value | did you mean call?',
    ])
  })

  it('a file that is no YAML is told', () => {
    edit('templates/en/us-call.yaml', 'template: us-call', 'template: [us-call')
    expect(problems().map((line) => line.split(' | ').slice(0, 3).join(' '))).toContain(
      'templates/en/us-call.yaml:3  yaml',
    )
  })

  it('all problems of all files are told at once', () => {
    edit('strategies/cn-consumer.yaml', 'template: cn-friendly', 'template: cn-frendly')
    edit('strategies/us-card.yaml', 'packs: [us-fed-regf,', 'packs: [us-fed-refg,')
    edit('templates/en/b2b-final.yaml', '{amount}', '{ammount}')
    edit('ticks.yaml', /^ {2}visit:.*$/m, '')
    expect(problems()).toEqual([
      'strategies/cn-consumer.yaml:15 | stages[0].steps[0].template | unknown_template | did you mean cn-friendly?',
      'templates/en/b2b-final.yaml:9 | text | unknown_placeholder | did you mean {amount}?',
      'strategies/us-card.yaml:8 | packs[0] | unknown_pack | did you mean us-fed-regf?',
      'strategies/us-card.yaml:8 | packs | pack_not_listed | add us-fed-regf',
      'ticks.yaml:9 | rates | missing_rate | add visit: { perHour: n }',
    ])
  })

  it('a text that is missing in one language is told', () => {
    rmSync(join(dir, 'templates/zh-CN/us-final.yaml'))
    expect(problems()).toEqual([
      'strategies/us-card.yaml:33 | stages[3].steps[0].template | template_locale | write templates/zh-CN/us-final.yaml',
    ])
  })

  it('evidence that nobody records and the pack does not declare is told', () => {
    const path = 'compliance/cn-gbt45251.yaml'
    edit(path, 'evidence: agent.trained', 'evidence: agent.traind')
    const line = lineOf(path, 'agent.traind')
    const place = `${path}:${line} | rules[4].parameters.all[0].evidence | evidence_class`
    expect(problems()).toEqual([`${place} | did you mean agent.trained?`])
    edit(path, 'agent.traind', 'talk.filmed')
    expect(problems()).toEqual([
      `${place} | declare it under keys: with its class, such as talk.filmed: asserted (or at_claim, or derived)`,
    ])
    edit(path, 'keys:\n', 'keys:\n  talk.filmed: at_claim\n')
    expect(problems()).toEqual([])
  })

  it('a folder that is not there is told', () => {
    expect(loadSchedules(join(dir, 'nowhere')).problems).toMatchObject([{ code: 'no_folder' }])
  })

  it('layout and comments do not change the hash, content does', () => {
    const before = loadSchedules(dir).hash
    edit('strategies/b2b-ladder.yaml', 'mode: live', 'mode:   live   # as it was')
    expect(loadSchedules(dir).hash).toBe(before)
    edit('strategies/b2b-ladder.yaml', 'mode:   live', 'mode: shadow')
    expect(loadSchedules(dir).hash).not.toBe(before)
  })
})
