import { type Redeemed, withinRate } from '../../core/deliver/redeem.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { HasNow } from './transactions.ts'

export interface RateTx extends HasNow {
  /** The number of places that were taken, at most `wanted`, of the business hour that `now` lies in. */
  takeRate(ask: { channel: string; wanted: number; perHour: number }): Promise<number>
}

/** The one place where the hourly rates of channels are taken, for what is sent and for what is claimed: beyond them contacts that were permitted wait for the next hour. */
export async function takeRates(tx: RateTx, judged: Redeemed[], { ticks }: Schedules): Promise<Redeemed[]> {
  let kept = judged
  for (const [channel, rate] of Object.entries(ticks.rates)) {
    const wanted = kept.filter((one) => one.to === 'sending' && one.contact.channel === channel).length
    if (!rate || wanted === 0) continue
    const granted = await tx.takeRate({ channel, wanted, perHour: rate.perHour })
    if (granted < wanted) kept = withinRate(kept, channel, granted, tx.now)
  }
  return kept
}
