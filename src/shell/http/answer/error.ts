import { z } from 'zod'
import { PARTS } from '../wrong-shape.ts'
import { type RefusalCode, REFUSALS } from '../refusal.ts'

/** One thing that is wrong, and where. */
export const ProblemAnswer = z.strictObject({
  code: z.string(),
  in: z.enum(Object.values(PARTS)).optional().describe('the part of the request'),
  path: z.string().optional().describe('the field'),
  line: z.number().int().optional().describe('the row of a body of several, 1, 2, ...'),
  message: z.string(),
  suggestion: z.string().optional(),
})

/** A rule that forbids, with its source. */
export const ReasonAnswer = z.strictObject({
  rule: z.string().describe('a rule of a pack such as US-F-10, or a reason of the engine'),
  pack: z.string().nullable(),
  text: z.string(),
  cite: z.string().nullable(),
  effect: z.enum(['block', 'review', 'warn', 'duty', 'ground']),
  liftsAt: z.string().nullable().describe('when this rule alone would let it through; null = not by waiting'),
  missing: z.array(z.string()).optional().describe('the evidence that is lacking, by key'),
})

const shape = {
  message: z.string(),
  wayOut: z.string().describe('what to do'),
  problems: z.array(ProblemAnswer).optional().describe('everything that is wrong, each with its place'),
  reasons: z.array(ReasonAnswer).optional().describe('every rule that forbids it'),
  right: z.string().optional().describe('what the key lacks'),
  roles: z.array(z.string()).optional().describe('the roles that have it'),
  limit: z.number().optional().describe('the limit that was passed'),
  request: z.string().optional().describe('the number of the request, for the operator'),
}

/** What any route may answer. */
const ANYWHERE = ['bad_request', 'internal', 'unavailable'] as const satisfies readonly RefusalCode[]
const WITH_KEY = ['unauthenticated', 'forbidden'] as const satisfies readonly RefusalCode[]
/** What any route may answer that takes a body. */
export const OF_BODIES = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
] as const satisfies readonly RefusalCode[]

export interface Refuses {
  codes?: readonly RefusalCode[]
  /** What the answer says beyond the shape of all errors. */
  more?: z.ZodRawShape
  /** The route is open to whoever signs. */
  keyless?: boolean
}

/** The errors of a route by status, each with the codes that it may carry. */
export function refusals({
  codes = [],
  more = {},
  keyless = false,
}: Refuses = {}): Record<number, z.ZodType> {
  const all = new Set<RefusalCode>([...ANYWHERE, ...(keyless ? [] : WITH_KEY), ...codes])
  const statuses = new Set([...all].map((code) => REFUSALS[code].status))
  const having = (status: number): RefusalCode[] =>
    [...all].filter((code) => REFUSALS[code].status === status)
  return Object.fromEntries([...statuses].map((status) => [status, errorOf(having(status), more)]))
}

function errorOf(codes: RefusalCode[], more: z.ZodRawShape): z.ZodType {
  const [code = 'internal'] = codes
  const example = { code, message: 'in plain words', wayOut: REFUSALS[code].remedy }
  return z
    .strictObject({ code: z.enum(codes), ...shape, ...more })
    .meta({ description: codes.join(', '), examples: [example] })
}
