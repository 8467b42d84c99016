import { TAKING_BACK } from '../../../core/model/money-kind.ts'
import { USUAL_PROMISE } from '../../../core/model/promise-type.ts'
import { oneOf } from '../base/one-of.ts'

const GRACE = `${USUAL_PROMISE.grace.days} days`

/** The query finds promises of open cases that are told to be something which their money excludes, whatever the strategy's file says, counted a second time and in SQL. Days are those of UTC with one of leeway on either side; where several promises share the money, or some of it was taken back, what must have come is not known. */
export const PROMISED_AGAIN = `with told as (
        select r.*, (r.made_at at time zone 'UTC')::date as made_on, count(*) over (partition by r.person_id, r.account_id) as others
        from promise r join account a on a.person_id = r.person_id and a.id = r.account_id
        join collection_case c on c.person_id = r.person_id and c.account_id = r.account_id and c.closed_on is null
        where a.feed = 'ledger' and r.amount > 0 and not r.cancelled
          -- A review that is due has yet to say what has become of it.
          and coalesce(c.next_review_at > business_now(), false)),
      came as (
        select t.person_id, t.account_id, t.external_id,
          coalesce(sum(p.amount) filter (where p.kind = 'money' and p.reversed_at is null
            and (p.happened_at at time zone 'UTC')::date between t.made_on - 1 and t.by_on + interval '${GRACE}' + interval '1 day'), 0) as most,
          coalesce(sum(p.amount) filter (where p.kind = 'money' and p.reversed_at is null
            and (p.happened_at at time zone 'UTC')::date between t.made_on + 1 and t.by_on - 1), 0) as least,
          bool_or(p.kind in ${oneOf(TAKING_BACK)} or p.reversed_at is not null) as taken_back
        from told t join payment p on p.person_id = t.person_id and p.account_id = t.account_id and p.recorded_at > t.made_at
        group by 1, 2, 3)
      select 'promise ' || t.id as id from told t
      left join came m on m.person_id = t.person_id and m.account_id = t.account_id and m.external_id = t.external_id
      where t.told in ('kept', 'partly_kept') and coalesce(m.most, 0) = 0
        or t.told in ('broken', 'partly_kept', 'open') and t.others = 1 and not coalesce(m.taken_back, false)
          and coalesce(m.least, 0) >= t.amount
        or t.told = 'broken' and t.others = 1 and not coalesce(m.taken_back, false) and coalesce(m.least, 0) > 0
        or t.told in ('open', 'asked') and t.by_on + interval '${GRACE}' + interval '2 days' < business_now()`
