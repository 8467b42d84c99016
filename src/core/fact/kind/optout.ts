import { z } from 'zod'
import { CHANNELS } from '../../channel/channel.ts'
import { putHold } from '../apply/hold.ts'
import { type Applied, type Draft, refused, type Subject } from '../draft.ts'
import { pointNamed } from '../named-point.ts'
import { pointRef } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onEither } from './envelope.ts'
import { type FactKind, type Part, when, whose } from './kind.ts'
import type { Needs } from './needs.ts'

/** The debtor wants no messages: of the person, or of everybody behind a number, whichever account it was said on. */

const onChannel = { ...onEither, ...pointRef, channel: z.enum(CHANNELS).optional() }
type Said = z.infer<z.ZodObject<typeof onChannel>>

const OPTOUT = {
  key: (fact: Said, point: string | undefined): Part[] => [
    ...whose(fact),
    point ?? fact.point,
    fact.channel,
    when(fact),
  ],
  names: ['point', 'channel'],
  needs: (_fact: Said, { named }: Telling): Needs => ({
    holds: true,
    points: true,
    reaches: 'point',
    early: named !== null,
  }),
  standsAlone: (fact: Said) => typeof fact.point === 'string',
  isOfNumber: () => true,
  about: 'person',
  apply: applyOptout,
} as const

const received = z.strictObject({ type: z.literal('optout.received'), ...onChannel })
export const optoutReceived: FactKind<typeof received> = {
  ...OPTOUT,
  schema: received,
  supersedes: 'where_it_changes',
}

const withdrawn = z.strictObject({ type: z.literal('optout.withdrawn'), ...onChannel })
export const optoutWithdrawn: FactKind<typeof withdrawn> = {
  ...OPTOUT,
  schema: withdrawn,
  supersedes: 'never',
}
/** Somebody takes an opt-out back by this fact. */
export const TAKES_OPT_OUT_BACK = withdrawn.shape.type.value

/** The subject is the person: an opt-out is his, or of everybody behind a number. */
function applyOptout(
  draft: Draft,
  subject: Subject,
  fact: z.infer<typeof received | typeof withdrawn>,
  prepared: Telling,
): Applied {
  const ref = pointNamed(draft, subject, fact, prepared)
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  putHold(
    draft,
    subject,
    {
      kind: 'optout',
      externalId: 'optout',
      on: fact.type === 'optout.received',
      number: ref?.number ?? null,
      point: ref?.point ?? null,
      channel: fact.channel ?? null,
    },
    prepared.at,
  )
  return 'taken'
}
