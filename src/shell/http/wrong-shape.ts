import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { suggestionFor } from '../../core/base/meant.ts'
import { nearest } from '../../core/base/nearest.ts'

/** The parts of a request, as Fastify calls them and as an answer does. */
export const PARTS = { querystring: 'query', params: 'path', headers: 'header', body: 'body' } as const

/** A part of a request that its schema does not take. */
export class WrongShape extends Error {
  /** Fastify names the part. */
  validationContext?: string

  constructor(
    readonly wrong: z.ZodError,
    readonly schema: z.ZodType,
    /** What was sent: it is looked at for the word that is meant, and never told. */
    private readonly given?: unknown,
  ) {
    super('the request has not the right shape')
  }

  get problems(): PlacedProblem[] {
    const { validationContext: part = '' } = this
    const where: Where = Object.hasOwn(PARTS, part) ? { in: PARTS[part as keyof typeof PARTS] } : {}
    return this.wrong.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownIn(issue, this.schema, where)
        : [problemOf(issue, where, this.given)],
    )
  }
}

export interface PlacedProblem extends Problem {
  /** The part of the request. */
  in?: (typeof PARTS)[keyof typeof PARTS]
}

type Where = Pick<PlacedProblem, 'in'>

/** The words never hold what was sent: even the name of a field may be a person's. */
function problemOf(issue: z.core.$ZodIssue, where: Where, given: unknown): PlacedProblem {
  const { path, message, code } = issue
  const missing = code === 'invalid_type' && /received undefined/.test(message)
  const suggestion = suggestionFor(issue, valueAt(given, path))
  return {
    code: missing ? 'missing_value' : 'bad_value',
    ...where,
    path: path.join('.'),
    message,
    ...(suggestion !== null && { suggestion }),
  }
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)
        ? (inside as Record<PropertyKey, unknown>)[key]
        : undefined,
    given,
  )
}

function unknownIn(
  { keys, path }: z.core.$ZodIssueUnrecognizedKeys,
  schema: z.ZodType,
  where: Where,
): PlacedProblem[] {
  const known = keysAt(schema, path)
  return keys.map((key) => {
    const told = /^[A-Za-z_-]{1,40}$/.test(key) ? key : null
    const near = nearest(key, known)
    return {
      code: 'unknown_field',
      ...where,
      path: [...path, ...(told === null ? [] : [told])].join('.'),
      message: told === null ? 'a name that is not known here' : `not known here: ${told}`,
      suggestion: near === null ? listed(known) : `did you mean ${near}?`,
    }
  })
}

const LISTED = 40

function listed(known: readonly string[]): string {
  return known.length === 0 ? 'nothing is taken here' : `one of ${known.slice(0, LISTED).join(', ')}`
}

/** The names that an object inside the schema knows. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const at = unwrapped(schema)
  if (path.length === 0) return at instanceof z.ZodObject ? Object.keys(at.shape) : []
  const [first, ...rest] = path
  if (at instanceof z.ZodObject && typeof first === 'string') {
    const inside = (at.shape as Record<string, z.ZodType | undefined>)[first]
    return inside ? keysAt(inside, rest) : []
  }
  return at instanceof z.ZodArray ? keysAt(at.element as z.ZodType, rest) : []
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema
}
