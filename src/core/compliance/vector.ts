import { z } from 'zod'
import {
  ACTIONS,
  ACTORS,
  AUTOMATIONS,
  CHANNELS,
  LINES,
  OUTCOME_LEVEL,
  type Outcome,
  PLACES,
  PURPOSES,
  ROLES,
} from '../base/list.ts'
import { isZone } from '../base/time.ts'
import { PRODUCTS } from '../fact/product.ts'

/** Worked cases in a public, terse shape: packs, what was known, and for each planned contact the rules that must refuse it. */

const one = z.string().min(1)
const list = z.array(one)
const when = one.describe('LOCAL[Zone] or ISO with an offset')
const outcome = z.custom<Outcome>(
  (value) => typeof value === 'string' && Object.hasOwn(OUTCOME_LEVEL, value),
  'an outcome such as no_answer',
)

const facets = {
  ch: z.enum([...CHANNELS, 'none']).default('call'),
  role: z.enum(ROLES).default('debtor'),
  place: z.enum(PLACES).default('home'),
  purpose: z.enum(PURPOSES).default('collect'),
  person: one.default('P1'),
  accounts: list.default(['A1']),
  point: one.default('N1'),
  creditor: one.default('CR1'),
  collector: one.default('CO1'),
  household: one.default('H1'),
  tags: list.default([]),
}

const IntentSchema = z.strictObject({
  at: when,
  end: when.optional(),
  ...facets,
  auto: z.enum(AUTOMATIONS).default('human'),
  line: z.enum(LINES).default('mobile'),
  actor: z.enum(ACTORS).default('third_party'),
  product: z.enum(PRODUCTS).default('consumer_loan'),
  action: z.enum(ACTIONS).default('contact'),
  dpd: z.number().int().nullable().default(null),
  tokens: list.nullable().default(null),
  expect: list.default([]),
  notes: list.optional().describe('rules that only warn or leave a duty; absent = not looked at'),
})
export type VectorIntent = z.infer<typeof IntentSchema>

const PastSchema = z.strictObject({
  at: when,
  ...facets,
  dir: z.enum(['out', 'in']).default('out'),
  outcome: outcome.default('no_answer'),
  book: one.optional(),
})
export type VectorPast = z.infer<typeof PastSchema>

const StatusSchema = z.strictObject({
  at: when,
  from: when.optional().describe('when the event happened that starts the time of the hold'),
  accounts: list.optional(),
  person: one.optional(),
  point: one.optional(),
  channel: z.enum(CHANNELS).optional(),
  place: z.enum(PLACES).optional(),
})

const EvidenceSchema = z.union([
  z.boolean(),
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
export type VectorEvidence = z.infer<typeof EvidenceSchema>

export const VectorSchema = z.strictObject({
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
    .array(z.strictObject({ d: one, t: z.tuple([one, one]).nullable() }))
    .default([])
    .describe("the person's own closed hours"),
  calendars: z.record(one, z.strictObject({ hol: list.default([]), work: list.default([]) })).default({}),
})
export type Vector = z.infer<typeof VectorSchema>
export const VectorsSchema = z.array(VectorSchema)
