import { FORGIVEN, GIVEN_UP, PAYING, TAKING_BACK } from '../../../core/model/money-kind.ts'
import { oneOf } from '../base/one-of.ts'

/** The query finds accounts whose figures are not what their rows say, counted a second time and in SQL, and cases of accounts that owe nothing any more. */
export const OWED_AGAIN = `with owed as (
        select person_id, account_id, sum(amount) as amount from obligation where not cancelled group by 1, 2),
      -- A part that was taken back lowers its payment alone, all else what has paid, and neither below zero.
      parts as (
        select person_id, account_id, of_payment, sum(amount) as amount from payment
        where kind in ${oneOf(TAKING_BACK)} and of_payment is not null group by 1, 2, 3),
      left_of as (
        select p.person_id, p.account_id, p.kind, greatest(0, p.amount - coalesce(b.amount, 0)) as amount
        from payment p left join parts b on p.kind = 'money' and b.person_id = p.person_id
          and b.account_id = p.account_id and b.of_payment = p.external_id
        where p.reversed_at is null and p.kind in ${oneOf(PAYING)}),
      refunded as (
        select person_id, account_id, sum(amount) as amount from payment
        where kind in ${oneOf(TAKING_BACK)} and of_payment is null group by 1, 2),
      paid as (
        select l.person_id, l.account_id,
          coalesce(sum(l.amount) filter (where l.kind in ${oneOf(FORGIVEN)}), 0) as forgiven,
          coalesce(sum(l.amount) filter (where l.kind in ${oneOf(GIVEN_UP)} and l.kind not in ${oneOf(FORGIVEN)}), 0)
          + greatest(0, coalesce(sum(l.amount) filter (where l.kind not in ${oneOf(GIVEN_UP)}), 0) - coalesce(max(r.amount), 0)) as amount
        from left_of l left join refunded r on r.person_id = l.person_id and r.account_id = l.account_id
        group by 1, 2)
      select 'account ' || a.id as id from account a
      left join owed o on o.person_id = a.person_id and o.account_id = a.id
      left join paid p on p.person_id = a.person_id and p.account_id = a.id
      where a.feed = 'ledger'
        -- A payment that is dated ahead counts on its local day.
        and not exists (select 1 from payment f where f.person_id = a.person_id and f.account_id = a.id
          and f.happened_at > f.recorded_at and f.happened_at > business_now() - interval '2 days')
        and (
        coalesce(a.balance, 0) <> greatest(0, coalesce(o.amount, 0) - coalesce(p.amount, 0) - coalesce(p.forgiven, 0))
        or a.credit <> greatest(0, coalesce(p.amount, 0) - coalesce(o.amount, 0))
        or (a.anchor is null) <> (coalesce(o.amount, 0) <= coalesce(p.amount, 0) + coalesce(p.forgiven, 0))
        or a.past_due > coalesce(a.balance, 0))
      union all
      select 'case ' || c.id from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
      where c.closed_on is null and c.state in ('working', 'promised', 'on_plan') and a.past_due = 0
        and c.next_review_at > business_now() + interval '2 days'`
