-- What was said of a number or address, so that its latest word can be found in whatever order the words come.
alter table contact_point
  add column words jsonb not null default '{}',
  add column former boolean not null default false,  -- the ledger has named others since, or nobody ever named it
  add column named_at timestamptz;                   -- when it was last said to be the debtor's
-- Reported dead for everybody who has it, or will be said to have it.
alter table shared_number add column dead_at timestamptz;
-- As of when the ledger last described the account, since when it has said just that, and its digest.
alter table account
  add column line_at timestamptz,
  add column line_from timestamptz,
  add column line_digest bytea;
-- Of a number that nobody is known to have (person_id 0): it binds those who live in one of these; null = everybody.
alter table hold add column countries text[];

-- What facts have said until now.
with line as (
  select distinct on (f.person_id, f.account_id) f.person_id, f.account_id, f.happened_at, f.digest
  from fact f where f.kind = 'account.opened' and f.account_id is not null
  order by f.person_id, f.account_id, f.happened_at desc, f.id desc)
update account a set line_at = l.happened_at, line_from = l.happened_at, line_digest = l.digest
from line l where a.person_id = l.person_id and a.id = l.account_id;

with naming as (
  select f.person_id, n.id::bigint as number_id,
    case when f.kind = 'account.opened' then coalesce(f.account_id, 0) else 0 end as account_id,
    min(f.happened_at) as first, max(f.happened_at) as last
  from fact f cross join lateral jsonb_array_elements_text(f.body -> 'numbers') n (id)
  where f.kind in ('account.opened', 'point.added') and f.body ? 'numbers'
  group by 1, 2, 3
), placed as (
  select c.person_id, c.id, c.kind, c.number_id, c.valid, c.valid_at, n.account_id, n.first, n.last,
    max(n.last) over (partition by c.person_id, c.kind, n.account_id) as latest
  from contact_point c join naming n on n.person_id = c.person_id and n.number_id = c.number_id
), said as (
  select person_id, id,
    jsonb_agg(jsonb_build_array(account_id, (extract(epoch from first) * 1000)::int8,
      (extract(epoch from last) * 1000)::int8) order by last, account_id) as named,
    max(last) as named_at,
    bool_or(account_id <> 0) and bool_and(account_id = 0 or last < latest)
      and coalesce(max(last) filter (where account_id = 0), '-infinity')
        < max(latest) filter (where account_id <> 0) as former
  from placed group by 1, 2
)
update contact_point c
set named_at = s.named_at, former = s.former,
  words = jsonb_build_object('named', s.named, 'lineAt', null, 'placeAt', null,
    'deadAt', case when c.valid then null else (extract(epoch from c.valid_at) * 1000)::int8 end,
    'aliveAt', null, 'unreadable', false)
from said s where c.person_id = s.person_id and c.id = s.id;
