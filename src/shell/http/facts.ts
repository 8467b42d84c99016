import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { FactInput } from '../../core/fact/fact.ts'
import { parseFact } from '../../core/fact/parse.ts'
import { FACT_SOURCE, type FactDeps, type NewFact } from './deps.ts'
import { ndjsonPages, type RawFact, tooLarge } from './fact-lines.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

export const FACTS_LIMIT = 10 * 1024 * 1024
const PAGE = 500
/** Rejections that an answer lists; all are counted. */
const LISTED = 1_000
const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl']

const Rejection = z.object({
  line: z.number().int().optional().describe('1, 2, ... in the request'),
  code: z.string(),
  path: z.string().optional(),
  message: z.string(),
  suggestion: z.string().optional(),
})
const Answer = z.object({
  taken: z.number().int().describe('stored now'),
  same: z.number().int().describe('known already, with the same body'),
  rejected: z.array(Rejection).describe(`the first ${LISTED}`),
  rejectedCount: z.number().int(),
})

const about = `One fact, an array of facts, or NDJSON (one per line), at most 10 MB. Every fact is durable before the answer.
A fact is known by its \`key\`, else by \`Idempotency-Key\` (with \`/1\`, \`/2\`, ... behind it where there are several), else by its natural key; sending it again changes nothing.
200: nothing was rejected. 207: some were, the rest is stored. 422: all were. NDJSON is stored page by page: after a 413 or a broken connection, send the same again.`

export function factRoutes(app: ZodApp, deps: FactDeps): void {
  app.addContentTypeParser(NDJSON, (request, body, done) => {
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced > FACTS_LIMIT) done(tooLarge(FACTS_LIMIT))
    else done(null, body)
  })
  app.post(
    '/v1/facts',
    {
      bodyLimit: FACTS_LIMIT,
      config: { scope: 'facts:write' },
      schema: {
        summary: 'Take facts',
        description: about,
        tags: ['facts'],
        consumes: ['application/json', 'application/x-ndjson'],
        body: z.union([FactInput, z.array(FactInput)]),
        response: { 200: Answer, 207: Answer },
      },
      // Each fact is judged by itself: a bad one must not keep the others out.
      validatorCompiler: () => (data) => ({ value: data }),
    },
    async (request, reply) => {
      const idempotencyKey = headerOf(request.headers['idempotency-key'])
      const outcome = await takeAll(pagesOf(request.body), deps, idempotencyKey)
      if (outcome.taken + outcome.same === 0 && outcome.rejectedCount === 0) {
        throw new Refusal('bad_request', 'the request holds no fact')
      }
      if (outcome.taken + outcome.same === 0) {
        throw new Refusal('facts_rejected', 'every fact was rejected', { ...outcome })
      }
      return reply.status(outcome.rejectedCount > 0 ? 207 : 200).send(outcome)
    },
  )
}

type Total = z.infer<typeof Answer>

async function takeAll(
  pages: AsyncIterable<RawFact[]> | Iterable<RawFact[]>,
  deps: FactDeps,
  idempotencyKey: string | null,
): Promise<Total> {
  const total: Total = { taken: 0, same: 0, rejected: [], rejectedCount: 0 }
  for await (const page of pages) {
    const outcome = await takePage(page, deps, idempotencyKey)
    total.taken += outcome.taken
    total.same += outcome.same
    const lines = new Set(outcome.rejected.map((problem) => problem.line))
    total.rejectedCount += lines.size
    total.rejected.push(...outcome.rejected.slice(0, LISTED - total.rejected.length).map(rejectionOf))
  }
  return total
}

interface PageOutcome {
  taken: number
  same: number
  rejected: Problem[]
}

async function takePage(
  page: RawFact[],
  deps: FactDeps,
  idempotencyKey: string | null,
): Promise<PageOutcome> {
  const facts: (NewFact & { line: number })[] = []
  const rejected: Problem[] = []
  for (const { line, raw, malformed } of page) {
    if (malformed) {
      rejected.push({ code: 'malformed_json', line, message: 'this line is not JSON' })
      continue
    }
    const read = parseFact(withKey(raw, line, idempotencyKey))
    if ('problems' in read) rejected.push(...read.problems.map((problem) => ({ ...problem, line })))
    else facts.push({ fact: read.fact, source: FACT_SOURCE, line })
  }
  const outcomes = facts.length > 0 ? await deps.take(facts) : []
  for (const [index, outcome] of outcomes.entries()) {
    if (!Array.isArray(outcome)) continue
    rejected.push(...outcome.map((problem) => ({ ...problem, line: facts[index]?.line ?? 0 })))
  }
  return {
    taken: outcomes.filter((outcome) => outcome === 'taken').length,
    same: outcomes.filter((outcome) => outcome === 'same').length,
    rejected: rejected.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)),
  }
}

function withKey(raw: unknown, line: number, idempotencyKey: string | null): unknown {
  if (idempotencyKey === null || typeof raw !== 'object' || raw === null || 'key' in raw) return raw
  return { ...raw, key: line === 0 ? idempotencyKey : `${idempotencyKey}/${line}` }
}

function* jsonPages(body: unknown): Generator<RawFact[]> {
  if (!Array.isArray(body)) {
    yield [{ line: 0, raw: body }]
    return
  }
  for (let first = 0; first < body.length; first += PAGE) {
    yield body.slice(first, first + PAGE).map((raw: unknown, index) => ({ line: first + index + 1, raw }))
  }
}

function pagesOf(body: unknown): AsyncIterable<RawFact[]> | Iterable<RawFact[]> {
  return body instanceof Readable ? ndjsonPages(body, FACTS_LIMIT, PAGE) : jsonPages(body)
}

function rejectionOf(problem: Problem): z.infer<typeof Rejection> {
  const { line, code, path, message, suggestion } = problem
  return { ...(line && { line }), code, ...(path && { path }), message, ...(suggestion && { suggestion }) }
}

function headerOf(value: string | string[] | undefined): string | null {
  const key = Array.isArray(value) ? value[0] : value
  if (key === undefined) return null
  if (key.length < 1 || key.length > 180) {
    throw new Refusal('bad_request', 'Idempotency-Key has 1 to 180 characters')
  }
  return key
}
