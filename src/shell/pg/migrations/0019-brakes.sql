-- Brakes are facts too; those that were set or released by command are told as facts a moment later.
alter table brake
  add column stop_told boolean not null default false,
  add column resume_told boolean not null default false;
