import { z } from 'zod'
import type { Instant } from '../src/core/base/time.ts'

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

/** The simulated provider is told what time it is. */
export async function tellProvider(
  { url, token }: { url: string; token: string },
  now: Instant,
  { act, people }: Telling,
): Promise<World> {
  const response = await fetch(`${url}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ now, set: !act, people }),
  })
  if (!response.ok) throw new Error(`the simulated provider answered ${response.status} to the clock`)
  const { nextAt } = Answer.parse(await response.json())
  return { nextAt: typeof nextAt === 'string' ? Date.parse(nextAt) : nextAt }
}
