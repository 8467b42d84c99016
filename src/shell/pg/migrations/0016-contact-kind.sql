-- Who spoke, to what line, for whom, about what and to what end; null = not known of the contact, and counted as meant.
alter table contact
  add column automation text,
  add column line text,
  add column actor text,
  add column product text,
  add column action text;
