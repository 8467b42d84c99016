-- What counts against a debt without being money of the debtor, and what was taken back: each kind has names of its own.
alter table payment add column kind text not null default 'money'; -- money, credit, write_off, part_reversal, refund
alter table payment add column of_payment text;                    -- what a part reversal or a refund takes of
alter table payment add column said jsonb;                         -- the amount as it was said; null = in the account's only currency
alter table payment drop constraint payment_pkey, add primary key (person_id, account_id, kind, external_id);

alter table obligation add column part text not null default 'principal'; -- principal, interest, fee, cost
alter table obligation add column said_at timestamptz;             -- of its first bill
alter table obligation add column words jsonb;                     -- all that may still count; null = the bill, and due_at
alter table obligation add column rests boolean not null default false; -- it is disputed or held by itself
alter table obligation add column rests_until date;                -- null = until something happens

alter table hold add column obligation text;                       -- the only one of the account that it is about
create index hold_of_obligation on hold (person_id) where obligation is not null;

alter table account add column apart jsonb;                        -- disputed, interest, fees; null = nothing is shown apart
alter table account add column currencies jsonb;                   -- those that it had and has; null = one
