import type { FactOf } from '../fact/fact.ts'

type Recorded = FactOf<'contact.recorded'>

interface Said {
  account: string
  channel: Recorded['channel']
  /** The engine's own number of the phone or the address; null = it has none. */
  point: number | null
  key: string
  /** ISO. */
  at: string
  agent: string
  disposition: Recorded['disposition']
  promise?: Recorded['promise']
  plan?: Recorded['plan']
  settlement?: Recorded['settlement']
  note?: string | undefined
}

/** What was said in a call or a visit that is in other hands by now: it counts beside that one, as a contact that was made outside. */
export function madeBeside(said: Said): Recorded {
  const { account, channel, point, key, at, agent, disposition, promise, plan, settlement, note } = said
  return {
    type: 'contact.recorded',
    at,
    account,
    key,
    channel,
    direction: 'out',
    disposition,
    agent,
    ...(point !== null && { point }),
    ...(promise && { promise }),
    ...(plan && { plan }),
    ...(settlement && { settlement }),
    ...(note !== undefined && { text: note }),
  }
}
