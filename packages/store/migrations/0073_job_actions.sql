-- What was done to single jobs at the board of the queue is on record too.
alter table ops_actions drop constraint ops_actions_kind;
alter table ops_actions add constraint ops_actions_kind
  check (kind in ('release', 'discard', 'retry', 'pause', 'resume', 'job'));
