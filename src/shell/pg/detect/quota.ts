import { type QuotaAsk, quotaKey } from '../../../core/detect/quota.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

const TAKE_QUOTAS = plainStatement({
  name: 'detect-quotas',
  text: `
    with asked as (
      select o.strategy, o.day, least(u.wanted, greatest(u.per_day - o.opened, 0)) as granted
      from unnest($1::text[], $2::date[], $3::int[], $4::int[]) as u (strategy, day, per_day, wanted)
      join opening_count o on o.strategy = u.strategy and o.day = u.day
      order by o.strategy, o.day for update of o
    ), used as (
      update opening_count o set opened = o.opened + a.granted
      from asked a where o.strategy = a.strategy and o.day = a.day
    )
    select * from asked`,
  row: { strategy: 'text', day: 'date', granted: 'int4' },
})

const QUOTA_ROWS = plainStatement({
  name: 'detect-quota-rows',
  text: `
    insert into opening_count (strategy, day) select * from unnest($1::text[], $2::date[]) on conflict do nothing`,
  row: {},
})

/** The row of a strategy and day is locked until the page is committed: detectors side by side cannot both use its last place. */
export async function takeQuotas(tx: SqlTransaction, asks: QuotaAsk[]): Promise<Map<string, number>> {
  if (asks.length === 0) return new Map()
  const [names, days] = [asks.map(({ strategy }) => strategy), asks.map(({ day }) => day)]
  const [, rows] = await Promise.all([
    ask(tx, QUOTA_ROWS, [names, days]),
    ask(tx, TAKE_QUOTAS, [names, days, asks.map(({ perDay }) => perDay), asks.map(({ wanted }) => wanted)]),
  ])
  return new Map(rows.map(({ strategy, day, granted }) => [quotaKey(strategy, day), granted]))
}

const FREE = plainStatement({
  name: 'detect-free',
  text: `
    select u.strategy, u.day, greatest(u.per_day - coalesce(o.opened, 0), 0) as free
    from unnest($1::text[], $2::date[], $3::int[]) as u (strategy, day, per_day)
    left join opening_count o on o.strategy = u.strategy and o.day = u.day`,
  row: { strategy: 'text', day: 'date', free: 'int4' },
})

export async function freePlaces(tx: SqlTransaction, asks: QuotaAsk[]): Promise<Map<string, number>> {
  if (asks.length === 0) return new Map()
  const rows = await ask(tx, FREE, [
    asks.map(({ strategy }) => strategy),
    asks.map(({ day }) => day),
    asks.map(({ perDay }) => perDay),
  ])
  return new Map(rows.map(({ strategy, day, free }) => [quotaKey(strategy, day), free]))
}
