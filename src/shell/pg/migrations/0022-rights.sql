-- A key carries roles (src/shell/access/rights.ts) beside the scopes that it had.
alter table api_key add column roles text[] not null default '{}';

-- What touches much at once is asked for by one name and granted by another.
create table approval (
  id bigint generated always as identity primary key,
  what text not null,
  -- The same action on the same things, whoever asks.
  digest bytea not null,
  -- What will be touched, in words without personal data.
  touches text[] not null,
  size integer not null,
  asked_by text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  granted boolean,
  used_at timestamptz,
  check (decided_by is null or decided_by <> asked_by),
  check ((decided_by is null) = (granted is null) and (decided_at is null) = (granted is null))
);
create index approval_digest on approval (digest) where used_at is null;
