import { liesIn, type Region } from '../base/region.ts'
import { GATEWAY, type Route, type Routes } from '../model/routes.ts'
import type { Breaker } from './brake.ts'
import { fraction } from './settle.ts'

/** What is asked of the routes. */
export interface Letter {
  channel: string
  creditor: string
  /** The debtor lives in one of them, nobody knows in which. */
  regions: readonly Region[]
  reference: string
}

/** Who carries it, and whether somebody else may, should that one not be reached. */
export interface Carrier {
  provider: string
  hasOther: boolean
}

/** Those who may carry the message, in the order in which they are tried; the first is drawn by share, the same for the same reference. */
export function carriersOf(routes: Routes | undefined, letter: Letter): string[] {
  if (!routes || routes.routes.length === 0) return [GATEWAY]
  const route = routes.routes.find((one) => fits(one, letter))
  if (!route) return []
  const first = drawn(route.providers, fraction(letter.reference))
  const names = route.providers.map(({ provider }) => provider)
  return [...new Set([first, ...names])]
}

/** The one that carries it now, or the breaker of the one that is tried again first; null = there is none at all. */
export function carrierOf(
  carriers: readonly string[],
  {
    channel,
    passedOver,
    breakers,
  }: { channel: string; passedOver: readonly string[]; breakers: readonly Breaker[] },
): Carrier | Breaker | null {
  const [first] = carriers
  // Most pages have neither.
  if (first !== undefined && breakers.length === 0 && passedOver.length === 0)
    return { provider: first, hasOther: carriers.length > 1 }
  const shut = breakers.filter((one) => one.channel === channel && carriers.includes(one.provider))
  const open = carriers.filter((name) => !shut.some(({ provider }) => provider === name))
  const untried = open.filter((name) => !passedOver.includes(name))
  const [provider] = untried.length > 0 ? untried : open
  if (provider !== undefined) return { provider, hasOther: untried.length > 1 }
  return shut.toSorted((a, b) => a.retryAt - b.retryAt)[0] ?? null
}

function fits({ channel, region, creditor }: Route, letter: Letter): boolean {
  if (channel !== letter.channel) return false
  if (creditor && !creditor.includes(letter.creditor)) return false
  return !region || letter.regions.some((home) => region.some((area) => liesIn(home, area)))
}

function drawn(providers: Route['providers'], at: number): string {
  const total = providers.reduce((sum, { share }) => sum + share, 0)
  let passed = 0
  for (const { provider, share } of providers) {
    passed += share
    if (share > 0 && at * total < passed) return provider
  }
  return providers[0]?.provider ?? GATEWAY
}
