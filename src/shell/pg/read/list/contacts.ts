import { type Instant, readInstant } from '../../../../core/base/time.ts'
import { toldOrNull } from '../../../../core/base/told.ts'
import { WRONG } from '../../../../core/hindsight/wrong-contact.ts'
import { NOT_WRONG, type ToldWrong } from '../../../law/wrong-contacts.ts'
import { z } from 'zod'
import { CONTACT_CHANNELS } from '../../../../core/channel/channel.ts'
import { DISPOSITIONS } from '../../../../core/channel/disposition.ts'
import { CONTACT_STATES } from '../../../../core/model/contact-state.ts'
import { LIFECYCLE } from '../../../../core/model/lifecycle.ts'
import { json } from '../../base/cell.ts'
import { instantOf } from '../../base/instant.ts'
import { anyJson } from '../../base/read-json.ts'
import {
  BOOK_FILTERS,
  BOOK_ROW,
  BOOK_SELECT,
  BookLine,
  bookLine,
  type BookRow,
  nothingBetween,
} from './book.ts'
import { millis, rulesIn } from './cases.ts'
import { MAY_BE_WRONG_NOW, readWrong } from '../wrong.ts'
import { anyOf, named, someNames, wholeNumber, told, yesOrNo } from './filter.ts'
import { listOf } from './page.ts'

export const ContactLine = z.strictObject({
  ...BookLine.shape,
  id: z.number().int(),
  case: z.string().nullable().describe('`<account>/<number>`'),
  channel: z.string(),
  direction: z.string(),
  purpose: z.string(),
  state: z.string(),
  stage: z.string().nullable(),
  step: z.string().nullable(),
  attempt: z.number().int().nullable(),
  template: z.string().nullable(),
  disposition: z.string().nullable(),
  agent: z.string().nullable(),
  providerCode: z.string().nullable(),
  notBefore: told.nullable(),
  expiresAt: told.nullable(),
  at: told.nullable().describe('The instant of the contact itself; null = it was not made, or not yet'),
  createdAt: told.nullable(),
  changedAt: told.nullable(),
  refusedBy: z.array(z.string()).describe('The rules that were against it'),
  wrong: z
    .array(z.string())
    .describe(
      `Why it should not have been made, by what was told after it: ${Object.keys(WRONG).join(', ')}`,
    ),
  toldLate: z.array(z.string()).describe('The kinds of facts that were true before it and told after it'),
  wrongSince: told.nullable().describe('When the first of them was told'),
})
export type ContactLine = z.infer<typeof ContactLine>

interface ContactRow extends BookRow {
  id: number
  number: number | null
  channel: string
  direction: string
  purpose: string
  state: string
  stage: string | null
  step: string | null
  attempt: number | null
  template: string | null
  disposition: string | null
  agent: string | null
  providerCode: string | null
  notBefore: Instant | null
  expiresAt: Instant | null
  at: Instant | null
  createdAt: Instant | null
  changedAt: Instant | null
  reasons: unknown
}

const instant = z.string().transform((text, context) => {
  const at = readInstant(text)
  if (at !== null) return at
  context.addIssue({ code: 'custom', message: 'an instant with an offset, such as 2026-03-01T00:00:00Z' })
  return z.NEVER
})

