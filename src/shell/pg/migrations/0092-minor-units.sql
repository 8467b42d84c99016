-- A book that holds sums of a currency whose digits changed keeps those in which it stored them.
create table minor_unit (currency text primary key, digits smallint not null);
insert into minor_unit (currency, digits)
select distinct code, 0
from (
  select currency as code from account
  union select word #>> '{}' from account, jsonb_path_query(currencies, '$[*].currency') word
) known
where code in ('AFN', 'ALL', 'COP', 'HUF', 'IDR', 'IQD', 'IRR', 'KPW', 'LAK', 'LBP', 'MGA', 'MMK', 'PKR', 'SLL', 'SOS', 'SYP', 'YER');
