import { z } from 'zod'
import type { Sql } from '../pg/base/database.ts'
import { listCases } from '../pg/read/cases.ts'
import { readStory } from '../pg/read/timeline.ts'
import type { Story } from '../story/story.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const Filter = z.strictObject({
  state: z.string().max(40).optional(),
  stage: z.string().max(80).optional(),
  open: z.stringbool().optional().describe('true: open ones only; false: closed ones only'),
  cursor: z.coerce.number().int().min(0).default(0).describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const Params = z.strictObject({
  id: z.string().min(1).max(220).describe('the id, or <account>/<number> percent-encoded'),
})

/** The routes only read: ids, amounts, dates, rules and their citations, never a personal value. */
export function caseRoutes(app: ZodApp, deps: { db: Sql }): void {
  const config = { right: 'cases:read' as const }
  const tags = ['cases']

  app.get(
    '/v1/cases',
    { config, schema: { summary: 'List cases', tags, querystring: Filter } },
    async (request) => {
      const { cursor, ...filter } = request.query
      const cases = await listCases(deps.db, { ...filter, after: cursor })
      return { cases, next: cases.length === filter.limit ? (cases.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/v1/cases/:id',
    { config, schema: { summary: 'A case, and what it waits for', tags, params: Params } },
    async (request) => {
      const { case: head, waiting } = await storyOf(deps.db, request.params.id)
      return { ...head, waiting }
    },
  )

  app.get(
    '/v1/cases/:id/timeline',
    {
      config,
      schema: {
        summary: 'The story of a case in order',
        description:
          'Facts, decisions with every reason and its citation, contacts and tasks, and what the case waits for.',
        tags,
        params: Params,
      },
    },
    async (request) => storyOf(deps.db, request.params.id),
  )
}

async function storyOf(db: Sql, ref: string): Promise<Story> {
  const story = await readStory(db, ref)
  if (!story) throw new Refusal('unknown_case', 'there is no such case')
  return story
}
