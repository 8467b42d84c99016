-- Under what somebody was judged: packs and calendars by content hash, and the version of the time zone data. One row per combination, written once and never changed.
create table law_used (
  hash text primary key,
  content jsonb not null
);

alter table decision add column law_hash text;
-- Under what it was last let pass: at redeem or claim.
alter table contact add column law_hash text;
