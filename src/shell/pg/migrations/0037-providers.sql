-- Who carries a message, written before it is sent: whoever asks later asks the right one. What was sent before went through the one that there was.
alter table contact
  add column provider text,
  add column passed_over text[] not null default '{}';   -- those that were not reached, while there are others

-- Credentials are refused by one provider of a channel, and not by the others.
alter table breaker add column provider text not null default 'gateway';
alter table breaker drop constraint breaker_pkey, add primary key (channel, provider);
