-- How old a creditor's figures are: one row per creditor, of the days of its files (UTC, the newest first).
create table creditor_feed (
  creditor text primary key,
  completed date[] not null default '{}',   -- of feed.completed
  lines date[] not null default '{}',       -- of snapshots
  age_days int,                             -- stale after so many local days; null = not known
  sends text not null default 'all',        -- all | changes
  stale_on date,                            -- the first local day on which all its accounts are stale
  woken_on date,                            -- the stale day that its accounts were woken for; null = fresh
  judged text,                              -- by the schedules of that hash; null = its files are news
  wake_on date,                             -- its overdue accounts are being woken for that day
  wake_person bigint not null default 0,    -- the last one that was
  wake_account bigint not null default 0
);

alter table account add column stale_from timestamptz;  -- since when its figures are stale
-- Of columns that indexes have already, so that a changed amount stays a small update.
create index account_creditor on account (creditor, person_id, id) where anchor is not null;
create index account_stale on account (creditor) where stale_from is not null;

-- Open questions about law that is on no file: one task for all who live there.
create table law_gap (gap text primary key, asked_at timestamptz not null);
