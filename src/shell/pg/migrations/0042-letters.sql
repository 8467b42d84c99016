-- What is handed over to a print house together: one batch a day and house, under one name for good.
create table letter_batch (
  id bigint generated always as identity primary key,
  provider text not null,
  day date not null,
  number int not null,
  name text not null unique,
  state text not null,                      -- gathering, ready (its files stand complete, nobody sees them), handed_over
  cut_off timestamptz not null,
  lease_token uuid not null,                -- of whoever works on it
  lease_until timestamptz,                  -- machine time
  staged text,                              -- where it stands complete, as long as nobody sees it
  letters int not null default 0,
  pages int not null default 0,
  manifest text,                            -- SHA-256 of the manifest that was handed over
  handed_over_at timestamptz,
  unique (provider, day, number)
);
create unique index letter_batch_open on letter_batch (provider) where state <> 'handed_over';

-- A letter that was written and waits for its print house. Its contact is being sent until then.
create table letter (
  person_id bigint not null,
  contact_id bigint not null,
  reference uuid not null unique,
  provider text not null,
  region text,
  paper text not null,
  pages int not null,
  sha256 text not null,                     -- of the PDF
  pdf_sealed bytea,                         -- null once it was handed over, or erased
  key_id text,
  written_at timestamptz not null,
  batch_id bigint references letter_batch,
  looked_at timestamptz,                    -- what it proves was recorded, if anything
  primary key (person_id, contact_id)
);
create index letter_waiting on letter (provider, written_at) where batch_id is null;
create index letter_unlooked on letter (person_id, contact_id) where looked_at is null and batch_id is not null;
create index letter_of_batch on letter (batch_id) where batch_id is not null;
