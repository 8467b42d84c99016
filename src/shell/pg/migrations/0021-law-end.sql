-- What somebody was judged under stays as long as a decision or a contact names it. Decisions stay: a law that one names is never asked about again.
alter table law_used add column kept boolean not null default false;
