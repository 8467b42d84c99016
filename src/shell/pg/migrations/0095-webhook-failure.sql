-- What the receiver answered when it last took nothing, or asked for a pause.
alter table webhook add column failed_why text;
