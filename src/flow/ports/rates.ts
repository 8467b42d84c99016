import { type Redeemed, withinRate } from '../../core/deliver/redeem.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { HasNow } from './transactions.ts'

export interface RateTx extends HasNow {
  /** The number of places that were taken, at most `wanted`, of the business hour that `now` lies in. */
  takeRate(ask: RateAsk): Promise<number>
}

export interface RateAsk {
  channel: string
  wanted: number
  perHour: number
}

/** What a page wants of the rates. */
export function ratesWanted(judged: readonly Redeemed[], { ticks }: Schedules): RateAsk[] {
  return Object.entries(ticks.rates).flatMap(([channel, rate]) => {
    const wanted = judged.filter((one) => one.to === 'sending' && one.contact.channel === channel).length
    return rate && wanted > 0 ? [{ channel, wanted, perHour: rate.perHour }] : []
  })
}

/** The one place where the hourly rates of channels are taken, for what is sent and for what is claimed: beyond them contacts that were permitted wait for the next hour. */
export async function takeRates(tx: RateTx, judged: Redeemed[], schedules: Schedules): Promise<Redeemed[]> {
  let kept = judged
  for (const ask of ratesWanted(judged, schedules)) {
    const granted = await tx.takeRate(ask)
    if (granted < ask.wanted) kept = withinRate(kept, ask.channel, granted, tx.now)
  }
  return kept
}
