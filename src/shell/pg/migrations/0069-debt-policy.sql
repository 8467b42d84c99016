-- What the active version of the schedules states about debts, as far as recording has to know it: in which order money pays, and how much a fee may be.
create table debt_policy (one boolean primary key default true check (one), stated jsonb not null);
-- Accounts whose figures another order changes.
create index obligation_apart on obligation (person_id, account_id) where part <> 'principal';
