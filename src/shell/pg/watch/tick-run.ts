import type { TickRun } from '../../../core/alarm/missed-run.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { TickName } from '../../../core/model/ticks.ts'
import { instantOf } from '../base/instant.ts'
import type { Sql } from '../base/database.ts'
import { ask, askOne, plainStatement } from '../base/statement.ts'

const BEGIN = plainStatement({
  name: 'tick-begin',
  text: `
    insert into tick_run (tick, began_at) values ($1, business_now())
    on conflict (tick) do update set began_at = excluded.began_at returning business_now() as at`,
  row: { at: 'timestamptz' },
})

/** A run of the tick begins; the answer is the business instant. */
export async function beginTick(sql: Sql, tick: TickName): Promise<Instant> {
  return (await askOne(sql, BEGIN, [tick])).at
}

const END = plainStatement({
  name: 'tick-end',
  text: `update tick_run set ran_at = greatest(ran_at, ${instantOf('$2')}) where tick = $1`,
  row: {},
})

/** The run that began then has done everything. */
export async function endTick(sql: Sql, tick: TickName, began: Instant): Promise<void> {
  await ask(sql, END, [tick, began])
}

const ASK = plainStatement({
  name: 'tick-ask',
  text: `
    insert into tick_run (tick, asked_at) values ($1, business_now())
    on conflict (tick) do update set asked_at = excluded.asked_at`,
  row: {},
})

/** The next sweep wakes the workers of that tick: whoever has no queue at hand asks so. */
export async function askForTick(sql: Sql, tick: TickName): Promise<void> {
  await ask(sql, ASK, [tick])
}

const RUNS = plainStatement({
  name: 'tick-runs',
  text: `select tick, began_at as "beganAt", ran_at as "ranAt", asked_at as "askedAt" from tick_run`,
  row: { tick: 'text', beganAt: 'timestamptz?', ranAt: 'timestamptz?', askedAt: 'timestamptz?' },
})

export async function readTickRuns(sql: Sql): Promise<ReadonlyMap<string, TickRun>> {
  return new Map((await ask(sql, RUNS)).map(({ tick, ...run }) => [tick, run]))
}
