-- What is kept how long, what was erased, and the chain of facts that are nobody's.

-- Of facts about agents: their chain has no row of its own to carry its head.
create table agent_chain (one boolean primary key default true check (one), head bytea);
insert into agent_chain default values;

-- An erased text keeps its id; the salted digest in its fact can then be matched with nothing.
alter table sealed
  alter column value drop not null,
  alter column salt drop not null,
  add column erased_at timestamptz;

-- The next local day on which something about the person may be past its time; null = never looked.
alter table person add column retention_on date;
create index person_retention on person ((coalesce(retention_on, date '-infinity')), id);

-- Who exported or erased whom.
create index audit_person on audit ((detail ->> 'person')) where what like 'person.%';
