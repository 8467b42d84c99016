import { HOUR, type Instant } from '../../../core/base/time.ts'
import type { SettleSave } from '../../../flow/ports/deliver.ts'
import type { RateAsk } from '../../../flow/ports/rates.ts'
import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { askOne, statement } from '../base/statement.ts'

const TAKE_RATE = statement<{ used: number }>({
  name: 'deliver-rate',
  text: `
    insert into rate_slot as r (channel, hour, used) values ($1, ${instantOf('$2')}, $3)
    on conflict (channel, hour) do update set used = r.used + excluded.used returning used`,
  row: { used: 'int4' },
})

export async function takeRate(tx: SqlTransaction, { channel, wanted, perHour }: RateAsk): Promise<number> {
  const hour = hourOf(tx.now)
  const { used } = await askOne(tx, TAKE_RATE, [channel, hour, wanted])
  const over = Math.min(wanted, Math.max(0, used - perHour))
  if (over > 0) {
    await tx.query(`update rate_slot set used = used - $3 where channel = $1 and hour = ${instantOf('$2')}`, [
      channel,
      hour,
      over,
    ])
  }
  return wanted - over
}

/** The places that these contacts took are free again. Hours are locked in order; a channel without a rate has none. */
export async function giveBackRate(
  tx: SqlTransaction,
  taken: readonly Pick<SettleSave, 'channel' | 'at'>[],
): Promise<void> {
  await tx.query(
    `with given as (
       select channel, ${instantOf('hour')} as hour, count(*)::int as places
       from unnest($1::text[], $2::float8[]) as v (channel, hour) group by 1, 2),
     locked as materialized (
       select r.channel, r.hour, g.places from rate_slot r join given g using (channel, hour)
       order by r.channel, r.hour for no key update of r)
     update rate_slot r set used = greatest(0, r.used - l.places)
     from locked l where r.channel = l.channel and r.hour = l.hour`,
    [taken.map(({ channel }) => channel), taken.map(({ at }) => hourOf(at))],
  )
}

function hourOf(at: Instant): Instant {
  return Math.floor(at / HOUR) * HOUR
}
