import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { FactInput } from '../../core/fact/fact.ts'
import { parseFact } from '../../core/fact/parse.ts'
import type { AtDoor, Teller } from '../access/at-door.ts'
import { may } from '../access/rights.ts'
import type { Batch } from '../batch/in-batches.ts'
import { OF_BODIES, refusals } from './answer/error.ts'
import { addPage, FactsAnswer, type LineAnswer, linesOf, noFacts, type PageOutcome } from './fact-answer.ts'
import { type Breath, breath } from './breath.ts'
import { FACT_SOURCE, type NewFact, type NewRefusal } from './deps.ts'
import { type Body, jsonPages, ndjsonPages, type RawRow, tooLarge } from './fact-lines.ts'
import { Refusal } from './refusal.ts'
import type { FactOutcome } from './take-facts.ts'
import { noNames, type Unnamed } from './unnamed.ts'
import { parametersAlone, type ZodApp } from './zod-routes.ts'

export const FACTS_LIMIT = 10 * 1024 * 1024
const PAGE = 250
const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl']

const TAKEN: FactsAnswer = { ...noFacts(), taken: 1 }
const A_PAYMENT = {
  type: 'payment.received',
  at: '2026-03-10T15:00:00Z',
  account: 'A1',
  payment: 'P1',
  amount: '55.94',
}

const about = `One fact, an array of facts, or NDJSON (one per line), at most 10 MB. Every fact is durable before the answer.
A fact is known by its \`key\`, else by \`Idempotency-Key\` (with \`/1\`, \`/2\`, ... behind it where there are several), else by its natural key; sending it again changes nothing.
With \`Accept: application/x-ndjson\` the answer is a line for each row: \`{"line","outcome":"taken|same|rejected","problems"}\`, 200 or 207. Else 200: nothing was rejected. 207: some were, the rest is stored. 422: all were. An account or debtor that a rejected row names is not contacted until the row is sent again rightly. Rows are stored page by page: after a 413 or a broken connection, send the same again.`

export interface FactDeps {
  take: Batch<NewFact | NewRefusal, FactOutcome>
  /** Absent = everybody may tell everything. */
  atDoor?: (teller: Teller) => AtDoor
  /** Absent = every other request has its turn after a few rows. */
  breath?: () => Breath
}

/** The routes have a context of their own: the rows of a body are parsed one by one. */
export function factRoutes(app: ZodApp, deps: FactDeps): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(['application/json', ...NDJSON], (request, body, done) => {
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced > FACTS_LIMIT) done(tooLarge(FACTS_LIMIT))
    else done(null, body)
  })
  app.post(
    '/v1/facts',
    {
      bodyLimit: FACTS_LIMIT,
      config: { right: 'facts:write' },
      schema: {
        operationId: 'takeFacts',
        summary: 'Take facts',
        description: about,
        tags: ['facts'],
        consumes: ['application/json', 'application/x-ndjson'],
        headers: Headers,
        body: z.union([FactInput, z.array(FactInput)]).meta({ example: A_PAYMENT }),
        response: {
          200: FactsAnswer.meta({ description: 'nothing was rejected', examples: [TAKEN] }),
          207: FactsAnswer.describe('some were rejected, the rest is stored'),
          ...refusals({ codes: [...OF_BODIES, 'facts_rejected'], more: FactsAnswer.partial().shape }),
        },
      },
      // Each fact is judged by itself: a bad one must not keep the others out.
      validatorCompiler: parametersAlone,
    },
    async (request, reply) => {
      const idempotencyKey = headerOf(request.headers['idempotency-key'])
      const body: Body = {
        stream: request.body as unknown as Readable,
        limit: FACTS_LIMIT,
        pageSize: PAGE,
        breath: (deps.breath ?? breath)(),
      }
      const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '')
      const atDoor = deps.atDoor?.(tellerOf(request))
      const pages = isJson ? jsonPages(body) : ndjsonPages(body)
      const lines: LineAnswer[] = []
      const wantsLines = NDJSON.some((type) => request.headers.accept?.includes(type))
      const note = (more: LineAnswer[]) => void (wantsLines && lines.push(...more))
      const outcome = await takeAll(pages, deps, { idempotencyKey, note, ...(atDoor && { atDoor }) })
      if (outcome.taken + outcome.same === 0 && outcome.rejectedCount === 0) {
        throw new Refusal('bad_request', 'the request holds no fact')
      }
      if (wantsLines) {
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
        const sent = reply.status(outcome.rejectedCount > 0 ? 207 : 200).type('application/x-ndjson')
        return sent.serializer(String).send(text as never) as never
      }
      if (outcome.taken + outcome.same === 0) {
        throw new Refusal('facts_rejected', 'every fact was rejected', { ...outcome })
      }
      return reply.status(outcome.rejectedCount > 0 ? 207 : 200).send(outcome)
    },
  )
}

