-- Everything that the provider sent before this has lost its text, by its retention.
alter table providers add column expired_to timestamptz;
