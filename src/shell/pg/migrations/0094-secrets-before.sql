-- Secrets that a subscription had before: each signs out its day, however often the next one is rotated.
create table webhook_secret_before (
  webhook_id bigint not null references webhook on delete cascade,
  sealed bytea not null,
  key_id text not null,
  until timestamptz not null,               -- machine time
  primary key (webhook_id, sealed)
);

insert into webhook_secret_before (webhook_id, sealed, key_id, until)
select id, before_sealed, before_key_id, before_until from webhook where before_until > clock_timestamp();

-- Whoever rotates, a command of the version before too, names the last secret in the subscription, from which workers of that version read it.
create function webhook_rotated() returns trigger language plpgsql as $$
begin
  insert into webhook_secret_before (webhook_id, sealed, key_id, until)
  values (new.id, new.before_sealed, new.before_key_id, new.before_until)
  on conflict (webhook_id, sealed) do nothing;
  return null;
end $$;
create trigger webhook_rotated after update of secret_sealed on webhook
  for each row when (new.before_sealed is not null) execute function webhook_rotated();
