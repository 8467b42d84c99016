-- When a dispute was decided for the debtor: it holds on until the ledger is corrected.
alter table hold add column upheld_at timestamptz;
-- When the engine learnt what the hold says now: a word may be told long after it was said.
alter table hold add column known_at timestamptz;
create index hold_upheld on hold (person_id) where upheld_at is not null;
-- Said on one account, these were always about the person.
insert into hold (person_id, kind, external_id, reason, from_at, until_on)
select distinct on (person_id, kind, external_id) person_id, kind, external_id, reason, from_at, until_on
from hold
where account_id is not null and placed and lifted_at is null
  and (kind = 'cease'
    or kind = 'hold' and reason in ('moratorium', 'bankruptcy', 'deceased', 'attorney', 'vulnerable', 'military'))
order by person_id, kind, external_id, from_at desc
on conflict do nothing;
