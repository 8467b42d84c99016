import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import { replayCommand } from '../../src/cli/replay.ts'
import { ProblemError } from '../../src/core/base/problem.ts'

let folder: string
let said: string[]
let complained: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-replay-test-'))
  said = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complained.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
})

const invoice = (account: string, dueOn: string, product = 'invoice') => [
  {
    type: 'account.opened',
    at: '2026-02-01T00:00:00Z',
    account,
    debtor: `D-${account}`,
    creditor: 'acme',
    actor: 'first_party',
    product,
    currency: 'USD',
    region: 'US-NY',
    zone: 'America/New_York',
    phone: '+12025550100',
  },
  {
    type: 'obligation.billed',
    at: '2026-02-01T00:00:00Z',
    account,
    obligation: 'first',
    dueOn,
    amount: '55.94',
  },
]

async function run(facts: (string | object)[], more: string[] = []): Promise<void> {
  const file = join(folder, 'facts.ndjson')
  writeFileSync(
    file,
    facts.map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact))).join('\n'),
  )
  const span = ['--from', '2026-03-01', '--to', '2026-03-12']
  const files = ['--out', join(folder, 'contacts'), '--cases', join(folder, 'cases')]
  await runLine(replayCommand, 'replay', ['--facts', file, ...span, ...files, ...more])
}
const written = (name: string): string => readFileSync(join(folder, name), 'utf8')

test('contacts and cases are written in the public format', async () => {
  const paid = { type: 'payment.received', at: '2026-03-11T09:00:00Z', account: 'A1', payment: 'P1' }
  await run([...invoice('A1', '2026-03-03'), { ...paid, amount: '55.94' }])
  expect(written('contacts')).toBe(
    '{"at":"2026-03-05T15:00:00Z","account":"A1","debtor":"D-A1","case":"A1/1","channel":"sms","stage":"reminders","step":"friendly","attempt":1,"dpd":2}\n' +
      '{"at":"2026-03-10T14:00:00Z","account":"A1","debtor":"D-A1","case":"A1/1","channel":"sms","stage":"reminders","step":"reminder","attempt":1,"dpd":7}\n',
  )
  expect(written('cases')).toBe(
    '{"account":"A1","case":"A1/1","openedOn":"2026-03-04","closedOn":"2026-03-11","reason":"cured"}\n',
  )
  expect(said).toEqual(['3 facts, 1 case intervals, 2 contacts, 0 refusals'])
  expect(process.exitCode).toBeUndefined()
})

test('bad lines are reported by number, the rest is played, and the exit code says so', async () => {
  const [opened, billed] = invoice('A1', '2026-03-03')
  await run(['{', opened ?? '', { ...billed, amount: '1e3' }, billed ?? '', { ...billed, amount: '9.00' }])
  expect(complained.map((line) => line.replace(/: .*/, ''))).toEqual([
    'facts.ndjson:1 not_json',
    'facts.ndjson:3 bad_amount',
    'facts.ndjson:5 conflicting_fact',
  ])
  expect(written('cases')).toContain('"case":"A1/1"')
  expect(process.exitCode).toBe(1)
})

test('an overdue account that no strategy takes is named', async () => {
  await run(invoice('A9', '2026-03-03', 'rent'), ['--json'])
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ facts: 2, contacts: 0, unplaced: ['A9'], problems: [] })
})

test('what was overdue before the first day is loaded without contacts and taken up on the first morning', async () => {
  await run(invoice('A1', '2026-02-20'))
  expect(written('cases')).toBe(
    '{"account":"A1","case":"A1/1","openedOn":"2026-03-01","closedOn":null,"reason":null}\n',
  )
})

test('days that are none and files that are not there are refused', async () => {
  const bad = ['--facts', join(folder, 'none'), '--out', join(folder, 'o')]
  await expect(
    runLine(replayCommand, 'replay', [...bad, '--from', '2026-02-30', '--to', 'tomorrow']),
  ).rejects.toThrow(ProblemError)
  await expect(
    runLine(replayCommand, 'replay', [...bad, '--from', '2026-02-01', '--to', '2026-02-02']),
  ).rejects.toThrow(/no_file/)
})

test('a replay writes the tasks that were opened for people, with what became of them', async () => {
  const overdue = invoice('A1', '2026-02-15')
  const strategies = join(folder, 'schedules')
  cpSync('schedules', strategies, { recursive: true })
  rmSync(join(strategies, 'strategies'), { recursive: true })
  mkdirSync(join(strategies, 'strategies'))
  writeFileSync(join(strategies, 'strategies', 'letters.yaml'), LETTERS)
  const posted = {
    type: 'task.resolved',
    at: '2026-03-06T15:00:00Z',
    account: 'A1',
    step: 'post-letter',
    answer: 'done',
  }
  const files = ['--schedules', strategies, '--tasks', join(folder, 'tasks')]
  await run([...overdue, posted], files)
  expect(complained).toEqual([])
  const asked = { account: 'A1', case: 'A1/1', step: 'post-letter' }
  const lines = written('tasks').trim().split('\n')
  expect(lines[0]).toBe(
    '{"at":"2026-03-05T14:00:00Z","account":"A1","case":"A1/1","kind":"last_step","step":"post-letter","role":"back-office","due":"2026-03-05T14:00:00Z","closedAt":"2026-03-06T15:00:00Z","answer":"done"}',
  )
  expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { ...asked, kind: 'step_overdue', role: 'supervisor', at: '2026-03-06T14:00:00Z', answer: 'arrived' },
  ])
  expect(written('contacts')).toContain('"at":"2026-03-06T16:00:00Z"')
})

const LETTERS = `
strategy: letters
title: Letters
priority: 10
applies: { actor: [first_party], product: [invoice], region: [US] }
open: { dpd: 1, pastDue: "1.00", perDay: 20000 }
mode: live
packs: [us-fed-stay, us-fed-tcpa, xx-house]
risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: low }
onChange: { default: finish }
stages:
  - stage: notice
    from: { dpd: 1 }
    steps:
      - { step: friendly, channel: sms, template: b2b-friendly, dpd: 15, at: "10:00" }
      - { step: post-letter, channel: human, task: Post notice letter, role: back-office, dpd: 18, at: "09:00", mandatory: true }
  - stage: calls
    from: { dpd: 18 }
    steps:
      - { step: call, channel: call, script: b2b-call, after: { days: 0 }, at: "11:00" }
`

test('what is doubtful is taken, and told with its line, at the door as in the ledger', async () => {
  const [account, bill] = invoice('A1', '2026-03-01')
  const promise = { type: 'promise.made', at: '2026-02-02T00:00:00Z', account: 'A1', promise: 'P' }
  await run([
    { ...account, phone: 'call me', region: 'Atlantis' },
    bill ?? {},
    { ...promise, amount: '5', by: '2026-02-03', recorded: '2026-03-02T00:00:00Z' },
  ])
  expect(complained.filter((line) => line.startsWith('warning: facts.ndjson:1 '))).toHaveLength(2)
  expect(complained).toContainEqual(expect.stringMatching(/^warning: facts\.ndjson:3 already_over: by /))
})
