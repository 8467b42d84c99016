import { z } from 'zod'
import type { Instant } from '../src/core/base/time.ts'
import { exchange } from './provider/exchange.ts'

const Answer = z.object({ idle: z.literal(true), nextAt: z.union([z.number(), z.string()]).nullable() })

export interface World {
  /** Null = nothing is planned there. */
  nextAt: Instant | null
}

/** The provider does what is due before it answers where `act` is true; agents and field staff take what tasks there are where `people` is. */
export interface Telling {
  act: boolean
  people: boolean
}

const TELL_WITHIN_MS = 300_000

/** The simulated provider is told what time it is. */
export async function tellProvider(
  { url, token }: { url: string; token: string },
  now: Instant,
  { act, people }: Telling,
): Promise<World> {
  const body = JSON.stringify({ now, set: !act, people })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const answer = await exchange({ method: 'POST', url: `${url}/clock`, headers, body }, TELL_WITHIN_MS)
  if (answer.status !== 200) throw new Error(`the simulated provider answered ${answer.status} to the clock`)
  const { nextAt } = Answer.parse(JSON.parse(answer.body))
  return { nextAt: typeof nextAt === 'string' ? Date.parse(nextAt) : nextAt }
}
