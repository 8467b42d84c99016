import { z } from 'zod'
import type { Database } from '../pg/base/database.ts'
import { ACCOUNTS } from '../pg/read/list/accounts.ts'
import { CASES } from '../pg/read/list/cases.ts'
import { CONTACTS } from '../pg/read/list/contacts.ts'
import { PLANS } from '../pg/read/list/plans.ts'
import { PROMISES } from '../pg/read/list/promises.ts'
import { SETTLEMENTS } from '../pg/read/list/settlements.ts'
import { readStory } from '../pg/read/timeline.ts'
import type { Story } from '../story/story.ts'
import { refusals } from './answer/error.ts'
import { CaseAnswer, StoryAnswer } from './answer/story.ts'
import { answerPage, answersOf, queryFor } from './list-route.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const Params = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(220)
    .meta({ description: 'the id, or <account>/<number> percent-encoded', example: 'A1%2F1' }),
})
const config = { right: 'cases:read' as const }

/** The routes only read: ids, amounts, dates, rules and their citations, never a personal value. */
export function caseRoutes(app: ZodApp, deps: { db: Database }): void {
  listRoutes(app, deps)
  agreementRoutes(app, deps)
  const unknown = refusals({ codes: ['unknown_case'] })

  app.get(
    '/v1/cases/:id',
    {
      config,
      schema: {
        operationId: 'readCase',
        summary: 'A case, and what it waits for',
        tags: ['cases'],
        params: Params,
        response: { 200: CaseAnswer, ...unknown },
      },
    },
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
        operationId: 'readTimeline',
        summary: 'The story of a case in order',
        description:
          'Facts, decisions with every reason and its citation, contacts and tasks, and what the case waits for.',
        tags: ['cases'],
        params: Params,
        response: { 200: StoryAnswer, ...unknown },
      },
    },
    async (request) => storyOf(deps.db, request.params.id),
  )
}

function listRoutes(app: ZodApp, { db }: { db: Database }): void {
  app.get(
    '/v1/accounts',
    {
      config,
      schema: {
        operationId: 'listAccounts',
        summary: 'Accounts, by debtor',
        description:
          'Each as it is known, whether it has a case or not; without a name, a number or an address.',
        tags: ['cases'],
        querystring: queryFor(ACCOUNTS),
        response: answersOf('accounts', ACCOUNTS.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: ACCOUNTS, key: 'accounts' }, request.query),
  )
  app.get(
    '/v1/cases',
    {
      config,
      schema: {
        operationId: 'listCases',
        summary: 'Cases, by debtor and account',
        description:
          'Every filter narrows the list further; a page may hold fewer rows than its limit and have a next one.',
        tags: ['cases'],
        querystring: queryFor(CASES),
        response: answersOf('cases', CASES.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: CASES, key: 'cases' }, request.query),
  )
  app.get(
    '/v1/contacts',
    {
      config,
      schema: {
        operationId: 'listContacts',
        summary: 'Contacts, the newest first',
        description: 'What was planned, sent, refused and recorded; without a number, an address or a text.',
        tags: ['contacts'],
        querystring: queryFor(CONTACTS),
        response: answersOf('contacts', CONTACTS.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: CONTACTS, key: 'contacts' }, request.query),
  )
}

/** What was agreed with debtors. */
function agreementRoutes(app: ZodApp, { db }: { db: Database }): void {
  app.get(
    '/v1/promises',
    {
      config,
      schema: {
        operationId: 'listPromises',
        summary: 'Promises to pay, the one that falls due first at the head',
        tags: ['cases'],
        querystring: queryFor(PROMISES),
        response: answersOf('promises', PROMISES.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: PROMISES, key: 'promises' }, request.query),
  )
  app.get(
    '/v1/plans',
    {
      config,
      schema: {
        operationId: 'listPlans',
        summary: 'Repayment plans, the one whose next rate falls due first at the head',
        tags: ['cases'],
        querystring: queryFor(PLANS),
        response: answersOf('plans', PLANS.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: PLANS, key: 'plans' }, request.query),
  )
  app.get(
    '/v1/settlements',
    {
      config,
      schema: {
        operationId: 'listSettlements',
        summary: 'Settlements, the one that falls due first at the head',
        tags: ['cases'],
        querystring: queryFor(SETTLEMENTS),
        response: answersOf('settlements', SETTLEMENTS.line),
      },
    },
    async (request, reply) => answerPage(reply, { db, list: SETTLEMENTS, key: 'settlements' }, request.query),
  )
}

async function storyOf(db: Database, ref: string): Promise<Story> {
  const story = await readStory(db, ref)
  if (!story) throw new Refusal('unknown_case', 'there is no such case')
  return story
}
