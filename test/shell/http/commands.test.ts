import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Compiled, compiled, type Ended } from '../../support/compiled.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { NOW, seedCase } from './seed.ts'

let database: TestDatabase
let built: Compiled
let ids: Awaited<ReturnType<typeof seedCase>>

beforeAll(async () => {
  ;[database, built] = await Promise.all([freshDatabase(), compiled()])
  ids = await seedCase(database.db)
})
afterAll(() => database.drop())

function arrears(args: string[], input = ''): Promise<Ended> {
  return built.cli(args, { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl }, input)
}

it('arrears explain tells the story, as text and as JSON', async () => {
  const [text, json, missing] = await Promise.all([
    arrears(['explain', 'A1/1']),
    arrears(['explain', String(ids.case), '--json']),
    arrears(['explain', 'A9']),
  ])
  expect([text.code, text.err]).toEqual([0, ''])
  expect(text.out).toContain('Case A1/1')
  expect(text.out).toContain('[12 CFR 1006.14(b)(2)]')
  expect(JSON.parse(json.out)).toMatchObject({ case: { name: 'A1/1' }, truncated: false })
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('unknown_case')])
})

it('arrears keys makes a key once and says so', async () => {
  const made = await arrears(['keys', 'create', 'feed', '--scopes', 'facts:write,cases:read'])
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^arr_[\w-]{32}\n$/)])
  const [again, unknown, list] = await Promise.all([
    arrears(['keys', 'create', 'feed', '--scopes', 'admin']),
    arrears(['keys', 'create', 'other', '--scopes', 'facts:read']),
    arrears(['keys', 'list', '--json']),
  ])
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('key_exists')])
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('unknown_scope')])
  expect(JSON.parse(list.out)).toMatchObject({
    keys: [{ name: 'feed', scopes: ['facts:write', 'cases:read'], revokedAt: null }],
  })
  expect((await arrears(['keys', 'revoke', 'feed'])).code).toBe(0)
  expect((await arrears(['keys', 'password'], 'secret\n')).out).toMatch(/^scrypt\$[\w-]+\$[\w-]+\n$/)
})

it('what asks for yes or no means yes where nothing more is written', async () => {
  const [alone, before, no] = await Promise.all([
    arrears(['cases', '--json', '--open']),
    arrears(['cases', '--open', '--json']),
    arrears(['cases', '--open', 'false', '--json']),
  ])
  for (const { code, out } of [alone, before]) {
    expect([code, JSON.parse(out)]).toMatchObject([0, { cases: [{ name: 'A1/1' }] }])
  }
  expect([no.code, JSON.parse(no.out)]).toMatchObject([0, { cases: [] }])
})

it('arrears cases and contacts answer what the API does, and name the option that is wrong', async () => {
  const [text, json, csv, contacts, wrong] = await Promise.all([
    arrears(['cases', '--debtor', 'D1', '--past-due-from', '100', '--currency', 'USD', '--dpd-to', '9']),
    arrears(['cases', '--refused-by', 'US-F-10', '--json']),
    arrears(['cases', '--csv']),
    arrears(['contacts', '--channel', 'sms', '--limit', '1', '--json']),
    arrears(['cases', '--past-due-from', '100', '--state', 'hold']),
  ])
  expect([text.code, text.out]).toEqual([
    0,
    expect.stringMatching(/^A1\/1 +D1 +working +reminder +9 +120\.50 +USD/m),
  ])
  expect(JSON.parse(json.out)).toMatchObject({
    cases: [{ name: 'A1/1', refusedBy: ['US-F-10'] }],
    next: null,
  })
  expect(csv.out).toMatch(/^account,debtor,.*\nA1,D1,acme,USD,120\.50,,9,/)
  const { contacts: newest, next } = JSON.parse(contacts.out) as { contacts: unknown[]; next: string }
  expect(newest).toMatchObject([{ case: 'A1/1', step: 'second', state: 'planned' }])
  expect(
    JSON.parse((await arrears(['contacts', '--channel', 'sms', '--cursor', next, '--json'])).out),
  ).toMatchObject({
    contacts: [{ step: 'friendly' }],
    next: null,
  })
  expect([wrong.code, wrong.out]).toEqual([2, ''])
  expect(wrong.err).toMatch(/--state: bad_value: one of .*did you mean held\?/)
})

it('arrears tasks lists, claims and resolves', async () => {
  await database.db.query(
    `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
     values ($1, $2, $3, 'last_step', 'nothing is left to try', 'collections', $4, $4)`,
    [ids.person, ids.account, ids.case, NOW],
  )
  expect((await arrears(['tasks', 'list'])).out).toMatch(
    /^1 +A1\/1 +collections +last_step +2026-03-10T15:00:00Z +nothing is left to try$/m,
  )
  expect((await arrears(['tasks', 'claim', '1', '--as', 'ann'])).out).toContain('claimed by ann')
  const other = await arrears(['tasks', 'resolve', '1', '--as', 'bob', '--json'])
  expect([other.code, JSON.parse(other.out)]).toEqual([
    2,
    { problems: [expect.objectContaining({ code: 'not_yours' })] },
  ])
  expect((await arrears(['tasks', 'resolve', '1', '--as', 'ann'])).out).toContain('resolved: done')
  expect((await arrears(['tasks', 'list'])).out).toBe('nothing is found\n')
})

it('a settlement is granted under the name of the user of the shell alone', async () => {
  const rows = await database.db.query<{ id: number }>(
    `insert into human_task (person_id, account_id, case_id, kind, rule, reason, role, due, created_at)
     values ($1, $2, $3, 'settlement_grant', 'S1', 'somebody else is to grant it', 'supervisor', $4, $4) returning id`,
    [ids.person, ids.account, ids.case, NOW],
  )
  const id = String(rows[0]?.id)
  const other = await arrears(['tasks', 'resolve', id, '--as', 'bob', '--resolution', 'accept', '--json'])
  expect([other.code, other.out]).toEqual([
    2,
    expect.stringContaining('granted under the name of whoever says so'),
  ])
})

it('every list is an object with its rows under a name of its own', async () => {
  const lists = {
    cases: ['cases'],
    tasks: ['tasks', 'list'],
    keys: ['keys', 'list'],
    seals: ['keys', 'seals'],
    approvals: ['approvals', 'list'],
    webhooks: ['webhooks', 'list'],
    runs: ['credit', 'list'],
    versions: ['publish', '--list'],
    brakes: ['stop', '--list'],
    commands: ['completion'],
  }
  const told = await Promise.all(
    Object.entries(lists).map(async ([name, words]) => {
      const { code, out } = await arrears([...words, '--json'])
      const answer = JSON.parse(out) as Record<string, unknown>
      return [name, code, Object.keys(answer).filter((key) => Array.isArray(answer[key]))]
    }),
  )
  expect(told).toEqual(Object.keys(lists).map((name) => [name, 0, [name]]))
})
