-- A line of an accounts file that says what is known already is told by its mark, a keyed digest of it: it makes no fact.
alter table account add column line_mark bytea;  -- of the line whose words are all in effect; null = not known

-- Every account is told of every day: its new version finds room beside the old one, and no index is written.
alter table account set (fillfactor = 50);

-- Lines of a file on its way in whose marks are known: they are counted, and staged no further.
create unlogged table import_known (
  run_id bigint not null,
  person_id bigint not null,
  account_id bigint not null,
  line bigint not null,
  mark bytea not null,
  says smallint not null,                   -- 1 figures, 2 a score, 4 its own day
  apart boolean not null default false,     -- it is told as any other line all the same
  primary key (run_id, person_id, account_id)
);
create index import_known_apart on import_known (run_id, line) where apart;
-- Those lines themselves, sealed, in case that they are to be told.
create unlogged table import_text (
  run_id bigint not null,
  first_line bigint not null,
  last_line bigint not null,
  value bytea not null,
  key_id text not null,
  primary key (run_id, first_line)
);
-- Whom the lines that are staged name, in every form.
alter table import_staging
  add column accounts text[] not null default '{}',
  add column debtors text[] not null default '{}';
