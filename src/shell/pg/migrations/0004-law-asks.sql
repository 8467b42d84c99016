-- What a rule of law asks of a human: one open task of a kind per case and rule. What is asked about an account is another task than the same about another account.
alter table human_task add column rule text;
drop index human_task_once;
create unique index human_task_once on human_task
  (person_id, kind, coalesce(account_id, 0), coalesce(case_id, 0), coalesce(contact_id, 0), coalesce(rule, md5(reason)))
  where resolved_at is null;
