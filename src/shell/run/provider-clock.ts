import { z } from 'zod'
import type { Instant } from '../../core/base/time.ts'

const Answer = z.object({ idle: z.boolean(), nextAt: z.union([z.number(), z.string()]).nullable() })

/** Tells the simulated provider, agents and field staff what time it is; answers when they are idle, with their next event. */
export async function tellProvider(
  { url, token }: { url: string; token: string },
  now: Instant,
): Promise<{ idle: boolean; nextAt: Instant | null }> {
  const response = await fetch(`${url}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ now, machine: Date.now() }),
  })
  if (!response.ok) throw new Error(`the simulated provider answered ${response.status} to the clock`)
  const { idle, nextAt } = Answer.parse(await response.json())
  return { idle, nextAt: typeof nextAt === 'string' ? Date.parse(nextAt) : nextAt }
}
