import { z } from 'zod'
import type { Day, Instant } from '../../../../core/base/time.ts'
import { toldOrNull } from '../../../../core/base/told.ts'
import { isClosing, LIFECYCLE } from '../../../../core/model/lifecycle.ts'
import { jsonOrNull } from '../../base/cell.ts'
import { anyJson, isObject } from '../../base/read-json.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { anyOf, named, someNames, yesOrNo, told } from './filter.ts'
import { listOf } from './page.ts'

export const CaseLine = z.strictObject({
  ...BookLine.shape,
  id: z.number().int(),
  name: z.string().describe('`<account>/<number>`'),
  account: z.string(),
  state: z.string(),
  stage: z.string().nullable(),
  openedOn: z.string(),
  closedOn: z.string().nullable(),
  closeReason: z.string().nullable(),
  nextReviewAt: told.nullable(),
  waitingFor: z
    .string()
    .nullable()
    .describe(
      'What brings it on: a contact to come, a task, time alone, or a day of review; null where it is closed',
    ),
  waitingUntil: told.nullable(),
  refusedBy: z
    .array(z.string())
    .describe('The rules that refused the step that came last, where nothing has come since'),
})
export type CaseLine = z.infer<typeof CaseLine>

interface CaseRow extends BookRow {
  id: number
  number: number
  state: string
  stage: string | null
  openedOn: Day
  closedOn: Day | null
  closeReason: string | null
  nextReviewAt: Instant | null
  waitingFor: string | null
  waitingUntil: Instant | null
  refusals: unknown
}

/** Kinds of decisions that tell why nothing was planned. */
const REFUSING = `d.kind in ('refused', 'waiting')`
const LATEST = `select d.kind, d.reasons from decision d
  where d.person_id = c.person_id and d.case_id = c.id order by d.id desc limit 1`

/** Along the key of persons and accounts, so that open cases, those of a debtor and those of a creditor are each found by an index. */
export const CASES = listOf<CaseRow, CaseLine>({
  name: 'cases',
  line: CaseLine,
  rows: {
    select: `c.id, c.number, c.state, c.stage, c.opened_on::text as "openedOn", c.closed_on::text as "closedOn",
      c.close_reason as "closeReason", ${millis('c.next_review_at')} as "nextReviewAt", c.waits_for as "waitingFor",
      ${millis('c.waits_until')} as "waitingUntil",
      (select case when ${REFUSING} then d.reasons end from (${LATEST}) d) as refusals, ${BOOK_SELECT}`,
    from: `collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
      join person p on p.id = c.person_id`,
  },
  row: {
    id: 'int8',
    number: 'int4',
    state: 'text',
    stage: 'text?',
    openedOn: 'text',
    closedOn: 'text?',
    closeReason: 'text?',
    nextReviewAt: 'float8?',
    waitingFor: 'text?',
    waitingUntil: 'float8?',
    refusals: jsonOrNull(anyJson),
    ...BOOK_ROW,
  },
  order: [
    { sql: 'c.person_id', type: 'int8' },
    { sql: 'c.account_id', type: 'int8' },
    { sql: 'c.number', type: 'int8' },
  ],
  filters: {
    ...BOOK_FILTERS,
    state: {
      schema: anyOf(LIFECYCLE),
      words: LIFECYCLE,
      // Open states are looked for along the index of open cases.
      sql: (value, given) =>
        `c.state = any(${value}::text[])${areOpen(given) ? ' and c.closed_on is null' : ''}`,
      help: 'in one of these states',
      example: 'working,held',
    },
    stage: {
      schema: someNames,
      sql: (value) => `c.stage = any(${value}::text[])`,
      help: 'in a stage of this name; several joined by commas',
      example: 'reminder',
    },
    open: {
      schema: yesOrNo,
      sql: (value, given) =>
        given === undefined
          ? `${value}::bool`
          : `c.closed_on is ${given === true ? '' : 'not '}null and ${value}::bool is not null`,
      help: 'true: open ones only; false: closed ones only',
      example: 'true',
    },
    refusedBy: {
      schema: named(80),
      sql: (value) =>
        `c.closed_on is null and exists (select from (${LATEST}) d where ${REFUSING} and d.reasons @> jsonb_build_array(jsonb_build_object('rule', ${value}::text)))`,
      keep: ({ refusedBy }: CaseLine, rule: string) => refusedBy.includes(rule),
      help: 'open cases whose next step this rule refuses',
      example: 'US-F-10',
    },
  },
  told: (row, now) => ({
    id: row.id,
    name: `${row.account}/${row.number}`,
    ...bookLine(row, now),
    account: row.account ?? '',
    state: row.state,
    stage: row.stage,
    openedOn: row.openedOn,
    closedOn: row.closedOn,
    closeReason: row.closeReason,
    nextReviewAt: toldOrNull(row.nextReviewAt),
    waitingFor: row.waitingFor,
    waitingUntil: toldOrNull(row.waitingUntil),
    refusedBy: rulesIn(row.refusals),
  }),
})

export function millis(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`
}

function areOpen(given: unknown): boolean {
  const states = Array.isArray(given) ? given : []
  return states.length > 0 && LIFECYCLE.every((state) => !isClosing(state) || !states.includes(state))
}

/** The rules of reasons that forbid; a reason that only warns or asks for a duty forbids nothing. */
export function rulesIn(reasons: unknown): string[] {
  const rules = (Array.isArray(reasons) ? reasons : []).flatMap((reason: unknown) => {
    if (!isObject(reason) || reason['effect'] === 'warn' || reason['effect'] === 'duty') return []
    return typeof reason['rule'] === 'string' ? [reason['rule']] : []
  })
  return [...new Set(rules)]
}
