-- An editor's verdict on a pair: a must-link or a cannot-link of two items, whatever stories they are in.
alter table editor_actions drop constraint editor_actions_kind;
alter table editor_actions add constraint editor_actions_kind
  check (kind in ('merge', 'split', 'move', 'pin', 'undo', 'erase', 'judge'));
create index editor_actions_verdicts on editor_actions (created_at) where kind = 'judge' and undone_by is null;
