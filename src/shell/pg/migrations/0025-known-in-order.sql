-- Known lines are kept as they come, and their accounts are told of them by pages of lines.
drop table import_known;
create unlogged table import_known (
  run_id bigint not null,
  line bigint not null,
  person_id bigint not null,
  account_id bigint not null,
  mark bytea not null,
  says smallint not null,                   -- 1 figures, 2 a score, 4 its own day
  apart boolean not null default false,     -- it is told as any other line all the same
  primary key (run_id, line)
);
create index import_known_apart on import_known (run_id, line) where apart;
