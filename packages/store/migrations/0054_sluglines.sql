-- What a provider names a running story by: articles of other texts under one slugline are beside each other.
create table article_sluglines (
  article_id uuid primary key,
  provider text not null,
  slug text not null,
  effective_at timestamptz not null
);
create index article_sluglines_named on article_sluglines (provider, slug, effective_at);
