import { z } from 'zod'
import { isoOf } from '../../core/base/time.ts'
import type { Database } from '../pg/base/database.ts'
import { type Approval, approvalsInForce, decideApproval } from '../pg/door/approval.ts'
import { refusals } from './answer/error.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const Params = z.strictObject({ id: z.coerce.number().int().positive() })
const tags = ['approvals']
const ApprovalAnswer = z.strictObject({
  id: z.number(),
  what: z.string(),
  touches: z.array(z.string()).describe('what will be touched'),
  size: z.number().describe('how much of it'),
  askedBy: z.string(),
  askedAt: z.string(),
  expiresAt: z.string(),
  decidedBy: z.string().nullable(),
  granted: z.boolean().nullable().describe('null = nobody has decided yet'),
}) satisfies z.ZodType<ApprovalRow>

/** What one person asked for and another grants; who asks is known by the key. */
export function approvalRoutes(app: ZodApp, deps: { db: Database }): void {
  app.get(
    '/v1/approvals',
    {
      config: { right: 'approvals:read' },
      schema: {
        operationId: 'listApprovals',
        summary: 'Mass actions that a second person has not decided, or that were not done yet',
        tags,
        response: { 200: z.strictObject({ approvals: z.array(ApprovalAnswer) }), ...refusals() },
      },
    },
    async () => ({ approvals: (await approvalsInForce(deps.db)).map(approvalRow) }),
  )
  for (const [word, granted] of [
    ['grant', true],
    ['refuse', false],
  ] as const) {
    app.post(
      `/v1/approvals/:id/${word}`,
      {
        config: { right: 'approvals:decide' },
        schema: {
          operationId: `${word}Approval`,
          summary: `As a second person: ${word}`,
          tags,
          params: Params,
          response: {
            200: ApprovalAnswer,
            ...refusals({ codes: ['unknown_approval', 'own_request', 'already_decided', 'expired'] }),
          },
        },
      },
      async (request) => {
        const by = request.apiKey?.name ?? 'api'
        const decided = await decideApproval(deps.db, { id: request.params.id, by, granted })
        if (!decided.ok) throw notDecided(decided.why)
        return approvalRow(decided.approval)
      },
    )
  }
}

export interface ApprovalRow extends Omit<Approval, 'askedAt' | 'expiresAt'> {
  askedAt: string
  expiresAt: string
}

export function approvalRow(approval: Approval): ApprovalRow {
  return { ...approval, askedAt: isoOf(approval.askedAt), expiresAt: isoOf(approval.expiresAt) }
}

function notDecided(why: 'unknown' | 'own' | 'decided' | 'expired'): Refusal {
  switch (why) {
    case 'unknown':
      return new Refusal('unknown_approval', 'nothing of that number waits for a second person')
    case 'own':
      return new Refusal('own_request', 'whoever asked for it cannot decide it')
    case 'decided':
      return new Refusal('already_decided', 'it was decided before')
    case 'expired':
      return new Refusal('expired', 'it was asked for more than a day ago')
  }
}
