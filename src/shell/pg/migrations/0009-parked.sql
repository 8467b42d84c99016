-- Rows that spoilt their page alone and are put aside until they go through: by loop, kind of row and id.
create table parked (
  loop text not null,
  kind text not null,
  id text not null,                         -- the engine's number; of a fact its source and key, of a key its name
  person_id bigint,
  account_id bigint,
  key_id text,                              -- the key of a value that cannot be opened
  code text not null,                       -- SQLSTATE or the error's name, never its text
  attempts int not null default 1,
  since timestamptz not null,
  retry_at timestamptz not null,            -- business time
  task_id bigint,
  cleared_at timestamptz,
  primary key (loop, kind, id)
);
create index parked_now on parked (loop, retry_at) where cleared_at is null;
create index parked_key on parked (key_id) where key_id is not null and cleared_at is null;
