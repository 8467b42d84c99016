import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { complianceCommand } from '../../../src/cli/compliance/compliance.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { freshDatabase } from '../../support/database.ts'
import { slimSchedules } from '../../support/slim-schedules.ts'
import { projectSchedules } from '../../support/story-engine.ts'

const slim = slimSchedules()
let said: string[] = []

afterAll(() => slim.drop())

beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const run = (...args: string[]) =>
  runLine(complianceCommand, 'compliance', ['list', '--schedules', slim.dir, ...args])
const json = () => JSON.parse(said[0] ?? '')
const names = () => json().packs.map(({ pack }: { pack: string }) => pack)

test('the list says of each pack what it holds, whom it binds and how far its calendar goes', async () => {
  await run('--residence', 'US-MA', '--actor', 'third_party')
  const [text = ''] = said
  expect(text).toMatch(/us-fed-regf +│ USA: Regulation F/)
  expect(text).toMatch(/third_party debt_buyer/)
  expect(text).toMatch(/us-federal +│\n.* to 2028/)
  expect(text).not.toMatch(/us-dc|cn-law/)
  expect(text).not.toContain('\u001b')
})

test('the list asks only for packs that bind by residence, actor and product; what is not said binds as any', async () => {
  await run('--residence', 'us-ma,CN', '--actor', 'first_party', '--product', 'invoice', '--json')
  expect(names()).toEqual(expect.arrayContaining(['us-fed-tcpa', 'us-ma', 'cn-law', 'xx-house']))
  expect(names()).not.toContain('us-fed-regf')
  expect(names()).not.toContain('cn-gbt45251')
  said = []
  await run('--residence', 'US-*', '--json')
  expect(names()).toEqual(expect.arrayContaining(['us-dc', 'us-ma', 'us-nyc']))
  expect(names()).not.toContain('cn-law')
  said = []
  await run('--json')
  expect(names().length).toBeGreaterThanOrEqual(38)
})

test('the list of a day shows only what is in force on it', async () => {
  await run('us-nyc', '--in-force', '2026-08-31', '--json')
  expect(json()).toMatchObject({ force: { now: 0, later: 4 }, rules: [], nextChange: { on: '2026-09-01' } })
  said = []
  await run('us-nyc', '--in-force', '2026-09-01', '--json')
  expect(json().rules.map(({ rule }: { rule: string }) => rule)).toEqual([
    'NY-C-01',
    'NY-C-02',
    'NY-C-03',
    'NY-C-04',
  ])
  said = []
  await run('--in-force', '2026-08-31', '--json')
  expect(names()).not.toContain('us-nyc')
})

test('the list shows the rules of one pack, each with its citation, its dates and its note', async () => {
  await run('us-fed-tcpa')
  const [text = ''] = said
  expect(text).toMatch(/US-T-03 +│ hold +│ Revoke-all/)
  expect(text).toMatch(/47 CFR\s+│?.*64\.1200\(a\)\(10\), waiver DA 26-12/s)
  expect(text).toContain('2027-01-31')
  expect(text).toContain('Delayed twice')
})

test('the list tells what is wrong with what it was given', async () => {
  await expect(run('us-nycc')).rejects.toThrow('unknown_pack')
  await expect(run('--in-force', '2026-02-30')).rejects.toThrow('bad_day')
  await expect(run('--actor', 'bank')).rejects.toThrow('bad_option')
  await expect(run('--residence', 'Boston')).rejects.toThrow('bad_option')
})

test('the published law may be another than the files', async () => {
  const database = await freshDatabase()
  try {
    vi.stubEnv('DATABASE_URL', database.url)
    await expect(run('--published')).rejects.toThrow('nothing_published')
    const { schedules, hash } = projectSchedules()
    const packs = schedules.packs.filter(({ pack }) => pack !== 'us-ma')
    await publishSchedules(database.db, { schedules: { ...schedules, packs }, hash, by: 'test' })
    await run('--published', '--json')
    expect(names()).toContain('us-dc')
    expect(names()).not.toContain('us-ma')
  } finally {
    await database.drop()
  }
})
