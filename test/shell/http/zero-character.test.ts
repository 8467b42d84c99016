import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

let api: TestApi
beforeAll(async () => void (api = await testApi(recorder)))
afterAll(() => api.close())

it.each([
  ['/v1/cases?account=%00', 'query', 'account'],
  ['/v1/contacts?step=a%00', 'query', 'step'],
  ['/v1/cases/A1%2F%00', 'path', 'id'],
])('a zero character in %s is refused by its place', async (url, part, path) => {
  const answer = await api.app.inject({ url, headers: api.key('cases:read') })
  expect([answer.statusCode, answer.json()]).toMatchObject([
    400,
    { code: 'bad_request', problems: [{ code: 'bad_text', in: part, path }] },
  ])
})

it('a zero character in a document is refused by its place', async () => {
  const payload = { name: 'ledger', url: 'https://ledger.example.com/\0' }
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/webhooks',
    payload,
    headers: api.key('admin'),
  })
  expect([answer.statusCode, answer.json()]).toMatchObject([
    400,
    { problems: [{ code: 'bad_text', in: 'body', path: 'url' }] },
  ])
})
