import type { z } from 'zod'
import { PLACES } from '../base/list.ts'
import type { Problem } from '../base/problem.ts'
import { FACTS, FactInput } from './fact.ts'
import type { FactType } from './fact.ts'
import { nearest } from './nearest.ts'

export type ParsedFact = { fact: FactInput } | { problems: Problem[] }

const KNOWN = new Map(FACTS.map((schema) => [schema.shape.type.value as string, schema]))
export const FACT_TYPES = [...KNOWN.keys()] as FactType[]

const CODE_OF_FIELD: Record<string, [code: string, suggestion: string]> = {
  amount: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  pastDue: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  balance: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  dueOn: ['bad_date', 'a date that exists, as YYYY-MM-DD'],
  oldestDueOn: ['bad_date', 'a date that exists, as YYYY-MM-DD, or null'],
  by: ['bad_date', 'a date that exists, as YYYY-MM-DD'],
  until: ['bad_date', 'a date that exists: YYYY-MM-DD, for consents and evidence an instant'],
  at: ['bad_instant', 'an instant with an offset, such as 2026-03-01T09:00:00Z'],
  recorded: ['bad_instant', 'an instant with an offset, such as 2026-03-01T09:00:00Z'],
  closed: [
    'bad_hours',
    'days as mon..sun, mon-fri, daily, workday, restday or hol; hours as ["08:00", "18:00"], or null for the whole day',
  ],
  places: ['bad_value', `of ${PLACES.join(', ')}`],
  zone: ['unknown_zone', 'an IANA name, such as America/New_York'],
  currency: ['unknown_currency', 'an ISO 4217 code, such as USD'],
}

/** One JSON object to a fact, or everything that is wrong with it; the caller adds file and line. */
export function parseFact(value: unknown): ParsedFact {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return problem({ code: 'bad_fact', message: 'a fact is one JSON object' })
  }
  const type = (value as { type?: unknown }).type
  const schema = typeof type === 'string' ? KNOWN.get(type) : undefined
  if (!schema) return problem(unknownType(type))
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const given = value as Record<string, unknown>
    return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, given, schema)) }
  }
  const sense = senseOf(parsed.data)
  return sense ? problem(sense) : { fact: parsed.data }
}

function problem(one: Problem): ParsedFact {
  return { problems: [one] }
}

function unknownType(type: unknown): Problem {
  if (typeof type !== 'string') return { code: 'missing_field', path: 'type', message: 'type is missing' }
  const close = nearest(type, FACT_TYPES)
  return {
    code: 'unknown_type',
    path: 'type',
    message: `no fact is of type ${shown(type)}`,
    suggestion: close ? `did you mean ${close}?` : `one of ${FACT_TYPES.join(', ')}`,
  }
}

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, given: Record<string, unknown>, schema: (typeof FACTS)[number]): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const fields = Object.keys(schema.shape)
    return issue.keys.map((key) => {
      const close = nearest(key, fields)
      return {
        code: 'unknown_field',
        path: pathOf([...issue.path, shown(key)]),
        message: `${shown(key)} is no field of this type`,
        ...(close && issue.path.length === 0 && { suggestion: `did you mean ${close}?` }),
      }
    })
  }
  const field = String(issue.path[0] ?? '')
  if (issue.path.length === 1 && given[field] === undefined) return [missing(field)]
  const [code, suggestion] = CODE_OF_FIELD[field] ?? ['bad_value', undefined]
  const path = pathOf(issue.path)
  return [{ code, path, message: `${path}: ${wordsOf(issue)}`, ...(suggestion && { suggestion }) }]
}

function missing(field: string): Problem {
  const code = field === 'account' ? 'missing_account' : 'missing_field'
  return { code, path: field, message: `${field} is missing` }
}

/** What a schema per field cannot see. */
function senseOf(fact: FactInput): Problem | null {
  if (fact.type === 'account.snapshot' && Number(fact.pastDue) > 0 && fact.oldestDueOn === null) {
    return {
      code: 'bad_snapshot',
      path: 'oldestDueOn',
      message: 'an amount is past due, but the oldest due date is not given',
      suggestion: 'give the oldest unpaid due date, or past due 0',
    }
  }
  if (fact.type === 'preference.set' && fact.closed === undefined && fact.places === undefined) {
    return {
      code: 'missing_field',
      path: 'closed',
      message: 'no preference is given',
      suggestion: 'closed: the inconvenient hours, or places: the inconvenient places; [] = none any more',
    }
  }
  const agentOnly = fact.type === 'evidence.recorded' && fact.agent !== undefined
  if (fact.account === undefined && !('debtor' in fact && fact.debtor !== undefined) && !agentOnly) {
    return { code: 'missing_account', path: 'account', message: 'neither account nor debtor is given' }
  }
  return null
}

/** Never with the value itself: it may be personal. */
function wordsOf(issue: Issue): string {
  if (issue.code === 'custom') return `is not ${issue.message}`
  if (issue.code === 'invalid_value') return `is not one of ${issue.values.join(', ')}`
  return issue.message.replace(/, received .*$/, '')
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
}

/** A name as it may be repeated: short, and without what a name never has. */
function shown(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? name : 'this'
}
