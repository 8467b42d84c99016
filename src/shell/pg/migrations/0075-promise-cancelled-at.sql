-- A promise that was over before it was cancelled stays what it had become. Null = nobody knows when, or it is not cancelled.
alter table promise add column cancelled_at timestamptz;
