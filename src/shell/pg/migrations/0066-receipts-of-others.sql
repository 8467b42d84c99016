-- The gateway of the settings never tells of a message by its own id alone. Its messages were to cost no entry, and have cost one since they name who carries them.
drop index contact_by_provider_ref;
create index contact_by_provider_ref on contact (provider_ref) where provider <> 'gateway' and provider_ref is not null;
