import type { Instant } from '../../../core/base/time.ts'
import { instantOf } from './instant.ts'
import type { Sql } from './database.ts'
import { ask, plainStatement } from './statement.ts'

const MOVE = plainStatement({
  name: 'move-clock',
  text: `
    insert into virtual_clock (one, at) values (true, ${instantOf('$1')})
    on conflict (one) do update set at = excluded.at`,
  row: {},
})

/** Business time stands there from now on. */
export async function moveClock(sql: Sql, to: Instant): Promise<void> {
  await ask(sql, MOVE, [to])
}

const PLAYED = plainStatement({
  name: 'played-to',
  once: true,
  text: 'select at from virtual_clock',
  row: { at: 'timestamptz' },
})

/** The instant at which virtual time stands; null = the machine's time counts. */
export async function playedTo(sql: Sql): Promise<Instant | null> {
  return (await ask(sql, PLAYED))[0]?.at ?? null
}
