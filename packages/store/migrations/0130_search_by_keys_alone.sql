-- A search asks for keys within a range of days. The primary key held the day too, so on a table that is young or large
-- the planner took it for the search, and compared the keys of every text of the window. With a condition that every row
-- meets and no search names, the index is left to what it is for: that a text of a day is stored once.
alter table fingerprints add constraint fingerprints_shingle_count check (shingle_count >= 0);
create unique index fingerprints_text on fingerprints (text_hash, headline_hash, day, algorithm_version)
  where shingle_count >= 0;
alter table fingerprints drop constraint fingerprints_pkey;
