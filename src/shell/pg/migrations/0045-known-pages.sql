-- Known lines are kept as lists, one row for a page of lines: what is written once and emptied an hour later has no
-- statistics that a plan can trust, and a list is never taken for a table of one row.
drop table import_known;
create unlogged table import_known (
  run_id bigint not null,
  page bigint not null,                     -- the first line of the page
  lines bigint[] not null,                  -- in the order of persons and accounts, like the lists beside it
  persons bigint[] not null,
  accounts bigint[] not null,
  marks bytea[] not null,
  says smallint[] not null,                 -- 1 figures, 2 a score, 4 its own day
  apart bigint[] not null default '{}',     -- lines that are told as any other all the same
  told bigint[] not null default '{}',      -- lines that were told already
  primary key (run_id, page)
);
