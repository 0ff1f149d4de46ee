import type { DecidedBy, Evidence, Relation } from '@writethru/domain';
import type { HistoryRow } from '@writethru/store';

/** One thing that a decision changed, with the articles as ids. */
export interface Change {
  kind:
    | 'created'
    | 'joined'
    | 'left'
    | 'merged'
    | 'lead_changed'
    | 'killed'
    | 'suspected'
    | 'embargo_lifted'
    | 'quarantined'
    | 'erased';
  articleId?: string;
  formerArticleId?: string;
  relation?: Relation;
  matchedArticleId?: string | null;
  rule?: Evidence['rule'];
  decidedBy?: DecidedBy;
  way?: 'move' | 'split';
  otherStoryId?: string;
}

/** The payload of a story's event, as `tellStory` of the clusterer writes it. */
interface Told {
  joined?: string[];
  left?: string[];
  relations?: Required<Pick<Change, 'relation' | 'matchedArticleId' | 'rule' | 'decidedBy' | 'articleId'>>[];
  leadChanged?: { from: string | null; to: string | null };
  canceled?: string[];
  suspects?: string[];
  into?: string;
  from?: string;
}

/** What a decision about a story says, one thing at a time. Nothing for an editor's action. */
export function listChanges({ storyId, event }: HistoryRow): Change[] {
  if (event === null) return [];
  const { type, cause, articleId, ways } = event;
  const told = event.payload as Told;
  if (type === 'article.quarantined') return articleId === null ? [] : [{ kind: 'quarantined', articleId }];
  if (type === 'article.erased') return articleId === null ? [] : [{ kind: 'erased', articleId }];
  if (type === 'story.merged') return [{ kind: 'merged', ...(told.into && { otherStoryId: told.into }) }];
  const isNew = type === 'story.created' || type === 'story.split';
  const relations = new Map(told.relations?.map((relation) => [relation.articleId, relation]));
  const cameFrom = (id: string): Partial<Change> => {
    const way = ways.find((one) => one.articleId === id && one.toStoryId === storyId);
    if (way !== undefined) return { way: 'move', otherStoryId: way.fromStoryId };
    return told.from === undefined ? {} : { way: 'split', otherStoryId: told.from };
  };
  const wentTo = (id: string): Partial<Change> => {
    const way = ways.find((one) => one.articleId === id && one.fromStoryId === storyId);
    return way === undefined ? {} : { way: way.isSplit ? 'split' : 'move', otherStoryId: way.toStoryId };
  };
  const each = (ids: string[] | undefined, make: (id: string) => Change): Change[] => (ids ?? []).map(make);
  return [
    ...(isNew ? [{ kind: 'created' as const }] : []),
    ...each(told.joined, (id) => ({
      kind: cause === 'embargo' ? 'embargo_lifted' : 'joined',
      ...relations.get(id),
      articleId: id,
      ...cameFrom(id),
    })),
    ...each(told.left, (id) => ({ kind: 'left', articleId: id, ...wentTo(id) })),
    ...each(told.canceled, (id) => ({ kind: 'killed', articleId: id })),
    ...each(told.suspects, (id) => ({ kind: 'suspected', articleId: id })),
    ...(isNew ? [] : listLeadChanges(told.leadChanged)),
  ];
}

function listLeadChanges(lead: Told['leadChanged']): Change[] {
  if (lead === undefined) return [];
  return [
    {
      kind: 'lead_changed',
      ...(lead.to !== null && { articleId: lead.to }),
      ...(lead.from !== null && { formerArticleId: lead.from }),
    },
  ];
}

/** The articles that a change names. */
export function listChangedIds({ articleId, formerArticleId, matchedArticleId }: Change): string[] {
  return [articleId, formerArticleId, matchedArticleId].filter((id) => typeof id === 'string');
}
