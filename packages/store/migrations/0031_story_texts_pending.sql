-- A lead has some 150 lexemes, and most of them stand in thousands of leads: put in many leads at a time they cost a
-- third. Searches read what is pending too, so that stays small; index keys of texts, which every article looks up, keep
-- fastupdate off.
alter index story_texts_document set (fastupdate = on, gin_pending_list_limit = 512);
