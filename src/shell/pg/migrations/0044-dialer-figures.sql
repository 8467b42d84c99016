-- The figures of dialers are of the last day.
create index dialer_entry_made on dialer_entry (handed_at);
