-- Brakes are facts too; those that were set or released by command are told as facts a moment later.
alter table brake
  add column stop_told boolean not null default false,
  add column resume_told boolean not null default false;

-- What brings on a case that was open before 0015 is not known before its next review: each is looked at within a day.
update collection_case k
set waits_for = 'review_date',
  waits_until = least(k.next_review_at, c.now + k.id % 1440 * interval '1 minute'),
  next_review_at = least(k.next_review_at, c.now + k.id % 1440 * interval '1 minute')
from (select business_now() as now) c
where k.closed_on is null and k.waits_for is null;
