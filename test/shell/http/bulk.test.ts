import { afterAll, beforeAll, expect, it } from 'vitest'
import { LineAnswer } from '../../../src/shell/http/fact-answer.ts'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

let api: TestApi

beforeAll(async () => {
  api = await testApi(recorder)
})
afterAll(() => api.close())

async function send(payload: string): Promise<{ status: number; lines: LineAnswer[] }> {
  const headers = {
    ...api.key('facts:write'),
    'content-type': 'application/x-ndjson',
    accept: 'application/x-ndjson',
  }
  const { statusCode, body } = await api.app.inject({ method: 'POST', url: '/v1/facts', payload, headers })
  const lines = body.trim().split('\n')
  return { status: statusCode, lines: lines.map((line) => LineAnswer.parse(JSON.parse(line))) }
}

function outcomes(lines: readonly LineAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

it('a parameter that is not known is refused before a fact is taken', async () => {
  const headers = { ...api.key('facts:write'), 'content-type': 'application/json' }
  const url = '/v1/facts?dry-run=true'
  const { statusCode, body } = await api.app.inject({ method: 'POST', url, payload: '[]', headers })
  expect([statusCode, JSON.parse(body)]).toMatchObject([
    400,
    {
      code: 'bad_request',
      problems: [{ in: 'query', path: 'dry-run', suggestion: 'nothing is taken here' }],
    },
  ])
})

it('10,000 facts in one call are answered line by line, and the same call again changes nothing', async () => {
  const account = (row: number) => `A${row % 50}`
  const opened = Array.from({ length: 50 }, (_, row) => ({
    type: 'account.opened',
    at: '2026-01-02T00:00:00Z',
    account: account(row),
    debtor: `D${row}`,
    creditor: 'acme',
    currency: 'USD',
    region: 'US-NY',
  }))
  const paid = Array.from({ length: 9_948 }, (_, row) => ({
    type: 'payment.received',
    at: '2026-03-01T00:00:00Z',
    account: account(row),
    payment: `P${row}`,
    amount: '1.00',
  }))
  const rows = [...opened, ...paid].map((row) => JSON.stringify(row))
  const text = [...rows, '{"type":"payment.recieved","account":"A1"}', 'no JSON'].join('\n')

  const first = await send(text)
  expect([first.status, outcomes(first.lines)]).toEqual([207, { taken: 9_998, rejected: 2 }])
  expect(first.lines.map(({ line }) => line)).toEqual(Array.from({ length: 10_000 }, (_, at) => at + 1))
  expect(first.lines.at(-1)).toMatchObject({ line: 10_000, problems: [{ code: 'malformed_json' }] })
  const again = await send(text.split('\n').slice(-2_500).join('\n'))
  expect(outcomes(again.lines)).toEqual({ same: 2_498, rejected: 2 })
  const [count] = await api.database.db.query<{ paid: number }>(
    `select count(*) as paid from payment where amount = 100`,
  )
  expect(count?.paid).toBe(9_948)
}, 120_000)
