-- An account that leaves its block may join a new one with the same update.
create or replace function account_leaves_block() returns trigger language plpgsql as $$
declare
  seen record;
  began text;
begin
  if new.block is not distinct from old.block
    and (new.line_mark, new.past_due, new.collection, new.stale_from, new.feed)
      is not distinct from (old.line_mark, old.past_due, old.collection, old.stale_from, old.feed)
  then
    if (new.snapshot_at, new.score_at, new.line_at) is not distinct from (old.snapshot_at, old.score_at, old.line_at) then
      return new;
    end if;
    select b.at, case when b.scored then b.at end as scored_at into strict seen
      from account_block b where b.id = old.block;
    if (new.snapshot_at is not distinct from old.snapshot_at or new.snapshot_at = greatest(old.snapshot_at, seen.at))
      and (new.score_at is not distinct from old.score_at or new.score_at = greatest(old.score_at, seen.scored_at))
      and (new.line_at is not distinct from old.line_at or new.line_at = greatest(old.line_at, seen.at))
    then
      return new;
    end if;
  end if;
  select b.at, case when b.scored then b.at end as scored_at, b.moved into strict seen
    from account_block b where b.id = old.block for share;
  began := nullif(current_setting('arrears.began', true), '');
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
  if new.block is null or new.block is not distinct from old.block then
    new.block := null;
    new.place := null;
  end if;
  insert into account_left (block, place) values (old.block, old.place);
  return new;
end $$;
