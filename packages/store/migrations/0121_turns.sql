-- Whose turn it is while more waits than a batch takes: the oldest of each provider.
create index article_identities_turns on article_identities (provider, received_at) where state = 'accepted';
