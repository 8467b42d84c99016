import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { approvalsCommand } from '../../../src/cli/approvals.ts'
import { runLine } from '../../../src/cli/command-line.ts'
import { resumeCommand } from '../../../src/cli/resume.ts'
import { ProblemError } from '../../../src/core/base/problem.ts'
import { secondPerson } from '../../../src/shell/access/second-person.ts'
import { createKeyAsOwner } from '../../../src/shell/pg/door/api-key.ts'
import { approvalsInForce, decideApproval } from '../../../src/shell/pg/door/approval.ts'
import { brakesOn, stopBrake } from '../../../src/shell/pg/door/brake.ts'
import { testApi, type TestApi } from '../http/api.ts'
import { seedCase } from '../http/seed.ts'

let api: TestApi
const keys = new Map<string, string>()

beforeAll(async () => {
  api = await testApi(() => ({
    alone: { above: 0, hours: 24 },
    record: async (rows) => ({
      sameLines: [],
      rejected: rows.flatMap((row) => ('problems' in row ? row.problems : [])),
    }),
  }))
  const { db, ownerUrl } = api.database
  await seedCase(db)
  for (const name of ['ann', 'bob'])
    keys.set(name, await createKeyAsOwner(ownerUrl, { name, roles: ['admin'] }))
})
afterAll(() => api.close())
beforeEach(() => {
  vi.stubEnv('DATABASE_URL', api.database.url)
  vi.stubEnv('SECOND_PERSON_ABOVE', '0')
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const mass = { what: 'purge', of: [], touches: ['40 texts'], size: 40, by: 'ann' } as const
const ask = (more: object = {}) =>
  secondPerson(api.database.db, { ...mass, ...more }, { above: 10, hours: 24 })
const decide = (by: string, granted: boolean, id: number) =>
  decideApproval(api.database.db, { id, by, granted })

async function latest(): Promise<number> {
  return (await approvalsInForce(api.database.db)).at(-1)?.id ?? 0
}

async function codeOf(run: Promise<void>): Promise<string | undefined> {
  const error: unknown = await run.then(
    () => null,
    (failed: unknown) => failed,
  )
  return error instanceof ProblemError ? error.problems[0]?.code : undefined
}

it('what touches little is done by one person, and nobody is asked', async () => {
  expect(await ask({ size: 10 })).toBeNull()
  expect(await approvalsInForce(api.database.db)).toEqual([])
})

it('what one person does alone in parts counts together for a day, also at once, and of that kind alone', async () => {
  const part = (size: number, more: object = {}) =>
    ask({ what: 'resume', by: 'cal', of: [String(size)], size, ...more })
  expect(await part(4)).toBeNull()
  const both = await Promise.all([part(5), part(6)])
  expect(both.filter((one) => one === null)).toHaveLength(1)
  expect(both.find((one) => one !== null)?.message).toMatch(/it touches (6 after 9|5 after 10) that/)
  expect(await part(0)).toBeNull()
  expect(await part(9, { by: 'dee' })).toBeNull()
  expect(await part(9, { what: 'publish' })).toBeNull()
  expect(await part(10, { what: 'publish' })).toBeNull()
  await api.database.db.query(
    `update approval set used_at = used_at - interval '25 hours' where asked_by = 'cal'`,
  )
  expect(await part(10)).toBeNull()
  expect(await part(1)).toMatchObject({ code: 'second_person_needed' })
  await decide('bob', true, await latest())
  expect(await part(1)).toBeNull()
  expect(await part(1)).toMatchObject({ code: 'second_person_needed' })
  await api.database.owner.query(`delete from approval where asked_by in ('cal', 'dee')`)
})

it('what touches much is done once, after another name has granted it', async () => {
  expect(await ask()).toMatchObject({ code: 'second_person_needed' })
  expect(await ask()).toMatchObject({ code: 'second_person_needed' })
  expect(await approvalsInForce(api.database.db)).toHaveLength(1)
  const id = await latest()
  expect(await decide('ann', true, id)).toEqual({ ok: false, why: 'own' })
  expect(await decide('bob', true, id)).toMatchObject({ ok: true })
  expect(await decide('eve', false, id)).toEqual({ ok: false, why: 'decided' })
  expect((await Promise.all([ask(), ask()])).filter((one) => one === null)).toHaveLength(1)
  expect(await ask()).toMatchObject({ code: 'second_person_needed' })
  const notes = await api.database.db.query<{ who: string; what: string }>(
    `select who, what from audit where what like 'approval.%' order by id`,
  )
  expect(notes.map(({ who, what }) => `${who} ${what}`)).toEqual(
    expect.arrayContaining(['ann approval.asked', 'bob approval.granted', 'ann approval.used']),
  )
})

it('what was refused is not done, what has grown or expired is asked anew, and another thing is another question', async () => {
  await ask({ of: ['refused'] })
  await decide('bob', false, await latest())
  expect(await ask({ of: ['refused'] })).toMatchObject({ code: 'second_person_refused' })
  await ask({ of: ['grown'] })
  await decide('bob', true, await latest())
  expect(await ask({ of: ['grown'], size: 51 })).toMatchObject({ code: 'second_person_needed' })
  await ask({ of: ['late'] })
  const id = await latest()
  await api.database.db.query('update approval set expires_at = asked_at where id = $1', [id])
  expect(await decide('bob', true, id)).toEqual({ ok: false, why: 'expired' })
  expect(await decide('bob', true, 999_999)).toEqual({ ok: false, why: 'unknown' })
  expect(await ask({ of: ['late'] })).toMatchObject({ code: 'second_person_needed' })
})

it('a brake that holds much is released by the command after another person granted it over HTTP', async () => {
  const { db } = api.database
  await stopBrake(db, { brake: { channel: null, strategy: null, creditor: null }, why: 'x', by: 'ann' })
  const resume = () => runLine(resumeCommand, 'resume', ['--yes', '--by', 'ann'])
  expect(await codeOf(resume())).toBe('second_person_needed')
  const id = await latest()
  const grant = async (who: string): Promise<[number, string | undefined]> => {
    const headers = { authorization: `Bearer ${keys.get(who) ?? ''}` }
    const answer = await api.app.inject({ method: 'POST', url: `/v1/approvals/${id}/grant`, headers })
    return [answer.statusCode, answer.json<{ code?: string }>().code]
  }
  expect(await grant('ann')).toEqual([409, 'own_request'])
  expect(await grant('bob')).toEqual([200, undefined])
  expect(await brakesOn(db)).toHaveLength(1)
  await resume()
  expect(await brakesOn(db)).toEqual([])
})

it('a brake that holds much is not released by a fact alone, and the command line refuses too', async () => {
  await stopBrake(api.database.db, {
    brake: { channel: 'sms', strategy: null, creditor: null },
    why: 'x',
    by: 'ann',
  })
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/facts',
    headers: { authorization: `Bearer ${keys.get('ann') ?? ''}` },
    payload: { type: 'brake.released', at: '2026-03-10T14:00:00Z', channel: 'sms' },
  })
  expect(answer.body).toContain('second_person_needed')
  expect(await brakesOn(api.database.db)).toHaveLength(1)
  const id = String(await latest())
  const approvals = (...words: string[]) => runLine(approvalsCommand, 'approvals', words)
  expect(await codeOf(approvals('grant', id, '--by', 'ann'))).toBe('own_request')
  await approvals('refuse', id, '--by', 'bob')
  expect(await codeOf(approvals('grant', id, '--by', 'eve'))).toBe('already_decided')
})
