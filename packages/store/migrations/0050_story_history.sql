-- Where an article or a story came from, for the history of the story that it left.
create index events_origin on events ((payload ->> 'from')) where type in ('article.moved', 'story.split');
create index events_moved on events (story_id) where type = 'article.moved';
-- The other story of a merge or a move.
create index editor_actions_other_story on editor_actions ((coalesce(payload ->> 'with', payload ->> 'to')))
  where kind in ('merge', 'move');
