import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runLine } from '../../src/cli/command-line.ts'
import { resumeCommand } from '../../src/cli/resume.ts'
import { stopCommand } from '../../src/cli/stop.ts'
import { ProblemError } from '../../src/core/base/problem.ts'
import { brakesOn } from '../../src/shell/pg/door/brake.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { seedCase } from '../shell/http/seed.ts'

let fresh: TestDatabase
let lines: string[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  await seedCase(fresh.db)
  const strategies = JSON.stringify({ strategies: [{ strategy: 'us-loan' }, { strategy: 'b2b-ladder' }] })
  await fresh.db.query(
    `insert into config_version (hash, content, published_at, published_by, active) values ('x', $1, now(), 'test', true)`,
    [strategies],
  )
  await fresh.db.query(
    `insert into account (person_id, external_id, creditor, collector, currency, zones)
     select person_id, 'A2', 'Smith, Jones', collector, currency, zones from account limit 1`,
  )
})
afterAll(() => fresh.drop())
beforeEach(() => {
  vi.stubEnv('DATABASE_URL', fresh.url)
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = 0
  await fresh.owner.query('delete from brake')
})

const stop = (...words: string[]) => runLine(stopCommand, 'stop', words)
const resume = (...words: string[]) => runLine(resumeCommand, 'resume', words)

async function on(): Promise<(string | null)[][]> {
  return (await brakesOn(fresh.db)).map(({ channel, strategy, creditor }) => [channel, strategy, creditor])
}

async function problemOf(run: Promise<void>): Promise<unknown> {
  const error: unknown = await run.then(
    () => null,
    (failed: unknown) => failed,
  )
  return error instanceof ProblemError ? error.problems[0] : error
}

test('the command stop acts at once and then tells what it holds, by count', async () => {
  await stop('--by', 'ann', '--why', 'wrong text')
  expect(await on()).toEqual([[null, null, null]])
  expect(lines[0]).toMatch(/^on {3}#\d+ {2}everything {2}since \S+Z by ann \(wrong text\)$/)
  expect(lines[1]).toMatch(/everything: holds \d+ planned and \d+ queued contacts; 1 open cases$/)
})

test('what is held is counted by channel, strategy and creditor', async () => {
  const [row] = await fresh.db.query<{
    channel: string
    creditor: string
    strategy: string
    planned: number
  }>(
    `select c.channel, c.creditor, k.strategy, count(*) over () as planned from contact c
     join collection_case k on k.id = c.case_id where c.state = 'planned' limit 1`,
  )
  if (!row) throw new Error('the seed has a planned contact')
  const held = async (...scope: string[]): Promise<unknown> => {
    lines = []
    await stop(...scope, '--json')
    const answer = JSON.parse(lines[0] ?? '') as { brakes: { holds: unknown }[] }
    return answer.brakes[0]?.holds
  }
  const { channel, creditor, strategy, planned } = row
  expect(await held('--channel', channel, '--creditor', creditor, '--strategy', strategy)).toMatchObject({
    planned,
    openCases: 1,
  })
  expect(await held('--strategy', 'us-loan')).toEqual({ planned: 0, queued: 0, underway: 0, openCases: 0 })
  expect(await held('--channel', 'visit')).toMatchObject({ planned: 0, openCases: 1 })
})

test('several brakes may be named, by repeating or with commas; stopping twice says so', async () => {
  await stop('--channel', 'sms', '--channel', 'call,visit', '--strategy', 'us-loan')
  expect(await on()).toEqual([
    ['sms', 'us-loan', null],
    ['call', 'us-loan', null],
    ['visit', 'us-loan', null],
  ])
  lines = []
  await stop('--channel', 'call', '--strategy', 'us-loan')
  expect(lines[0]).toMatch(/it was on already$/)
  expect(await on()).toHaveLength(3)
})

test('a name that holds a comma is one name', async () => {
  await stop('--creditor', 'Smith, Jones')
  expect(await on()).toEqual([[null, null, 'Smith, Jones']])
})

test('nothing is stopped where one of those that are named does not exist, and the nearest is named', async () => {
  const [row] = await fresh.db.query<{ creditor: string }>(
    `select creditor from account where external_id = 'A1'`,
  )
  const creditor = row?.creditor ?? ''
  expect(await problemOf(stop('--creditor', creditor, '--creditor', `${creditor}e`))).toMatchObject({
    code: 'unknown_creditor',
    suggestion: `did you mean ${creditor}?`,
  })
  expect(await problemOf(stop('--strategy', 'us-lone', '--channel', 'sms'))).toMatchObject({
    code: 'unknown_strategy',
    suggestion: 'did you mean us-loan?',
  })
  expect(await problemOf(stop('--strategy', 'us-loan,nothing-like-it'))).toMatchObject({
    suggestion: expect.stringMatching(/^one of .*b2b-ladder/),
  })
  expect(await problemOf(stop('--channel', 'sms,cal'))).toMatchObject({
    code: 'unknown_word',
    suggestion: 'did you mean call?',
  })
  expect(await problemOf(stop('--list', '--channel', 'sms'))).toMatchObject({ code: 'conflicting_options' })
  expect(await on()).toEqual([])
})

test('the command resume tells what it would take off, and without a yes nothing changes', async () => {
  await stop('--channel', 'sms')
  const refused = await problemOf(resume('--channel', 'sms'))
  expect(refused).toMatchObject({
    code: 'not_confirmed',
    message: expect.stringMatching(/sms .*: it holds \d+ planned/),
    suggestion: expect.stringContaining('--yes'),
  })
  expect(await on()).toHaveLength(1)
  await resume('--channel', 'sms', '--yes', '--by', 'bob')
  expect(await on()).toEqual([])
  expect(lines.at(-1)).toMatch(/^off {2}#\d+ {2}sms /)
})

test('the command resume takes off what is named and nothing else', async () => {
  await stop('--channel', 'sms,call')
  await stop()
  expect(await problemOf(resume('--channel', 'visit', '--yes'))).toBeNull()
  expect(process.exitCode).toBe(1)
  expect(lines.at(-1)).toMatch(/^no such brake was on; on are: #\d+ sms; #\d+ call; #\d+ everything$/)
  expect(await problemOf(resume('--all', '--channel', 'sms', '--yes'))).toMatchObject({
    code: 'conflicting_options',
  })
  expect(await problemOf(resume('--strategy', 'us-lone', '--yes'))).toMatchObject({
    code: 'unknown_strategy',
  })
  expect(await on()).toHaveLength(3)
  await resume('--yes')
  expect(await on()).toEqual([
    ['sms', null, null],
    ['call', null, null],
  ])
  await resume('--all', '--yes')
  expect(await on()).toEqual([])
})

test('a brake on a strategy that is gone meanwhile can be taken off', async () => {
  await fresh.db.query(
    `insert into brake (strategy, why, stopped_by, stopped_at) values ('gone', 'x', 'ann', now())`,
  )
  await resume('--strategy', 'gone', '--yes')
  expect(await on()).toEqual([])
})
