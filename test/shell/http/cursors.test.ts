import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from './api.ts'
import { openAccounts } from './provider.ts'
import { recorder } from './recorder.ts'

let api: TestApi

beforeAll(async () => {
  api = await testApi(recorder)
  await openAccounts(api)
})
afterAll(() => api.close())

interface Told {
  status: number
  body: { next?: string | null; problems?: unknown }
}

async function get(path: string): Promise<Told> {
  const answer = await api.app.inject({ url: `/v1/${path}`, headers: api.key('cases:read') })
  return { status: answer.statusCode, body: answer.json() }
}

it('the place of a page is taken by its own list and its own filters alone: another would pass rows over', async () => {
  const { next } = (await get('accounts?limit=1&debtor=D1,D2')).body
  expect((await get(`accounts?debtor=D1,D2&limit=7&cursor=${next}`)).status).toBe(200)
  for (const wrong of [
    `accounts?cursor=${next}`,
    `accounts?debtor=D2&cursor=${next}`,
    `accounts?debtor=D1,D2&currency=USD&cursor=${next}`,
    `accounts?debtor=D1,D2&cursor=${next?.slice(0, -1)}`,
    `accounts?debtor=D1,D2&cursor=${next}x`,
    `cases?debtor=D1,D2&cursor=${next}`,
    `promises?debtor=D1,D2&cursor=${next}`,
  ]) {
    const { status, body } = await get(wrong)
    const told = [expect.objectContaining({ path: 'cursor', suggestion: expect.any(String) })]
    expect([wrong, status, body.problems]).toEqual([wrong, 400, told])
  }
})
