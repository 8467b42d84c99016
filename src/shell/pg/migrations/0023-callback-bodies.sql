-- One webhook-id means one body, whoever it is about. Unlogged: forgotten by a crash, when facts still tell repeats apart, and no commit waits for it.
create unlogged table callback_body (
  provider text not null,
  id text not null,
  -- Keyed: nobody can guess a number or a text from it.
  digest bytea not null,
  at timestamptz not null,
  primary key (provider, id)
);
create index callback_body_at on callback_body using brin (at);
