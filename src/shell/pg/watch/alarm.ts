import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import { BREAKER_REMEMBERED_MS } from '../../../core/deliver/brake.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'
import { plainStatement } from '../base/statement.ts'

/** Each asks for what one alarm measures. */

/** Who is named, and the worker that tells subscriptions where there is one to tell. */
export const SIGNS_OF_LIFE = plainStatement({
  name: 'alarm-signs-of-life',
  text: `
    select w.worker, extract(epoch from clock_timestamp() - coalesce(
      (select max(greatest(h.last_work_at, (h.detail ->> 'beatAt')::timestamptz)) from heartbeat h
       where w.worker = any (string_to_array(h.worker, '+'))),
      (select min(published_at) from config_version)))::float8 as age
    from unnest($1::text[] || case when exists (select from webhook where parked_at is null) then '{webhooks}'::text[] end) as w (worker)`,
  row: { worker: 'text', age: 'float8?' },
})

export const FIRST_PUBLISHED = plainStatement({
  name: 'alarm-first-published',
  text: 'select min(published_at) as at from config_version',
  row: { at: 'timestamptz?' },
})

/** How many tries are many: the provider has had minutes to take it. */
const MANY_TRIES = 5

export const TRIED_OFTEN = plainStatement({
  name: 'alarm-tried-often',
  text: `
    select channel, count(*) as contacts from contact
    where state in ${oneOf(STATES.waiting)} and channel in ${oneOf(MESSAGE_CHANNELS)} and tries >= ${MANY_TRIES}
    group by channel`,
  row: { channel: 'text', contacts: 'int8' },
})

/** The time that a provider is shut runs from the first opening to now, or to the end of the last pause. */
export const SHUT_PROVIDERS = plainStatement({
  name: 'alarm-shut-providers',
  text: `
    select channel, provider, why, extract(epoch from least(business_now(), retry_at) - opened_at)::float8 as seconds
    from breaker where opened_at <= business_now() and retry_at > business_now() - interval '${BREAKER_REMEMBERED_MS} milliseconds'
    order by channel, provider limit 100`,
  row: { channel: 'text', provider: 'text', why: 'text?', seconds: 'float8' },
})

export const LATE_CHECKS = plainStatement({
  name: 'alarm-late-checks',
  text: `
    select channel, sum(late_checks)::int8 as sends from contact
    where created_at >= business_now() - interval '1 day' and created_at <= business_now() and late_checks > 0
    group by channel`,
  row: { channel: 'text', sends: 'int8' },
})

export const STALE_FEEDS = plainStatement({
  name: 'alarm-stale-feeds',
  text: `
    select creditor, (business_now() at time zone 'UTC')::date - stale_on + 1 as days from creditor_feed
    where stale_on <= (business_now() at time zone 'UTC')::date order by creditor limit 20`,
  row: { creditor: 'text', days: 'int4' },
})

/** A process that has not given a sign of life for so long is gone, and lacks nothing. */
const GONE = '2 minutes'

export const LACKED_VALUES = plainStatement({
  name: 'alarm-lacked-values',
  text: `
    select distinct lack ->> 'worker' as worker, lack ->> 'what' as what, lack ->> 'name' as name, lack ->> 'value' as value
    from heartbeat h cross join lateral jsonb_array_elements(h.detail -> 'lacks') as lack
    where (h.detail ->> 'beatAt')::timestamptz > clock_timestamp() - interval '${GONE}'
    order by 1, 2, 3, 4 limit 100`,
  row: { worker: 'text', what: 'text', name: 'text', value: 'text' },
})
