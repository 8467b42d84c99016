-- Receipts that name a message of ours by another id than its provider gave it: it was accepted twice. Rare, and kept: each is a broken promise.
create table accepted_twice (
  provider text not null,
  reference uuid not null,
  provider_ref text not null,
  at timestamptz not null,                  -- business time
  primary key (reference, provider_ref)
);
