-- A lead's lexemes come to a page of the pending list: 512 kB held some 60 leads, and were merged, page by page of the
-- index, several times a second. 4 MB hold 500 and cost a search a millisecond at most.
alter index story_texts_document set (gin_pending_list_limit = 4096);
