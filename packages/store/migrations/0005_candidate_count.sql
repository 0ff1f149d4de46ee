-- How many texts an article was compared with when it was clustered: what a search costs, article by article.
alter table article_identities add column candidate_count integer;