/** Who asks, by the key. */
export function tellerOf({ apiKey: key }: Pick<FastifyRequest, 'apiKey'>): Teller {
  return { by: key?.name ?? 'api', may: (right) => key !== null && may(key, right) }
}

const Headers = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(180)
    .optional()
    .describe('the key of a fact that has none of its own; /1, /2, ... behind it where there are several'),
})

async function takeAll(
  pages: AsyncIterable<RawRow[]>,
  deps: FactDeps,
  { note, ...reading }: Omit<Reading, 'unnamed'> & { note: (lines: LineAnswer[]) => void },
): Promise<FactsAnswer> {
  const total = noFacts()
  const unnamed = noNames(FACT_SOURCE)
  try {
    for await (const page of pages) {
      const outcome = await takePage(page, deps, { ...reading, unnamed })
      addPage(total, outcome)
      note(outcome.lines)
    }
  } finally {
    const counted = unnamed.rows()
    if (counted.length > 0) await deps.take(counted)
  }
  return total
}

interface Reading {
  atDoor?: AtDoor
  idempotencyKey: string | null
  unnamed: Unnamed
}

async function takePage(page: RawRow[], deps: FactDeps, reading: Reading): Promise<PageOutcome> {
  const rows: ((NewFact | NewRefusal) & { line: number })[] = []
  const outcome: PageOutcome = { taken: 0, same: 0, rejected: [], warnings: [], lines: [] }
  const lines = new Map<number, FactOutcome['became']>()
  for (const each of page) {
    const { line } = each
    const asRead = readFact(each, reading.idempotencyKey)
    const asked = 'fact' in asRead ? reading.atDoor?.mayTell(asRead.fact) : null
    const problem = asked && (await asked)
    const read = problem ? { problems: [problem] } : asRead
    lines.set(line, 'refused')
    if ('problems' in read) {
      const problems = read.problems.map((problem) => ({ ...problem, line }))
      outcome.rejected.push(...problems)
      const refusal = { refused: each.raw, problems, source: FACT_SOURCE, line }
      if (!reading.unnamed.count(refusal)) rows.push(refusal)
      continue
    }
    outcome.warnings.push(...read.warnings.map((warning) => ({ ...warning, line })))
    const fact = reading.atDoor?.signed(read.fact) ?? read.fact
    rows.push({ fact, ...(read.was && { was: read.was }), source: FACT_SOURCE, line })
  }
  const became = rows.length > 0 ? await deps.take(rows) : []
  for (const [index, one] of became.entries()) {
    const line = rows[index]?.line ?? 0
    lines.set(line, one.became)
    note(outcome, one, line)
  }
  outcome.rejected.sort(byLine)
  outcome.warnings.sort(byLine)
  return { ...outcome, lines: linesOf(lines, outcome) }
}

function note(outcome: PageOutcome, { became, problems, warnings }: FactOutcome, line: number): void {
  if (became === 'taken') outcome.taken++
  if (became === 'same') outcome.same++
  outcome.rejected.push(...problems.map((problem) => ({ ...problem, line })))
  outcome.warnings.push(...warnings.map((warning) => ({ ...warning, line })))
}

function byLine(one: Problem, other: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0)
}

function readFact(
  { raw, line, problem }: RawRow,
  idempotencyKey: string | null,
): ReturnType<typeof parseFact> {
  return problem ? { problems: [problem] } : parseFact(withKey(raw, line, idempotencyKey))
}

function withKey(raw: unknown, line: number, idempotencyKey: string | null): unknown {
  if (idempotencyKey === null || typeof raw !== 'object' || raw === null || 'key' in raw) return raw
  return { ...raw, key: line === 0 ? idempotencyKey : `${idempotencyKey}/${line}` }
}

function headerOf(value: string | string[] | undefined): string | null {
  const key = Array.isArray(value) ? value[0] : value
  if (key === undefined) return null
  if (key.length < 1 || key.length > 180) {
    throw new Refusal('bad_request', 'Idempotency-Key has 1 to 180 characters')
  }
  return key
}
