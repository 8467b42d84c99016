-- A message of nobody who is known: where the number or address is sealed from which it came.
alter table human_task add column sender_id bigint;
