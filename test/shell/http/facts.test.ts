import { gzipSync } from 'node:zlib'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountIn } from '../../../src/core/fact/fact.ts'
import type { NewFact, NewRefusal, RecordAnswer } from '../../../src/shell/http/deps.ts'
import { testApi, type TestApi } from './api.ts'

/** What the routes hand to `recordFacts`, page by page, and an answer to each; the real one is in facts-stored.test.ts. */
let pages: (NewFact | NewRefusal)[][] = []
let answers: (Partial<RecordAnswer> | Error)[] = []
let api: TestApi

async function record(facts: (NewFact | NewRefusal)[]): Promise<RecordAnswer> {
  pages.push(facts)
  const answer = answers.shift() ?? {}
  if (answer instanceof Error) throw answer
  return { sameLines: [], rejected: [], ...answer }
}

beforeAll(async () => {
  api = await testApi(() => ({ record }))
})
afterAll(() => api.close())
beforeEach(() => {
  pages = []
  answers = []
})

const score = (account: string): Record<string, unknown> => ({
  type: 'score.changed',
  at: '2026-03-01T00:00:00Z',
  account,
  score: 0.5,
})

function post(payload: unknown, headers: Record<string, string> = {}): ReturnType<typeof send> {
  return send(JSON.stringify(payload), { 'content-type': 'application/json', ...headers })
}
function send(
  payload: string | Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  return api.app
    .inject({ method: 'POST', url: '/v1/facts', payload, headers: { ...api.key('facts:write'), ...headers } })
    .then((answer) => ({ status: answer.statusCode, body: answer.json() }))
}
async function code(answer: Promise<{ status: number; body: unknown }>): Promise<unknown[]> {
  const { status, body } = await answer
  return [status, body && typeof body === 'object' && 'code' in body ? body.code : null]
}
const taken = (): NewFact[] => pages.flat().flatMap((row) => ('fact' in row ? [row] : []))
const keys = (): (string | undefined)[] => taken().map(({ fact }) => fact.key)

describe('one fact, an array, NDJSON', () => {
  it('a single fact is taken', async () => {
    expect(await post(score('A1'))).toEqual({
      status: 200,
      body: { taken: 1, same: 0, rejected: [], rejectedCount: 0, rejectedCodes: {}, warnings: [] },
    })
    expect(pages).toEqual([[{ fact: score('A1'), source: 'ledger', line: 0 }]])
  })

  it('a fact known already is counted as the same', async () => {
    answers = [{ sameLines: [1] }]
    expect((await post([score('A1'), score('A2')])).body).toMatchObject({ taken: 1, same: 1 })
  })

  it('the good ones of an array go in and each bad one is named by its line: 207', async () => {
    answers = [
      { rejected: [{ code: 'unknown_account', line: 1, path: 'account', message: 'no such account' }] },
    ]
    const { status, body } = await post([
      { type: 'payment.recieved' },
      score('A1'),
      score('A9'),
      { ...score('A2'), score: 2 },
    ])
    expect([status, body]).toEqual([
      207,
      {
        taken: 1,
        same: 0,
        rejectedCount: 3,
        rejectedCodes: { unknown_type: 1, unknown_account: 1, bad_value: 1 },
        warnings: [],
        rejected: [
          expect.objectContaining({
            line: 1,
            code: 'unknown_type',
            suggestion: 'did you mean payment.received?',
          }),
          { line: 3, code: 'unknown_account', path: 'account', message: 'no such account' },
          expect.objectContaining({ line: 4, path: 'score' }),
        ],
      },
    ])
  })

  it('the answer is 422 where every fact is bad, 400 where there is none', async () => {
    expect(await post([{}, 7, null])).toMatchObject({
      status: 422,
      body: { code: 'facts_rejected', taken: 0, rejectedCount: 3 },
    })
    expect(await post([])).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    expect(taken()).toEqual([])
  })

  it('NDJSON is read line by line, over pages; lines that are not JSON are named', async () => {
    const lines = Array.from({ length: 700 }, (_, index) => JSON.stringify(score(`A${index}`)))
    lines[3] = '{"type":'
    lines[4] = ''
    const { status, body } = await send(lines.join('\n'), { 'content-type': 'application/x-ndjson' })
    expect(status).toBe(207)
    expect(body).toMatchObject({
      taken: 698,
      rejected: [{ line: 4, code: 'malformed_json', message: 'this line is not JSON' }],
    })
    expect(pages.map((page) => page.length)).toEqual([249, 250, 199, 1])
    expect(taken()[0]?.fact).toMatchObject({ account: 'A0' })
    expect(taken()[697]?.fact).toMatchObject({ account: 'A699' })
    expect(pages[3]).toMatchObject([{ rows: 1, problems: [{ code: 'malformed_json' }] }])
  })

  it('a letter that is cut by a chunk is not lost, and what is not UTF-8 is refused', async () => {
    const fact = JSON.stringify({ ...score('Ä'), key: 'ü'.repeat(150) })
    expect((await send(fact, { 'content-type': 'application/x-ndjson' })).status).toBe(200)
    expect(taken()[0]?.fact).toMatchObject({ account: 'Ä' })
    expect(
      await send(Buffer.from([0x7b, 0xff, 0x0a]), { 'content-type': 'application/x-ndjson' }),
    ).toMatchObject({
      status: 400,
      body: { code: 'malformed_json' },
    })
  })
})

