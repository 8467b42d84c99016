-- A message that a human reads: the key of the fact that brought it, and where its text is sealed.
alter table human_task
  add column reply text,
  add column sealed_id bigint;
