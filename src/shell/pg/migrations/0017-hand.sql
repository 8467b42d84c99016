-- Every account of a creditor, current or not: whether a creditor is known, and which there are, is asked of the index.
drop index account_creditor;
create index account_creditor on account (creditor, person_id, id);
-- A task about law that is on no file names it: it closes when the law is there, and is asked again when it is gone again.
update human_task set rule = case
    when reason like '%: no pack binds %' then left(reason, 2)
    else left(reason, 2) || ' ' || substring(reason from 'and not ([a-z0-9_]+)\.') end
where kind = 'no_law_on_file' and rule is null;
