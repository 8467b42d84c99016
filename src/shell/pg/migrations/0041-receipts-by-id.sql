-- Some providers tell of a message by their own id alone. The gateway of the settings never does, and its messages cost no entry.
create index contact_by_provider_ref on contact (provider_ref) where provider is not null and provider_ref is not null;
