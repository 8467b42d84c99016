import { z } from 'zod'
import { BREAKER_KINDS } from '../../../core/deliver/brake.ts'
import { HUMAN_TASK_KINDS } from '../../../core/model/human-task.ts'
import { ReasonAnswer } from './error.ts'

const text = z.string()
const maybe = z.string().nullable()
const number = z.number().int()

const CaseHead = z.strictObject({
  id: number,
  name: text.describe('`<account>/<number>`'),
  account: text,
  person: number.describe("the engine's number of the debtor"),
  state: text,
  stage: maybe,
  strategy: text,
  strategyHash: text,
  openedOn: text,
  closedOn: maybe,
  closeReason: maybe,
  nextReviewAt: maybe,
  epoch: number,
  version: number,
  currency: text,
  pastDue: text,
  apart: z
    .strictObject({ disputed: text, interest: text, fees: text })
    .nullable()
    .describe('interest and fees of what is past due, and what is disputed by itself and left out of it'),
  anchor: maybe.describe('the oldest unpaid due date'),
  dpd: number.nullable(),
  zones: z.array(text),
  now: text.describe('business now'),
})

const WaitingFor = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('review'), at: text }),
  z.strictObject({ what: z.literal('overdue_review'), at: text }),
  z.strictObject({
    what: z.literal('contact'),
    contact: number,
    channel: text,
    step: maybe,
    state: text,
    from: maybe,
  }),
  z.strictObject({ what: z.literal('human_task'), task: number, kind: text, role: text, due: text }),
  z.strictObject({ what: z.literal('hold'), kind: text, reason: maybe, scope: text, until: maybe }),
  z.strictObject({ what: z.literal('promise'), by: text, amount: text, paid: maybe }),
  z.strictObject({ what: z.literal('settlement'), settlement: text, by: text, amount: maybe, paid: text }),
  z.strictObject({ what: z.literal('plan'), plan: text, by: text, amount: text }),
  z.strictObject({
    what: z.literal('brake'),
    channel: maybe,
    strategy: maybe,
    creditor: maybe,
    since: text,
    by: text,
  }),
  z.strictObject({
    what: z.literal('breaker'),
    channel: text,
    provider: text,
    kind: z.enum(BREAKER_KINDS),
    retryAt: maybe,
  }),
  z.strictObject({
    what: z.literal('rule'),
    rule: text,
    pack: maybe,
    text,
    cite: maybe,
    step: maybe,
  }),
  z.strictObject({ what: z.literal('closed'), on: text, reason: maybe }),
])

const Waiting = z.strictObject({ nextReviewAt: maybe, for: z.array(WaitingFor) })

const Entry = z.discriminatedUnion('entry', [
  z.strictObject({
    entry: z.literal('fact'),
    at: text,
    id: number,
    type: text,
    happenedAt: maybe,
    source: text,
    body: z.record(z.string(), z.union([text, z.number(), z.boolean(), z.null()])),
  }),
  z.strictObject({
    entry: z.literal('decision'),
    at: text,
    id: number,
    kind: z.enum(['moved', 'planned', 'refused', 'dropped', 'cancelled', 'waiting', 'warned']),
    from: text,
    to: text,
    step: maybe,
    contact: number.nullable(),
    strategyHash: text,
    config: number,
    tzdata: text,
    law: maybe,
    reasons: z.array(ReasonAnswer),
  }),
  z.strictObject({
    entry: z.literal('contact'),
    at: text,
    id: number,
    channel: text,
    direction: text,
    stage: maybe,
    step: maybe,
    attempt: number.nullable(),
    dpd: number.nullable(),
    state: text,
    outcome: text,
    disposition: maybe,
    template: maybe,
    notBefore: maybe,
    expiresAt: maybe,
    tries: number,
    segments: number.nullable(),
    providerCode: maybe,
    law: maybe,
    reasons: z.array(ReasonAnswer),
    wrong: z
      .strictObject({ reasons: z.array(text), late: z.array(text), since: maybe })
      .nullable()
      .describe('Why it should not have been made, by what was told after it'),
  }),
  z.strictObject({
    entry: z.literal('task'),
    at: text,
    id: number,
    kind: z.enum(HUMAN_TASK_KINDS),
    reason: text,
    role: text,
    due: text,
    claimedBy: maybe,
    resolvedAt: maybe,
    resolution: maybe,
  }),
])

const LawRecord = z.strictObject({
  packs: z.array(z.strictObject({ pack: text, version: text, hash: text })),
  calendars: z.array(z.strictObject({ calendar: text, hash: maybe })),
  tzdata: text,
})

export const CaseAnswer = z
  .strictObject({ ...CaseHead.shape, waiting: Waiting })
  .describe('the case, and everything that it waits for')

export const StoryAnswer = z
  .strictObject({
    case: CaseHead,
    waiting: Waiting,
    entries: z.array(Entry),
    laws: z.record(z.string(), LawRecord).describe('what was judged under, by the hash that entries name'),
    truncated: z.boolean().describe('only the latest entries are here'),
  })
  .describe('the story of a case, oldest first')
