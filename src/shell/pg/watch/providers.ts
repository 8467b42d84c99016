import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { oneOf } from '../base/one-of.ts'
import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { GATEWAY } from '../../../core/model/routes.ts'

/** How a provider keeps the promise that a message is accepted once. */
export interface ProviderCount {
  provider: string
  /** Messages of the last business day that it was given. */
  given: number
  /** Nobody knows of them now whether they were accepted. */
  unresolved: number
  /** Receipts call them by two names. */
  twice: number
}

const COUNTS = statement<ProviderCount>({
  name: 'metrics-providers',
  once: true,
  text: `
    with g as (
      select coalesce(provider, '${GATEWAY}') as provider, count(*) as n from contact
      where created_at >= business_now() - interval '1 day' and created_at <= business_now()
        and channel in ${oneOf(MESSAGE_CHANNELS)} and state in ${oneOf(STATES.taken)} group by 1),
    u as (
      select coalesce(provider, '${GATEWAY}') as provider, count(*) as n from contact
      where channel in ${oneOf(MESSAGE_CHANNELS)} and state in ${oneOf(STATES.lost)} group by 1),
    t as (select provider, count(distinct reference) as n from accepted_twice group by 1)
    select provider, coalesce(g.n, 0) as given, coalesce(u.n, 0) as unresolved, coalesce(t.n, 0) as twice
    from g full join u using (provider) full join t using (provider)`,
  row: { provider: 'text', given: 'int8', unresolved: 'int8', twice: 'int8' },
})

export async function countByProvider(db: Sql): Promise<ProviderCount[]> {
  return ask(db, COUNTS)
}
