import { storySummary } from '@writethru/contract';
import { countRelations, listChanges } from '@writethru/store';
import { toPlainText } from '@writethru/wire';

import type { Desk } from '../desk.ts';
import { toApiQuery, type Filters } from './filters.ts';
import type { Front, ListedStory } from './front-page.ts';

const PAGE = '25';
const MAX_NEW = 100;
const MAX_CHANGES = 500;
/** An event is written a little after its story: the clocks of two statements of one transaction. */
const SLACK_MS = 60_000;

type FrontDeps = Pick<Desk, 'pool' | 'questions' | 'viewer' | 'timeZone'>;

/** A page of stories. Throws AppError `malformed` for filters that the API refuses. */
export async function readFront(
  { pool, questions, viewer, timeZone }: FrontDeps,
  filters: Filters,
  cursor: string | undefined,
): Promise<Front> {
  const { stories, next, position } = await questions.stories({
    ...toApiQuery(filters, timeZone),
    limit: PAGE,
    ...(cursor !== undefined && { cursor }),
  });
  const listed = stories.map((story): ListedStory => {
    const summary = storySummary.parse(story);
    const { lead } = summary;
    return { ...summary, lead: lead && { ...lead, openingText: toPlainText(lead.opening ?? '') } };
  });
  const relations = await countRelations(
    pool,
    listed.map(({ id }) => id),
    viewer,
  );
  return { stories: listed, relations, filters, next, isFirstPage: cursor === undefined, position };
}

/** How many stories that meet the filters changed after `position`; no more than 100 are counted. */
export async function countNew(
  { pool, questions, timeZone }: FrontDeps,
  filters: Filters,
  position: number,
): Promise<number> {
  const { changes } = await listChanges(pool, position, { types: null, causes: null }, MAX_CHANGES);
  const changed = new Set(changes.flatMap(({ storyId }) => storyId ?? []));
  const [first] = changes;
  if (first === undefined || Object.keys(filters).length === 0) return Math.min(changed.size, MAX_NEW);
  const { stories } = await questions.stories({
    ...toApiQuery({ ...filters, sort: 'updated' }, timeZone),
    updatedSince: new Date(first.at.getTime() - SLACK_MS).toISOString(),
    limit: String(MAX_NEW),
  });
  return stories.filter(({ id }) => id !== undefined && changed.has(id)).length;
}
