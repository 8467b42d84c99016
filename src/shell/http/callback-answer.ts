import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { ProblemAnswer } from './answer/error.ts'
import type { Problem } from '../../core/base/problem.ts'
import { Refusal } from './refusal.ts'
import type { CallbackOutcome } from './take-callbacks.ts'
import { PARTS, type PlacedProblem } from './wrong-shape.ts'

/** What every door for callbacks answers. */

export const CALLBACK_LIMIT = 64 * 1024
/** A debtor's answer may bring a picture. */
export const MAIL_LIMIT = 4 * 1024 * 1024
export const MOST_AT_ONCE = 500
const WELL: ReadonlySet<CallbackOutcome['outcome']> = new Set(['stored', 'seen', 'parked'])

export const Outcomes = z.enum(['stored', 'seen', 'parked', 'conflicting', 'not_stored', 'refused'])
const Each = z.strictObject({
  outcome: Outcomes,
  code: z.string().optional(),
  problems: z.array(ProblemAnswer).optional(),
})
export const SEVERAL = z.strictObject({ outcomes: z.array(Each).describe('one for each callback, in order') })

export function conflicting(): Refusal {
  return new Refusal('conflicting_fact', 'this webhook-id came before with another body')
}

/** What is wrong with a callback stands in the body of the request. */
export function inBody(problems: readonly Problem[]): PlacedProblem[] {
  return problems.map((one) => ({ ...one, in: PARTS.body }))
}

/** Where all is well, the provider hears what it wants to hear. */
export function answerBatch(
  reply: FastifyReply,
  answers: CallbackOutcome[],
  thanks?: { type: string; body: string },
): FastifyReply {
  if (answers.length > 0 && answers.every(({ outcome }) => outcome === 'conflicting')) throw conflicting()
  const outcomes = answers.map((answer) =>
    answer.outcome === 'refused'
      ? { outcome: answer.outcome, code: answer.problems[0]?.code, problems: inBody(answer.problems) }
      : { outcome: answer.outcome },
  )
  const whole = answers.every(({ outcome }) => WELL.has(outcome))
  if (whole && thanks) return reply.status(200).type(thanks.type).send(thanks.body)
  return reply.status(whole ? 200 : 207).send({ outcomes })
}
