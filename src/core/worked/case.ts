import { z } from 'zod'
import {
  ACTIONS,
  ACTORS,
  AUTOMATIONS,
  LINES,
  OUTCOME_LEVEL,
  type Outcome,
  PLACES,
  PURPOSES,
  ROLES,
} from '../base/list.ts'
import { CHANNELS, USUAL_CHANNEL } from '../channel/channel.ts'
import { isDay, isZone } from '../base/time.ts'
import { SlotSchema } from '../compliance/time/hours.ts'
import { instantIn } from './instant.ts'
import { PRODUCTS } from '../model/product.ts'

/** Worked cases in a public, terse shape: packs, what was known, and for each planned contact the rules that must refuse it. */

const one = z.string().min(1)
const list = z.array(one)
const when = one
  .refine((text) => instantIn(text) !== null, 'an instant: LOCAL[Zone] or ISO with an offset')
  .describe('LOCAL[Zone] or ISO with an offset')
const date = z.string().refine(isDay, 'a date that exists, YYYY-MM-DD')
const outcome = z.custom<Outcome>(
  (value) => typeof value === 'string' && Object.hasOwn(OUTCOME_LEVEL, value),
  'an outcome such as no_answer',
)

/** What a planned contact and one of the past say alike. What makes no difference to one of them is taken and not used: of a planned one its direction, outcome and booking, of a past one its end, days past due and words. */
const contact = {
  at: when,
  end: when.optional(),
  ch: z.enum([...CHANNELS, 'none']).default(USUAL_CHANNEL),
  role: z.enum(ROLES).default('debtor'),
  place: z.enum(PLACES).default('home'),
  purpose: z.enum(PURPOSES).default('collect'),
  auto: z.enum(AUTOMATIONS).default('human'),
  line: z.enum(LINES).default('mobile'),
  actor: z.enum(ACTORS).default('third_party'),
  product: z.enum(PRODUCTS).default('consumer_loan'),
  action: z.enum(ACTIONS).default('contact'),
  dpd: z.number().int().nullable().default(null),
  person: one.default('P1'),
  accounts: list.default(['A1']),
  point: one.default('N1'),
  creditor: one.default('CR1'),
  collector: one.default('CO1'),
  household: one.default('H1'),
  dir: z.enum(['out', 'in']).default('out'),
  outcome: outcome.default('no_answer'),
  book: one.optional(),
  tags: list.default([]),
  tokens: list.nullable().default(null),
}

const IntentSchema = z.strictObject({
  ...contact,
  expect: list.default([]),
  notes: list.optional().describe('rules that only warn or leave a duty; absent = not looked at'),
})
export type WorkedIntent = z.infer<typeof IntentSchema>

const PastSchema = z.strictObject(contact)
export type WorkedPast = z.infer<typeof PastSchema>

const StatusSchema = z.strictObject({
  at: when,
  from: when.optional().describe('when the event happened that starts the time of the hold'),
  accounts: list.optional(),
  person: one.optional(),
  point: one.optional(),
  channel: z.enum(CHANNELS).optional(),
  place: z.enum(PLACES).optional(),
  until: date.optional().describe('its last local day'),
})

const EvidenceSchema = z.union([
  z.boolean(),
  z.number(),
  when,
  z.strictObject({
    at: when.optional(),
    until: when.optional(),
    n: z.number().optional(),
    channel: z.enum(CHANNELS).optional().describe('consent to this channel alone'),
    account: one.optional(),
    point: one.optional(),
  }),
])
export type WorkedEvidence = z.infer<typeof EvidenceSchema>

export const WorkedCaseSchema = z.strictObject({
  id: one,
  title: one.optional(),
  packs: list.min(1),
  zones: z.array(one.refine(isZone, 'an IANA time zone')).min(1),
  regions: list.default([]),
  intents: z.array(IntentSchema).min(1),
  history: z.array(PastSchema).default([]),
  facts: z.record(one, EvidenceSchema).default({}),
  status: z.record(one, StatusSchema).default({}),
  events: list.default([]).describe('ending events that have happened'),
  enable: list.default([]),
  closed: z
    .array(z.strictObject({ d: SlotSchema.shape.days, t: SlotSchema.shape.hours }))
    .default([])
    .describe("the person's own closed hours"),
  calendars: z
    .record(
      one,
      z.strictObject({
        hol: z.array(date).default([]),
        work: z.array(date).default([]),
        unknown: z.array(date).default([]).describe('days of which the case does not know what they are'),
      }),
    )
    .default({}),
})
export type WorkedCase = z.infer<typeof WorkedCaseSchema>

export interface ReadCases {
  cases: WorkedCase[]
  /** Those with a bad entry, by id where they have one, else by place: each alone is left out. */
  refused: { id: string; path: string; message: string }[]
}

export function readWorkedCases(cases: readonly unknown[]): ReadCases {
  const read: ReadCases = { cases: [], refused: [] }
  cases.forEach((text, index) => {
    const parsed = WorkedCaseSchema.safeParse(text)
    if (parsed.success) return void read.cases.push(parsed.data)
    const named = z.object({ id: one }).safeParse(text)
    const id = named.success ? named.data.id : `case ${index + 1}`
    for (const { path, message } of parsed.error.issues) {
      read.refused.push({ id, path: path.map(String).join('.'), message })
    }
  })
  return read
}
