-- Lines of a file are staged by pages: they are read back as they were written, and what is asked of a whole file stands beside them.
drop table import_staging;
create unlogged table import_staging (
  run_id bigint not null,
  first_line bigint not null,
  facts text not null,                      -- of each line, as JSON
  said text not null,                       -- what of it is about money, as JSON
  told text[] not null,                     -- the accounts of the facts
  accounts text[] not null,                 -- whom the lines name, in every form
  debtors text[] not null,
  primary key (run_id, first_line)
);
-- A page is read once: packing it costs more than its room.
alter table import_staging alter column facts set storage external, alter column said set storage external;
