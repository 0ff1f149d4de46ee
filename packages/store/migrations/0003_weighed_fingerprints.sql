-- Algorithm version 2 weighs more than shingles: the numbers of a text, and of a short one the headline, which is then
-- part of what the text is. Rows of version 1 stay as they are; across versions nothing is compared.
alter table fingerprints
  add column headline_hash bytea not null default '',
  -- Sorted 32-bit hashes, little-endian.
  add column numbers bytea not null default '',
  add column headline_words bytea not null default '';
alter table fingerprints drop constraint fingerprints_pkey;
alter table fingerprints add primary key (text_hash, headline_hash, day, algorithm_version);

alter table links
  add column shared_numbers integer not null default 0,
  add column shared_headline_words smallint not null default 0;
