-- Since when a receiver has taken nothing that it was asked to take: its latest answer of yes, or the first of no; null = nothing waits for it.
alter table webhook add column nothing_since timestamptz;
