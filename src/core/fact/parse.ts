import type { z } from 'zod'
import { PLACES } from '../base/list.ts'
import type { Problem } from '../base/problem.ts'
import { accountIn, debtorIn, FACT, FactInput, FACTS, nameFields } from './fact.ts'
import type { FactType } from './fact.ts'
import { nearest } from '../base/nearest.ts'
import { readFields } from './read-fields.ts'
import { unstorable } from './text.ts'
import { withWayOut } from './way-out.ts'
import type { FactKind } from './kind/kind.ts'

/** A fact that may be stored, with what the sender should know about it, or everything that is wrong with the row. */
export type ParsedFact = GoodFact | { problems: Problem[] }

export interface GoodFact {
  fact: FactInput
  warnings: Problem[]
  /** Fields that were read in another form than they came in, as they came: what was stored under that form before is still meant. */
  was?: Record<string, string>
}

const KNOWN = new Map(FACTS.map((schema) => [schema.shape.type.value as string, schema]))
export const FACT_TYPES = [...KNOWN.keys()] as FactType[]
const FIELDS = new Map([...KNOWN].map(([type, { shape }]) => [type, Object.keys(shape)]))
const NAMES = new Map([...KNOWN].map(([type, schema]) => [type, nameFields(schema)]))
/** The most problems that are told of one row: what is wrong with it is clear by then. */
const MOST_PROBLEMS = 20

const DAY = 'a date that exists, as YYYY-MM-DD, of the years 1900 to 2199'
const AN_INSTANT = 'an instant with an offset of the years 1900 to 2199, such as 2026-03-01T09:00:00Z'

const CODE_OF_FIELD: Record<string, [code: string, suggestion: string]> = {
  amount: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  pastDue: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  balance: ['bad_amount', 'a plain decimal in quotes, such as "55.94": no exponent, sign or separator'],
  dueOn: [
    'bad_date',
    `${DAY}; a bill without a due date is not sent at all, or obligation.rescheduled is sent once the date is known`,
  ],
  oldestDueOn: ['bad_date', `${DAY}, or null`],
  by: ['bad_date', DAY],
  until: ['bad_date', `${DAY}; for consents and evidence an instant; left out where there is no end`],
  at: ['bad_instant', AN_INSTANT],
  asOf: ['bad_date', `${DAY}, or ${AN_INSTANT}`],
  recorded: ['bad_instant', AN_INSTANT],
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
  const parsed = factIn(value)
  return 'problems' in parsed ? { problems: parsed.problems.map(withWayOut) } : parsed
}

function factIn(value: unknown): ParsedFact {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return problem({ code: 'bad_fact', message: 'a fact is one JSON object' })
  }
  const type = (value as { type?: unknown }).type
  const schema = typeof type === 'string' ? KNOWN.get(type) : undefined
  if (!schema) return problem(unknownType(type))
  const bad = unstorable(value)
  if (bad) return problem(bad)
  const { given, warnings, was } = readFields(
    value as Record<string, unknown>,
    NAMES.get(schema.shape.type.value) ?? [],
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, MOST_PROBLEMS)
    return { problems: issues.flatMap((each) => problemsOf(each, given, schema)).slice(0, MOST_PROBLEMS) }
  }
  const sense = senseOf(parsed.data)
  return sense ? problem(sense) : { fact: parsed.data, warnings, ...(was && { was }) }
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
    const fields = FIELDS.get(schema.shape.type.value) ?? []
    return issue.keys.slice(0, MOST_PROBLEMS).map((key) => {
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
  const [code, suggestion] = codeOf(issue, field, schema)
  const path = pathOf(issue.path)
  return [{ code, path, message: `${path}: ${wordsOf(issue)}`, ...(suggestion && { suggestion }) }]
}

function codeOf(
  issue: Issue,
  field: string,
  schema: (typeof FACTS)[number],
): [code: string, suggestion: string | undefined] {
  const type = schema.shape.type.value
  const known = field === BY && type !== PROMISE ? undefined : CODE_OF_FIELD[field]
  if (known) return known
  const named = issue.path.length === 1 && NAMES.get(type)?.includes(field)
  return [named ? 'bad_id' : 'bad_value', undefined]
}

/** It is the day of a promise; plans, settlements and brakes name somebody in it. */
const BY = 'by'
const PROMISE: FactType = 'promise.made'

function missing(field: string): Problem {
  const code = field === 'account' ? 'missing_account' : 'missing_field'
  return { code, path: field, message: `${field} is missing` }
}

/** The words never contain the value itself: it may be personal. */
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

/** A name as it may be repeated: short, and without figures, which a number or whatever was encoded nearly always has. */
function shown(name: string): string {
  return /^[A-Za-z_.-]{1,40}$/.test(name) ? name : 'this'
}

/** What a schema per field cannot see. */
function senseOf(fact: FactInput): Problem | null {
  const kind: FactKind = FACT[fact.type]
  const wrong = kind.sense?.(fact) ?? null
  if (wrong) return wrong
  const end = kind.ends?.(fact) ?? null
  if (typeof end?.on === 'number' && end.on < Date.parse(fact.at)) {
    const message = 'the end lies before the fact itself'
    return { code: 'ends_before', path: end.path, message }
  }
  if (kind.about === 'nobody' || kind.standsAlone?.(fact)) return null
  if (accountIn(fact) !== undefined || debtorIn(fact) !== undefined) return null
  return { code: 'missing_account', path: 'account', message: 'neither account nor debtor is given' }
}
