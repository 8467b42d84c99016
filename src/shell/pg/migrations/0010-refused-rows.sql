-- Holds of refused rows are looked for with every page of facts: there are few of them.
create index hold_refused on hold (person_id) where reason = 'data_refused' and lifted_at is null;
-- How many rows were refused, by code: one open task per source, kind and file counts on.
alter table human_task add column counts jsonb;
