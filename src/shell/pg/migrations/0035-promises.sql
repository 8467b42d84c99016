-- A promise has a type and may take another's place; one beyond the limits of its strategy is decided by a supervisor. `told` is what the last review of the case said of it: derived, and worked out anew by every review.
alter table promise add column kind text, add column replaces text,
  add column accepted boolean, add column decided_at timestamptz,
  add column told text, add column told_paid bigint, add column id bigint generated always as identity;
create index promise_by on promise (by_on, person_id);
