import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Database } from '../pg/base/database.ts'
import { csvOf } from '../pg/read/list/csv.ts'
import type { List } from '../pg/read/list/page.ts'
import { queryOf, type Query } from '../pg/read/list/query.ts'
import { refusals } from './answer/error.ts'

export const PAGES = { usual: 100, most: 500 } as const

/** What a list takes; `more` = parameters beside its filters. */
export function queryFor<More extends z.ZodRawShape = Record<never, never>>(
  list: Pick<List<unknown>, 'filters'>,
  more?: More,
): z.ZodType<Query & { more: z.output<z.ZodObject<More>> }> {
  return queryOf(list, PAGES, more ?? ({} as More))
}

/** What a list answers: a page under the name of what it holds. */
export function answersOf<Key extends string, Line>(key: Key, line: z.ZodType<Line>) {
  const page = z.strictObject({
    [key]: z.array(line),
    next: z.string().nullable().describe('the cursor of the next page; null = this is the last one'),
  })
  return { 200: page.describe('a page'), ...refusals({ codes: ['too_broad'] }) }
}

/** A page as JSON or as a table. */
export async function answerPage<Line extends object>(
  reply: FastifyReply,
  { db, list, key }: { db: Database; list: List<Line>; key: string },
  query: Query,
): Promise<never> {
  const { lines, next } = await list.read(db, query)
  if (query.format === 'json') return reply.send({ [key]: lines, next }) as never
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('x-next', next ?? '')
    .serializer(String)
    .send(csvOf(list, lines)) as never
}
