import { z } from 'zod'
import { CHANNELS } from '../../channel/channel.ts'
import { applyOptout } from '../apply/hold.ts'
import type { PreparedFact } from '../prepared.ts'
import { pointRef } from '../said.ts'
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
  needs: (_fact: Said, { named }: PreparedFact): Needs => ({
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
