-- Of what a partial index has by an expression the planner knows no frequencies, and takes 1 in 200: it would sort all
-- stories of a language where the first twenty of the index are asked for.
create statistics stories_by_language (dependencies, mcv)
  on (split_part(lead_language, '-', 1)), lead_language from stories;
create statistics stories_by_reach on (cardinality(providers)) from stories;
analyze stories;

-- A text's document is two or three kilobytes, and a search looks into thousands: in the row, not each in pieces elsewhere.
alter table story_texts set (toast_tuple_target = 8160);
