import { z } from 'zod'
import { TASK_CHANNELS, type TaskChannel } from '../../../../core/channel/channel.ts'
import type { Instant } from '../../../../core/base/time.ts'
import { toldAt } from '../../../../core/base/told.ts'
import { AGREEABLE, readAgreeable } from '../agreeable.ts'
import { tableOf } from '../../task/table.ts'
import { BOOK_FILTERS, BOOK_ROW, BOOK_SELECT, BookLine, bookLine, type BookRow } from './book.ts'
import { millis } from './cases.ts'
import { type Filters, someNames, told } from './filter.ts'
import { type List, listOf } from './page.ts'

export const OfferedLine = z.strictObject({
  ...BookLine.shape,
  kind: z.enum(TASK_CHANNELS),
  contact: z.number().int(),
  case: z.number().int(),
  channel: z.string(),
  stage: z.string().nullable(),
  step: z.string().nullable(),
  attempt: z.number().int().nullable(),
  rank: z.number(),
  expiresAt: told,
  promises: AGREEABLE.promises.nullable(),
  plans: AGREEABLE.plans.nullable(),
  settlement: AGREEABLE.settlement,
})
export type OfferedLine = z.infer<typeof OfferedLine>

interface OfferedRow extends BookRow {
  contact: number
  case: number
  channel: string
  stage: string | null
  step: string | null
  attempt: number | null
  rank: number
  expiresAt: Instant
}

/** The limits of what may be agreed in a call that cannot be read. */
const NOT_KNOWN = { promises: null, plans: null, settlement: null }

/** What open calls and visits can be asked for. */
export const OFFERED_FILTERS = {
  ...BOOK_FILTERS,
  stage: {
    schema: someNames,
    sql: (value) => `k.stage = any(${value}::text[])`,
    help: 'planned in a stage of this name; several joined by commas',
    example: 'calls',
  },
  step: {
    schema: someNames,
    sql: (value) => `k.step = any(${value}::text[])`,
    help: 'by a step of this name; several joined by commas',
    example: 'call',
  },
} satisfies Filters

/** Calls and visits that somebody may take, the best first: no name and no number. */
export const OFFERED = Object.fromEntries(TASK_CHANNELS.map((kind) => [kind, offered(kind)])) as Record<
  TaskChannel,
  List<OfferedLine>
>

function offered(kind: TaskChannel): List<OfferedLine> {
  return listOf<OfferedRow, OfferedLine>({
    name: `offered-${kind}`,
    line: OfferedLine,
    rows: {
      select: `t.contact_id as contact, t.case_id as "case", k.channel, k.stage, k.step, k.attempt, t.rank,
        ${millis('t.expires_at')} as "expiresAt", ${BOOK_SELECT}`,
      from: `${tableOf({ kind })} t join contact k on k.person_id = t.person_id and k.id = t.contact_id
        join account a on a.person_id = k.person_id and a.id = k.account_id
        left join collection_case c on c.person_id = t.person_id and c.id = t.case_id
        join person p on p.id = t.person_id`,
      where: `t.state = 'open' and t.expires_at > business_now()`,
    },
    row: {
      contact: 'int8',
      case: 'int8',
      channel: 'text',
      stage: 'text?',
      step: 'text?',
      attempt: 'int4?',
      rank: 'float8',
      expiresAt: 'float8',
      ...BOOK_ROW,
    },
    order: [
      { sql: 't.rank', type: 'float8', falling: true },
      { sql: 't.contact_id', type: 'int8' },
    ],
    filters: OFFERED_FILTERS,
    told: (row, now) => ({
      kind,
      contact: row.contact,
      case: row.case,
      channel: row.channel,
      stage: row.stage,
      step: row.step,
      attempt: row.attempt,
      rank: row.rank,
      expiresAt: toldAt(row.expiresAt),
      ...NOT_KNOWN,
      ...bookLine(row, now),
    }),
    completed: async (db, lines) => {
      const found = await readAgreeable(
        db,
        lines.map(({ contact }) => contact),
      )
      return lines.map((line) => ({ ...line, ...(found.get(line.contact) ?? NOT_KNOWN) }))
    },
  })
}
