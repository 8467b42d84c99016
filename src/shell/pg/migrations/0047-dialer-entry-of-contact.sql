-- Whether a later list has the same call.
create index dialer_entry_of_contact on dialer_entry (person_id, contact_id, handed_at);