/** The newest come first, along their numbers. */
export const CONTACTS = listOf<ContactRow, ContactLine>({
  name: 'contacts',
  line: ContactLine,
  rows: {
    select: `k.id, c.number, k.channel, k.direction, k.purpose, k.state, k.stage, k.step, k.attempt, k.template, k.disposition,
      k.agent, k.provider_code as "providerCode", ${millis('k.not_before')} as "notBefore", ${millis('k.expires_at')} as "expiresAt",
      ${millis('k.at')} as at, ${millis('k.created_at')} as "createdAt", ${millis('k.changed_at')} as "changedAt", k.reasons,
      ${BOOK_SELECT}`,
    from: `contact k left join account a on a.person_id = k.person_id and a.id = k.account_id
      left join collection_case c on c.person_id = k.person_id and c.id = k.case_id
      left join person p on p.id = k.person_id`,
  },
  row: {
    id: 'int8',
    number: 'int4?',
    channel: 'text',
    direction: 'text',
    purpose: 'text',
    state: 'text',
    stage: 'text?',
    step: 'text?',
    attempt: 'int4?',
    template: 'text?',
    disposition: 'text?',
    agent: 'text?',
    providerCode: 'text?',
    notBefore: 'float8?',
    expiresAt: 'float8?',
    at: 'float8?',
    createdAt: 'float8?',
    changedAt: 'float8?',
    reasons: json(anyJson),
    ...BOOK_ROW,
  },
  order: [{ sql: 'k.id', type: 'int8', falling: true }],
  filters: {
    ...BOOK_FILTERS,
    case: {
      schema: wholeNumber,
      sql: (value) =>
        `k.case_id = ${value}::int8 and k.person_id = (select o.person_id from collection_case o where o.id = ${value}::int8)`,
      help: 'of the case with this id',
      example: '17',
    },
    caseState: {
      schema: anyOf(LIFECYCLE),
      words: LIFECYCLE,
      sql: (value) => `c.state = any(${value}::text[])`,
      help: 'of cases in one of these states',
      example: 'working',
    },
    channel: {
      schema: anyOf(CONTACT_CHANNELS),
      words: CONTACT_CHANNELS,
      sql: (value) => `k.channel = any(${value}::text[])`,
      help: 'by one of these channels',
      example: CONTACT_CHANNELS.slice(0, 1).join(),
    },
    direction: {
      schema: anyOf(['out', 'in']),
      words: ['out', 'in'],
      sql: (value) => `k.direction = any(${value}::text[])`,
      help: 'out: made by us or for us; in: from the debtor',
      example: 'out',
    },
    state: {
      schema: anyOf(CONTACT_STATES),
      words: CONTACT_STATES,
      sql: (value) => `k.state = any(${value}::text[])`,
      help: 'in one of these states',
      example: CONTACT_STATES.slice(0, 2).join(','),
    },
    stage: {
      schema: someNames,
      sql: (value) => `k.stage = any(${value}::text[])`,
      help: 'planned in a stage of this name; several joined by commas',
      example: 'reminder',
    },
    step: {
      schema: someNames,
      sql: (value) => `k.step = any(${value}::text[])`,
      help: 'by a step of this name; several joined by commas',
      example: 'friendly',
    },
    disposition: {
      schema: anyOf(DISPOSITIONS),
      words: DISPOSITIONS,
      sql: (value) => `k.disposition = any(${value}::text[])`,
      help: 'that ended so',
      example: DISPOSITIONS[0],
    },
    refusedBy: {
      schema: named(80),
      sql: (value) => `k.reasons @> jsonb_build_array(jsonb_build_object('rule', ${value}::text))`,
      keep: ({ refusedBy }: ContactLine, rule: string) => refusedBy.includes(rule),
      help: 'that this rule was against',
      example: 'US-F-10',
    },
    wrong: {
      schema: yesOrNo,
      words: ['true', 'false'],
      isYes: true,
      sql: (value) => `not ${value}::boolean or (${MAY_BE_WRONG_NOW})`,
      keep: ({ wrong }: ContactLine, asked: boolean) => wrong.length > 0 === asked,
      help: 'that history, as it is known now, shows as wrong: something that was told later was true before them',
      example: 'true',
    },
    since: {
      schema: instant,
      // Numbers are given in the order of time, so that the walk ends where the first one of that time stands.
      sql: (value) => `k.created_at >= ${instantOf(value)}
        and k.id >= coalesce((select min(f.id) from contact f where f.created_at >= ${instantOf(value)}), 0)`,
      help: 'planned or recorded at that instant or later',
      example: '2026-03-01T00:00:00Z',
    },
    until: {
      schema: instant,
      sql: (value) => `k.created_at < ${instantOf(value)}`,
      wrong: (until: number, { since }) => nothingBetween(since, until, 'since'),
      help: 'planned or recorded before that instant',
      example: '2026-04-01T00:00:00Z',
    },
  },
  told: (row, now) => ({
    id: row.id,
    case: row.account === null || row.number === null ? null : `${row.account}/${row.number}`,
    channel: row.channel,
    direction: row.direction,
    purpose: row.purpose,
    state: row.state,
    stage: row.stage,
    step: row.step,
    attempt: row.attempt,
    template: row.template,
    disposition: row.disposition,
    agent: row.agent,
    providerCode: row.providerCode,
    notBefore: toldOrNull(row.notBefore),
    expiresAt: toldOrNull(row.expiresAt),
    at: toldOrNull(row.at),
    createdAt: toldOrNull(row.createdAt),
    changedAt: toldOrNull(row.changedAt),
    refusedBy: rulesIn(row.reasons),
    ...wrongPart(NOT_WRONG),
    ...bookLine(row, now),
  }),
  completed: async (db, lines) => {
    const found = await readWrong(
      db,
      lines.map(({ id }) => id),
    )
    return lines.map((line) => ({ ...line, ...wrongPart(found.get(line.id) ?? NOT_WRONG) }))
  },
})

function wrongPart({
  words,
  late,
  since,
}: ToldWrong): Pick<ContactLine, 'wrong' | 'toldLate' | 'wrongSince'> {
  return { wrong: words, toldLate: late, wrongSince: since }
}
