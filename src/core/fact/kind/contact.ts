import { z } from 'zod'
import type { Day } from '../../base/time.ts'
import { CHANNELS } from '../../channel/channel.ts'
import { applyOutcome, applyRecorded } from '../apply/contact.ts'
import { needsOfWord } from '../apply/words.ts'
import { DISPOSITIONS } from '../../channel/disposition.ts'
import { name } from '../field.ts'
import { contactKind, contactRef, pointRef, promised, spokenTo } from '../said.ts'
import { onAccount, onEither } from './envelope.ts'
import { type FactEnd, type FactKind, when, whose } from './kind.ts'

/** A provider's word on a message, or a disposition or report that an agent did not give over the task API. */
const outcome = z.strictObject({
  type: z.literal('contact.outcome'),
  ...onAccount,
  ...contactRef,
  disposition: z.enum(DISPOSITIONS),
  promise: promised,
  agent: spokenTo,
  note: z.string().max(4000).optional(),
})
export const contactOutcome: FactKind<typeof outcome> = {
  schema: outcome,
  key: (fact) => [
    fact.account,
    fact.contact ?? fact.step,
    fact.contact === undefined ? (fact.attempt ?? when(fact)) : '',
    fact.disposition,
  ],
  names: ['contact', 'step', 'attempt'],
  needs: ({ contact, step, disposition }) => {
    const { reaches, ...needs } = needsOfWord(disposition)
    return { ...needs, contact: { contact, step }, ...(reaches && { reaches: 'contact' }) }
  },
  supersedes: 'where_it_changes',
  ends: endOfPromise,
  personal: ['note'],
  text: 'note',
  about: 'account',
  apply: applyOutcome,
}

/** A contact made outside the engine (before it, by an agency, or by the debtor): caps and gaps count it, what was said in it acts as of `at`, and a message from the debtor that asks to be left alone is an opt-out. */
const recorded = z.strictObject({
  type: z.literal('contact.recorded'),
  ...onEither,
  ...pointRef,
  channel: z.enum(CHANNELS),
  direction: z.enum(['out', 'in']).default('out'),
  disposition: z.enum(DISPOSITIONS),
  promise: promised,
  agent: spokenTo,
  creditor: name.optional(),
  collector: name.optional(),
  ...contactKind,
  text: z.string().max(4000).optional(),
})
export const contactRecorded: FactKind<typeof recorded> = {
  schema: recorded,
  key: (fact, point) => [
    ...whose(fact),
    fact.channel,
    fact.direction,
    point ?? fact.point,
    fact.disposition,
    when(fact),
  ],
  names: ['channel', 'point', 'at', 'key'],
  needs: ({ disposition, point }, { reply, named }) => {
    const { reaches, ...word } = needsOfWord(disposition)
    const asks = mayOptOut(reply)
    const whole = reaches === 'any' && point === undefined ? reaches : (reaches ?? asks) && 'point'
    return {
      ...word,
      points: true,
      ...(asks && { holds: true, early: named !== null }),
      ...(whole && { reaches: whole }),
    }
  },
  supersedes: 'where_it_changes',
  ends: endOfPromise,
  standsAlone: ({ direction, point }) => direction === 'in' && typeof point === 'string',
  isOfNumber: ({ reply }) => mayOptOut(reply),
  personal: ['text'],
  text: 'text',
  about: 'either',
  apply: applyRecorded,
}

/** A message that opts out, or may. */
function mayOptOut(reply: string | null): boolean {
  return reply === 'optout' || reply === 'unclear'
}

function endOfPromise({ promise }: { promise?: { by: Day } | undefined }): FactEnd | null {
  return promise ? { path: 'promise.by', on: promise.by, last: promise.by } : null
}
