-- Who is told over HTTP of what has happened. Facts are the outbox: each subscription has its place in their order.
create table webhook (
  id bigint generated always as identity primary key,
  name text not null unique,
  url text not null,
  kinds text[] not null default '{}',       -- of facts and tasks; none = every kind
  bodies boolean not null default false,    -- more than ids may be told
  secret_sealed bytea not null,
  key_id text not null,
  before_sealed bytea,                      -- the secret before, which signs too until then
  before_key_id text,
  before_until timestamptz,
  position bigint not null,                 -- everything up to here was told, or stands in webhook_late
  failures int not null default 0,          -- in a row, of everybody's
  retry_at timestamptz not null default clock_timestamp(),
  lease_token uuid,
  lease_until timestamptz,                  -- machine time
  parked_at timestamptz,
  parked_why text,
  created_at timestamptz not null default clock_timestamp()
);

-- What could not be told while others were: the events of its person wait behind it.
create table webhook_late (
  webhook_id bigint not null references webhook on delete cascade,
  event_id bigint not null,
  person_id bigint not null,
  attempts int not null default 0,
  retry_at timestamptz not null default clock_timestamp(),
  code text,
  parked_at timestamptz,
  primary key (webhook_id, person_id, event_id)
);

-- What becomes of tasks, in the same order as facts.
create table task_event (
  id bigint primary key default nextval('fact_id_seq'),
  person_id bigint not null,
  account_id bigint,
  case_id bigint,
  contact_id bigint,
  kind text not null,                       -- task.opened, task.claimed, ...
  task text not null,                       -- its kind
  task_id bigint,
  role text,
  due timestamptz,
  at timestamptz not null
);

-- Facts come in the order of their numbers: an index of a few pages finds those behind a place.
create index fact_order on fact using brin (id) with (pages_per_range = 16, autosummarize = on);

create function human_task_opened() returns trigger language plpgsql as $$
begin
  insert into task_event (person_id, account_id, case_id, contact_id, kind, task, task_id, role, due, at)
  select f.person_id, f.account_id, f.case_id, f.contact_id, 'task.opened', f.kind, f.id, f.role, f.due, business_now()
  from fresh f order by f.id;
  return null;
end $$;
create function human_task_moved() returns trigger language plpgsql as $$
begin
  insert into task_event (person_id, account_id, case_id, contact_id, kind, task, task_id, role, due, at)
  select f.person_id, f.account_id, f.case_id, f.contact_id,
    case when f.resolved_at is not null then 'task.closed' when f.claimed_by is not null then 'task.claimed' else 'task.released' end,
    f.kind, f.id, f.role, f.due, business_now()
  from fresh f join past p on p.person_id = f.person_id and p.id = f.id
  where f.resolved_at is distinct from p.resolved_at or f.claimed_by is distinct from p.claimed_by
  order by f.id;
  return null;
end $$;
create trigger human_task_opened after insert on human_task
  referencing new table as fresh for each statement execute function human_task_opened();
create trigger human_task_moved after update on human_task
  referencing old table as past new table as fresh for each statement execute function human_task_moved();

-- Calls and visits: offered, claimed, started, done, withdrawn.
create function work_offered() returns trigger language plpgsql as $$
begin
  insert into task_event (person_id, account_id, case_id, contact_id, kind, task, due, at)
  select f.person_id, k.account_id, f.case_id, f.contact_id, 'task.offered', tg_argv[0], f.expires_at, business_now()
  from fresh f left join contact k on k.person_id = f.person_id and k.id = f.contact_id order by f.contact_id;
  return null;
end $$;
create function work_moved() returns trigger language plpgsql as $$
begin
  insert into task_event (person_id, account_id, case_id, contact_id, kind, task, due, at)
  select f.person_id, k.account_id, f.case_id, f.contact_id,
    'task.' || case f.state when 'open' then 'offered' else f.state end, tg_argv[0], f.expires_at, business_now()
  from fresh f join past p on p.person_id = f.person_id and p.contact_id = f.contact_id
    left join contact k on k.person_id = f.person_id and k.id = f.contact_id
  where f.state is distinct from p.state order by f.contact_id;
  return null;
end $$;
create trigger call_offered after insert on call_task
  referencing new table as fresh for each statement execute function work_offered('call');
create trigger call_moved after update on call_task
  referencing old table as past new table as fresh for each statement execute function work_moved('call');
create trigger visit_offered after insert on visit_ticket
  referencing new table as fresh for each statement execute function work_offered('visit');
create trigger visit_moved after update on visit_ticket
  referencing old table as past new table as fresh for each statement execute function work_moved('visit');
