-- Agents who had a task in hand and have it no more, each with the last moment at which he can have made it: what they say of it is heard.
alter table call_task add column had jsonb not null default '{}';
alter table visit_ticket add column had jsonb not null default '{}';
