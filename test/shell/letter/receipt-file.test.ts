import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { importCommand } from '../../../src/cli/import.ts'
import { letterStage, type LetterStage } from './stage.ts'

let stage: LetterStage
let said: string[]
beforeAll(async () => {
  stage = await letterStage()
  await stage.real.at('2026-02-01T09:00:00Z')
  for (const number of [1, 2, 3]) await stage.debtor(number)
  await stage.real.morning('2026-03-02T00:05:00Z')
  await stage.real.morning('2026-03-02T10:00:00Z')
  await stage.send()
  await stage.real.at('2026-03-02T14:01:00Z')
  await stage.handOver()
  await stage.real.at('2026-03-06T09:00:00Z')
})
afterAll(() => stage.close())
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = undefined
})

async function imported(csv: string, ...asOf: string[]): Promise<string> {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  for (const [name, value] of Object.entries(stage.real.env)) vi.stubEnv(name, value)
  const path = join(stage.folder, '.arrears', 'back.csv')
  writeFileSync(path, csv)
  await runLine(importCommand, 'import', ['receipts', path, '--channel', 'letter', ...asOf])
  return path
}

test('what a print house tells in a file goes the way of its callbacks, twice as once', async () => {
  const [one, two, three] = (await stage.real.contacts()).map(({ reference }) => reference)
  const csv = `reference,status,at\n${one},delivered,2026-03-04\n${two},returned_moved,\n${three},sent,2026-03-03T09:00:00Z\n`
  await imported(csv, '--as-of', '2026-03-05')
  expect(said).toEqual(['3 lines: 3 new, 0 known already, 0 lines rejected'])
  expect(await stage.states()).toEqual({ A1: 'delivered', A2: 'failed', A3: 'sent' })
  await imported(csv, '--as-of', '2026-03-05')
  expect(said).toEqual(['3 lines: 0 new, 3 known already, 0 lines rejected'])
  const [point] = await stage.real.db.query<{ valid: boolean }>(
    `select p.valid from contact_point p join contact c on c.person_id = p.person_id and c.point_id = p.id where c.client_ref = $1`,
    [two],
  )
  expect(point).toEqual({ valid: false })
  const twice = await stage.real.db.query('select reference from accepted_twice')
  expect(twice).toEqual([])
})

test('a line without an id of the house calls no letter by another name', async () => {
  const [, , three] = (await stage.real.contacts()).map(({ reference }) => reference)
  await imported(`reference,status,at,id\n${three},sent,2026-03-03T10:00:00Z,H-3\n`)
  await imported(`reference,status,at\n${three},sent,2026-03-03T11:00:00Z\n`)
  expect(said).toEqual(['1 lines: 1 new, 0 known already, 0 lines rejected'])
  expect(await stage.real.db.query('select reference from accepted_twice')).toEqual([])
})

test('one bad line hurts one line, and is told with its place', async () => {
  const [, , three] = (await stage.real.contacts()).map(({ reference }) => reference)
  const unknown = '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11'
  const path = await imported(`reference,status\n${unknown},delivered\n${three},eaten\n${three},delivered\n`)
  expect(said[0]).toBe('3 lines: 1 new, 0 known already, 2 lines rejected')
  expect(process.exitCode).toBe(1)
  const bad = readFileSync(`${path}.rejects.ndjson`, 'utf8').trim().split('\n')
  expect(bad.map((line) => JSON.parse(line) as object)).toMatchObject([
    { line: 2, code: 'unknown_reference' },
    { line: 3, code: 'bad_callback', column: 'status' },
  ])
})

test('a file that cannot be read is refused whole', async () => {
  await expect(imported('reference,state\nx,y\n')).rejects.toThrow('unknown_column')
  await expect(imported('reference,status\n"x,y\n')).rejects.toThrow('bad_csv')
})

test('a line that was not taken is told each time, and why', async () => {
  const [one] = (await stage.real.contacts()).map(({ reference }) => reference)
  const unknown = '0d9a4d3e-8f0c-4f7e-9a51-6f0f5d2c7b90'
  const csv = `reference,status,at\n${one},returned_refused,2027-03-01\n${unknown},delivered,\n`
  for (let time = 1; time <= 2; time++) {
    const path = await imported(csv)
    expect(said[0]).toBe('2 lines: 0 new, 0 known already, 2 lines rejected')
    const bad = readFileSync(`${path}.rejects.ndjson`, 'utf8').trim().split('\n')
    expect(bad.map((line) => (JSON.parse(line) as { code: string }).code).slice(-2)).toEqual([
      'from_the_future',
      'unknown_reference',
    ])
  }
})
