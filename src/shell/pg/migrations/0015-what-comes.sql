-- What brings an open case on: a contact, a task, time alone, or a day on which somebody looks again.
alter table collection_case
  add column waits_for text,
  add column waits_until timestamptz;
