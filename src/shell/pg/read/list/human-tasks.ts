import { z } from 'zod'
import type { Instant } from '../../../../core/base/time.ts'
import { toldAt, toldOrNull } from '../../../../core/base/told.ts'
import { HUMAN_TASK_KINDS } from '../../../../core/model/human-task.ts'
import { LIFECYCLE } from '../../../../core/model/lifecycle.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { millis } from './cases.ts'
import { anyOf, named, someNames, wholeNumber, yesOrNo, told } from './filter.ts'
import { listOf } from './page.ts'

export const HumanTaskLine = z.strictObject({
  ...BookLine.shape,
  id: z.number().int(),
  person: z.number().int().describe("The engine's number of the debtor; 0 = nobody who is known"),
  case: z.number().int().nullable(),
  about: z
    .string()
    .describe(
      "`<account>/<number>` where it is about a case, else the account, else the person by the engine's number",
    ),
  contact: z.number().int().nullable(),
  kind: z.string(),
  rule: z.string().nullable(),
  step: z.string().nullable(),
  reason: z.string(),
  role: z.string(),
  due: told,
  createdAt: told,
  claimedBy: z.string().nullable(),
  claimedAt: told.nullable(),
  caseState: z.string().nullable(),
  stage: z.string().nullable(),
})
export type HumanTaskLine = z.infer<typeof HumanTaskLine>

interface HumanTaskRow extends BookRow {
  id: number
  person: number
  case: number | null
  number: number | null
  contact: number | null
  kind: string
  rule: string | null
  step: string | null
  reason: string
  role: string
  due: Instant
  createdAt: Instant
  claimedBy: string | null
  claimedAt: Instant | null
  caseState: string | null
  stage: string | null
}

/** What waits for people, soonest due first. */
export const HUMAN_TASKS = listOf<HumanTaskRow, HumanTaskLine>({
  name: 'human-tasks',
  line: HumanTaskLine,
  rows: {
    select: `t.id, t.person_id as person, t.case_id as "case", c.number, t.contact_id as contact, t.kind, t.rule, t.step,
      t.reason, t.role, ${millis('t.due')} as due, ${millis('t.created_at')} as "createdAt", t.claimed_by as "claimedBy",
      ${millis('t.claimed_at')} as "claimedAt", c.state as "caseState", c.stage, ${BOOK_SELECT}`,
    from: `human_task t left join collection_case c on c.person_id = t.person_id and c.id = t.case_id
      left join account a on a.person_id = t.person_id and a.id = t.account_id
      left join person p on p.id = t.person_id`,
    where: 't.resolved_at is null',
  },
  row: {
    id: 'int8',
    person: 'int8',
    case: 'int8?',
    number: 'int4?',
    contact: 'int8?',
    kind: 'text',
    rule: 'text?',
    step: 'text?',
    reason: 'text',
    role: 'text',
    due: 'float8',
    createdAt: 'float8',
    claimedBy: 'text?',
    claimedAt: 'float8?',
    caseState: 'text?',
    stage: 'text?',
    ...BOOK_ROW,
  },
  order: [
    { sql: 't.due', type: 'timestamptz' },
    { sql: 't.id', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    kind: {
      schema: anyOf(HUMAN_TASK_KINDS),
      words: HUMAN_TASK_KINDS,
      sql: (value) => `t.kind = any(${value}::text[])`,
      help: 'of this kind; several joined by commas',
      example: 'last_step',
    },
    role: {
      schema: someNames,
      sql: (value) => `t.role = any(${value}::text[])`,
      help: 'for this role; several joined by commas',
      example: 'compliance',
    },
    claimed: {
      schema: yesOrNo,
      sql: (value) => `(t.claimed_by is not null) = ${value}::bool`,
      help: 'true: those that somebody has in hand; false: those that nobody has',
      example: 'false',
    },
    claimedBy: {
      schema: named(80),
      sql: (value) => `t.claimed_by = ${value}::text`,
      help: 'those that this person has in hand',
      example: 'ann',
    },
    case: {
      schema: wholeNumber,
      sql: (value) => `t.case_id = ${value}::int8`,
      help: 'about the case with this id',
      example: '17',
    },
    state: {
      schema: anyOf(LIFECYCLE),
      words: LIFECYCLE,
      sql: (value) => `c.state = any(${value}::text[])`,
      help: 'about cases in one of these states',
      example: 'held',
    },
    stage: {
      schema: someNames,
      sql: (value) => `c.stage = any(${value}::text[])`,
      help: 'about cases in a stage of this name; several joined by commas',
      example: 'reminder',
    },
    step: {
      schema: someNames,
      sql: (value) => `t.step = any(${value}::text[])`,
      help: 'about a step of this name; several joined by commas',
      example: 'last-word',
    },
    refusedBy: {
      schema: named(80),
      sql: (value) => `t.rule = ${value}::text`,
      help: 'that this rule of law asks for',
      example: 'US-F-10',
    },
    overdue: {
      schema: yesOrNo,
      sql: (value) => `(t.due < business_now()) = ${value}::bool`,
      help: 'true: those whose time is over; false: the others',
      example: 'true',
    },
  },
  told: (row, now) => ({
    id: row.id,
    person: row.person,
    case: row.case,
    about: aboutOf(row),
    contact: row.contact,
    kind: row.kind,
    rule: row.rule,
    step: row.step,
    reason: row.reason,
    role: row.role,
    due: toldAt(row.due),
    createdAt: toldAt(row.createdAt),
    claimedBy: row.claimedBy,
    claimedAt: toldOrNull(row.claimedAt),
    caseState: row.caseState,
    stage: row.stage,
    ...bookLine(row, now),
  }),
})

function aboutOf({ person, account, number, rule }: HumanTaskRow): string {
  if (person === 0) return rule ?? 'nobody who is known'
  if (account === null) return `person #${person}`
  return number === null ? account : `${account}/${number}`
}
