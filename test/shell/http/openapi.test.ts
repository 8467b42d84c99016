import { Validator } from '@seriousme/openapi-schema-validator'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REFUSALS } from '../../../src/shell/http/refusal.ts'
import { type Document, fits, type Operation } from '../../support/described-client.ts'
import { testApi, type TestApi } from './api.ts'

let api: TestApi
let document: Document

beforeAll(async () => {
  api = await testApi()
  document = (await api.app.inject({ url: '/docs/json' })).json<Document>()
})
afterAll(() => api.close())

describe('the page of the API', () => {
  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Operation] => [`${method} ${path}`, one]),
    )

  it('the page is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(document as unknown as Record<string, unknown>)
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
  })

  it('every operation has a name, what a key needs, and all its answers', () => {
    const names = operations().map(([, { operationId }]) => operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain(undefined)
    for (const [where, { security, responses }] of operations().filter(([path]) => path.includes('/v1/'))) {
      const open = where.includes('/callbacks/') || where.includes('/opt-out/')
      expect([where, security]).toEqual([where, open ? [] : [{ key: [expect.any(String)] }]])
      for (const status of ['400', '500', '503', ...(open ? [] : ['401', '403'])])
        expect([where, Object.keys(responses)]).toEqual([where, expect.arrayContaining([status])])
      for (const [status, { content }] of Object.entries(responses).filter(([code]) => Number(code) >= 400)) {
        const schema = content?.['application/json']?.schema as { required?: string[] } | undefined
        expect([where, status, schema?.required]).toEqual([
          where,
          status,
          expect.arrayContaining(['code', 'message', 'wayOut']),
        ])
      }
    }
  })

  it('every body and every filter has an example, which it would take', () => {
    let bodies = 0
    for (const [where, { requestBody, parameters = [], ...rest }] of operations()) {
      const bytes = (rest as { 'x-body-bytes'?: number })['x-body-bytes']
      expect([where, typeof bytes]).toEqual([where, requestBody ? 'number' : 'undefined'])
      for (const { name, schema, ...one } of parameters.filter((each) => each.in === 'query')) {
        const { example } = { ...schema, ...one } as { example?: unknown }
        if (['cursor', 'limit', 'format', 'kind'].includes(name)) continue
        expect([where, name, typeof example]).toEqual([where, name, 'string'])
      }
      for (const content of Object.values(requestBody?.content ?? {})) {
        const example = exampleIn(content)
        expect([where, example === undefined ? 'none' : fits(content.schema, example)]).toEqual([where, null])
        bodies++
      }
    }
    expect(bodies).toBeGreaterThan(8)
  })

  it('every answer that is no error has an example, which is as described', () => {
    const wrong: string[] = []
    let answers = 0
    for (const [where, { responses }] of operations()) {
      for (const [status, { content = {} }] of Object.entries(responses).filter(([code]) => code < '300')) {
        for (const [type, one] of Object.entries(content)) {
          const example = exampleIn(one)
          const why = example === undefined ? 'none' : fits(one.schema, example)
          if (why !== null) wrong.push(`${where} ${status} ${type}: ${why}`)
          answers++
        }
      }
    }
    expect(wrong).toEqual([])
    expect(answers).toBeGreaterThan(25)
  })

  it('docs/errors.md has the status of every code', () => {
    const page = readFileSync('docs/errors.md', 'utf8')
    const rows = [...page.matchAll(/^\| (`[^|]*`) \| (\d{3}) \|/gm)]
    for (const [code, { status }] of Object.entries(REFUSALS)) {
      const found = rows
        .filter(([, codes = '']) => codes.includes(`\`${code}\``))
        .map(([, , told]) => Number(told))
      expect([code, found]).toEqual([code, expect.arrayContaining([status])])
    }
  })
})

function exampleIn({
  schema,
  example,
  examples,
}: {
  schema: { example?: unknown; examples?: unknown }
  example?: unknown
  examples?: Record<string, { value: unknown }>
}): unknown {
  const [first] = Array.isArray(schema.examples) ? (schema.examples as unknown[]) : []
  return example ?? schema.example ?? first ?? Object.values(examples ?? {})[0]?.value
}