describe('keys', () => {
  it('the header Idempotency-Key is the key of a single fact, and numbers several', async () => {
    await post(score('A1'), { 'idempotency-key': 'once' })
    await post([score('A1'), score('A2'), { ...score('A3'), key: 'own' }], { 'idempotency-key': 'many' })
    await post(score('A1'))
    expect(keys()).toEqual(['once', 'many/1', 'many/2', 'own', undefined])
  })
})

describe('what is refused', () => {
  it('a body of 10 MB and more is refused, announced or not', async () => {
    const big = `[${' '.repeat(10 * 1024 * 1024)}]`
    expect(await code(send(big, { 'content-type': 'application/json' }))).toEqual([413, 'body_too_large'])
    const lines = '\n'.repeat(10 * 1024 * 1024 + 1)
    expect(await code(send(lines, { 'content-type': 'application/x-ndjson' }))).toEqual([
      413,
      'body_too_large',
    ])
    expect(pages).toEqual([])
  })

  it('malformed JSON, another media type and an endless key are refused', async () => {
    expect(await code(send('{"type":', { 'content-type': 'application/json' }))).toEqual([
      400,
      'malformed_json',
    ])
    expect(await code(send('', { 'content-type': 'application/json' }))).toEqual([400, 'malformed_json'])
    const unknown = [415, 'unsupported_media_type']
    expect(await code(send('a,b', { 'content-type': 'text/csv' }))).toEqual(unknown)
    expect(await code(send('{}', { 'content-type': 'text/plain' }))).toEqual(unknown)
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect(await code(send(gzipSync('{}'), packed))).toEqual(unknown)
    const { body } = await send(gzipSync('{}'), packed)
    expect(body).toMatchObject({ wayOut: expect.stringContaining('unpacked') as string })
    expect(await code(post(score('A1'), { 'idempotency-key': 'x'.repeat(181) }))).toEqual([
      400,
      'bad_request',
    ])
  })

  it('a body that would change the prototype is refused', async () => {
    const poisoned = '{"__proto__":{"type":"score.changed"}}'
    expect(await code(send(poisoned, { 'content-type': 'application/json' }))).toEqual([
      422,
      'facts_rejected',
    ])
  })
})

describe('who comes together', () => {
  it('requests that come while a page is under way share the next one', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => post(score(`A${index}`))))
    expect(pages.flat()).toHaveLength(200)
    expect(pages.length).toBeLessThan(60)
  })

  it('each caller gets his own lines back', async () => {
    const callers = Array.from({ length: 40 }, (_, index) =>
      post([score(`A${index}`), { type: 'none' }, score('B')]),
    )
    for (const { body } of await Promise.all(callers)) {
      expect(body).toMatchObject({ taken: 2, rejected: [{ line: 2, code: 'unknown_type' }] })
    }
  })

  it('what breaks one caller does not break the others', async () => {
    const bad = score('bad')
    const breaking = await testApi(() => ({
      record: async (rows: (NewFact | NewRefusal)[]) => {
        if (rows.some((row) => 'fact' in row && accountIn(row.fact) === 'bad'))
          throw new Error('(12025550101)')
        return { sameLines: [], rejected: [] }
      },
    }))
    const inject = (payload: Record<string, unknown>): Promise<LightMyRequestResponse> =>
      breaking.app.inject({ method: 'POST', url: '/v1/facts', payload, headers: breaking.key('facts:write') })
    const calls = [score('A1'), bad, ...Array.from({ length: 20 }, (_, index) => score(`A${index}`))].map(
      async (fact) => (await inject(fact)).statusCode,
    )
    const statuses = await Promise.all(calls)
    const answer = await inject(bad)
    await breaking.close()
    expect(statuses.filter((status) => status !== 200)).toEqual([500])
    expect(answer.json()).toMatchObject({ code: 'internal' })
    expect(answer.body).not.toContain('2025550101')
  })

  it('the answer is 503 where the database is away: nothing was stored, send it again', async () => {
    answers = [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]
    expect(await post(score('A1'))).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  })
})

describe('brakes', () => {
  const stop = { type: 'brake.set', at: '2026-03-01T00:00:00Z', channel: 'sms' }

  it('brakes are not a ledger’s to say, and nothing is held for a refused one', async () => {
    expect(await post([stop, score('A1')])).toMatchObject({
      status: 207,
      body: { taken: 1, rejected: [{ code: 'brake_not_allowed', path: 'type', line: 1 }] },
    })
    expect(taken().map(({ fact }) => fact.type)).toEqual(['score.changed'])
  })

  it('brakes may be told by a key with the scope admin', async () => {
    expect(await post(stop, api.key('admin'))).toMatchObject({ status: 200, body: { taken: 1 } })
    expect(taken().map(({ fact }) => fact)).toEqual([stop])
  })
})
