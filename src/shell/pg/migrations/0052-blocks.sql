-- Accounts whose lines say the same day by day stand together in blocks. A file that says nothing new of them moves the
-- block on: the instants in effect of an account are the later ones of its own and of its block's.
create table account_block (
  id bigint generated always as identity primary key,
  creditor text not null,
  scored boolean not null,                  -- its lines say a score; all of them say figures, none a day of its own
  at timestamptz not null,                  -- the file that last said what is known of its accounts
  moved xid8 not null default pg_current_xact_id(),  -- the transaction that wrote `at`
  persons bigint[] not null,                -- by place, as are the others: they never change
  accounts bigint[] not null,
  marks bytea not null                      -- 16 bytes a place: the marks of the lines
) with (fillfactor = 50, toast_tuple_target = 128);
-- What never changes is kept beside the row, as it is.
alter table account_block alter column persons set storage external, alter column accounts set storage external,
  alter column marks set storage external;
create index account_block_creditor on account_block (creditor);

-- Those who left their blocks; nobody comes back to a place.
create table account_left (
  block bigint not null,
  place smallint not null,
  primary key (block, place)
);

alter table account
  add column block bigint,                  -- null = it stands alone
  add column place smallint;

-- An account leaves its block with the first change of what a known line rests on, or of an instant that its block does
-- not say, and takes along the instants in effect. Whoever changes it may have read them before the block was moved
-- on: this is seen by the transactions that were known at its beginning, and it has to begin again.
create function account_leaves_block() returns trigger language plpgsql as $$
declare
  seen record;
  began text := nullif(current_setting('arrears.began', true), '');
begin
  if new.block is not distinct from old.block
    and (new.line_mark, new.past_due, new.collection, new.stale_from, new.feed, new.snapshot_at, new.score_at, new.line_at)
      is not distinct from
      (old.line_mark, old.past_due, old.collection, old.stale_from, old.feed, old.snapshot_at, old.score_at, old.line_at)
  then
    return new;
  end if;
  select b.at, case when b.scored then b.at end as scored_at into strict seen
    from account_block b where b.id = old.block;
  if new.block is not distinct from old.block
    and (new.line_mark, new.past_due, new.collection, new.stale_from, new.feed)
      is not distinct from (old.line_mark, old.past_due, old.collection, old.stale_from, old.feed)
    and (new.snapshot_at is not distinct from old.snapshot_at or new.snapshot_at = greatest(old.snapshot_at, seen.at))
    and (new.score_at is not distinct from old.score_at or new.score_at = greatest(old.score_at, seen.scored_at))
    and (new.line_at is not distinct from old.line_at or new.line_at = greatest(old.line_at, seen.at))
  then
    return new;
  end if;
  select b.at, case when b.scored then b.at end as scored_at, b.moved into strict seen
    from account_block b where b.id = old.block for share;
  -- A copy of the book on another server brings numbers that its transactions have not come to yet.
  if not pg_visible_in_snapshot(seen.moved, began::pg_snapshot)
    and seen.moved < pg_snapshot_xmax(pg_current_snapshot())
    and seen.moved is distinct from pg_current_xact_id_if_assigned()
  then
    raise exception 'block % was moved on meanwhile', old.block using errcode = 'serialization_failure';
  end if;
  if new.snapshot_at is not distinct from old.snapshot_at then
    new.snapshot_at := greatest(old.snapshot_at, seen.at);
  end if;
  if new.score_at is not distinct from old.score_at then
    new.score_at := greatest(old.score_at, seen.scored_at);
  end if;
  if new.line_at is not distinct from old.line_at then
    new.line_at := greatest(old.line_at, seen.at);
  end if;
  new.block := null;
  new.place := null;
  insert into account_left (block, place) values (old.block, old.place);
  return new;
end $$;
-- Each statement reads the condition anew, so that it is a short one.
create trigger account_leaves before update on account for each row
  when (old.block is not null)
  execute function account_leaves_block();

-- Who joins a block is chosen by creditor.
truncate import_known;
alter table import_known add column creditors text[] not null;
