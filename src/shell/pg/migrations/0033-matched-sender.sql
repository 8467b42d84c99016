-- Whose message of nobody somebody has said it is, before it is recorded so: it is never said of two.
alter table human_task add column matched_person bigint;
alter table human_task add column matched_at timestamptz;   -- machine time
