import { z } from 'zod'
import { TASK_CHANNELS } from '../../../core/channel/channel.ts'
import { AGREEABLE } from '../../pg/read/agreeable.ts'

const text = z.string()
const maybe = z.string().nullable()
const number = z.number().int()

/** What an agent gets with a claim: the only answer that holds a name, a number or an address. */
export const ClaimedAnswer = z
  .strictObject({
    contact: number,
    kind: z.enum(TASK_CHANNELS),
    account: text,
    case: number,
    stage: maybe,
    step: maybe,
    attempt: number.nullable(),
    dpd: number.nullable(),
    to: text.describe('the number to dial, or the address to go to'),
    name: text,
    say: maybe.describe('what to say, or to do there'),
    amount: text,
    currency: text,
    duties: z
      .array(z.strictObject({ rule: text, key: text, text }))
      .describe('what must be done or shown for it to be lawful'),
    ...AGREEABLE,
    dialBefore: text.optional(),
    arriveBefore: text.optional(),
    expiresAt: text.describe('the end of the lawful window'),
  })
  .describe('the task, with whom to reach and what to say')

export const AtAnswer = z.strictObject({ at: text }).meta({
  description: 'when it counts as done',
  examples: [{ at: '2026-03-10T15:00:00Z' }],
})

export const HumanTaskAnswer = z
  .strictObject({
    id: number,
    person: number.describe("the engine's number of the debtor; 0 = nobody who is known"),
    case: number.nullable(),
    about: text.describe('`<account>/<number>`, else the account, else the person by number'),
    contact: number.nullable(),
    kind: text,
    rule: maybe,
    step: maybe,
    reason: text,
    reply: maybe.describe('the key of the message that it is about'),
    role: text,
    due: text,
    createdAt: text,
    claimedBy: maybe,
    claimedAt: maybe,
    resolvedAt: maybe,
    resolution: maybe,
    text: maybe.optional().describe('what the debtor wrote, for whoever has claimed the task'),
    from: maybe.optional().describe('from where, where nobody is known to have that number or address'),
  })
  .describe('the task as it is now')
