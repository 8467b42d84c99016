import type { Instant } from '../../../core/base/time.ts'
import { TAKES_OPT_OUT_BACK } from '../../../core/fact/kind/optout.ts'
import type { Database } from '../base/database.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'

/** The address at which somebody got a message, and whose it is. */
export interface Reached {
  account: string
  point: number | null
  channel: string
  /** How often he has taken an opt-out back. */
  takenBack: number
}

const REACHED = statement<Reached>({
  name: 'reached-by-reference',
  text: `
    select a.external_id as account, c.point_id as point, c.channel,
       (select count(*) from fact f where f.person_id = c.person_id and f.kind in ${oneOf([TAKES_OPT_OUT_BACK])}) as "takenBack"
     from contact c
     join account a on a.person_id = c.person_id and a.id = c.account_id
     join person p on p.id = c.person_id and p.erased_at is null
     where c.client_ref = $1::uuid`,
  row: { account: 'text', point: 'int8?', channel: 'text', takenBack: 'int8' },
})

/** Null = nobody is known there any more. `now`: business time. */
export async function reachedBy(
  db: Database,
  reference: string,
): Promise<(Reached & { now: Instant }) | null> {
  return db.transaction(async (tx) => {
    const [found] = await ask(tx, REACHED, [reference])
    return found ? { ...found, now: tx.now } : null
  })
}
