-- What humans were asked about a case that has ended: nobody has to do it any more.
update human_task t set resolved_at = c.closed_at, resolution = 'obsolete'
from collection_case c
where c.person_id = t.person_id and c.id = t.case_id and c.closed_at is not null and t.resolved_at is null
  and t.kind in ('last_step', 'mandatory_denied', 'requires_denied', 'empty_window', 'unresolved', 'review', 'duty', 'wording');
-- The step that a task is about, and the episode in which it was asked: its answer says what became of the step.
alter table human_task
  add column step text,
  add column episode date;
update human_task t set step = s.step ->> 'step', episode = (c.snapshot ->> 'lastAnchor')::date
from collection_case c
  join config_content f on f.hash = c.strategy_hash
  cross join lateral jsonb_path_query(f.content, '$.stages[*].steps[*] ? (@.channel == "human")') as s (step)
where c.person_id = t.person_id and c.id = t.case_id and t.kind = 'last_step' and c.closed_on is null
  and s.step ->> 'task' = t.reason and c.snapshot -> 'episodes' -> (c.snapshot ->> 'lastAnchor') -> 'tasks' ? (s.step ->> 'step');
drop index human_task_once;
create unique index human_task_once on human_task
  (person_id, kind, coalesce(account_id, 0), coalesce(case_id, 0), coalesce(contact_id, 0), coalesce(rule, step, md5(reason)),
   coalesce(episode, '-infinity'))
  where resolved_at is null;
