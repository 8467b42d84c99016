-- The last runs of each tick of the timetable, by the business instants at which they began: one row per tick, so the table has an end.
drop table tick_run;
create table tick_run (
  tick text primary key,
  began_at timestamptz,
  ran_at timestamptz,                       -- the last one that ended
  asked_at timestamptz                      -- somebody who could not enqueue it asked for another one
);

-- The last fact of the person that was committed when a contact was planned, and when it was checked for the last time; of a hold, when it was told. They say what came before what, which the instants of two transactions that overlap do not.
alter table contact
  add column planned_fact bigint,
  add column checked_fact bigint,
  add column late_checks int not null default 0;   -- sends that would have started too long after their check
alter table hold add column known_fact bigint;
