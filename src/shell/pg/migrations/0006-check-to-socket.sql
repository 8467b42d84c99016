-- How long after the last check the request went out, in milliseconds of machine time: the gap in which a fact could still have come.
alter table contact add column sent_after_ms integer;
