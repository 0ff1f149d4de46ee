import type { Operation } from '../operation.ts';
import { ARTICLE_OPERATIONS } from './articles.ts';
import { listChanges } from './changes.ts';
import { diffArticles } from './diff.ts';
import { EDIT_OPERATIONS } from './edits.ts';
import { eraseItem } from './erasures.ts';
import { FEED_OPERATIONS } from './feeds.ts';
import { listHistory } from './history.ts';
import { INTAKE_OPERATIONS } from './intake.ts';
import { KEY_OPERATIONS } from './keys.ts';
import { getPickup } from './pickup.ts';
import { PROVIDER_OPERATIONS } from './providers.ts';
import { REPLAY_OPERATIONS } from './replays.ts';
import { SIMILAR_OPERATIONS } from './similar.ts';
import { STOP_KEY_OPERATIONS } from './stop-keys.ts';
import { STORY_OPERATIONS } from './stories.ts';
import { VERDICT_OPERATIONS } from './verdicts.ts';
import { WEBHOOK_OPERATIONS } from './webhooks.ts';

const ALL = [
  ...INTAKE_OPERATIONS,
  ...ARTICLE_OPERATIONS,
  ...STORY_OPERATIONS,
  diffArticles,
  listHistory,
  getPickup,
  ...SIMILAR_OPERATIONS,
  ...REPLAY_OPERATIONS,
  ...STOP_KEY_OPERATIONS,
  listChanges,
  ...WEBHOOK_OPERATIONS,
  ...EDIT_OPERATIONS,
  eraseItem,
  ...VERDICT_OPERATIONS,
  ...KEY_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...FEED_OPERATIONS,
];

/** Every operation of the API, in the order of the document. */
export const OPERATIONS: readonly Operation[] = ALL;

/** The exact type of each of them: what a client's types are made of. */
export type ApiOperation = (typeof ALL)[number];

/** The methods of a path, upper case, for Allow. HEAD goes with GET. */
export function methodsOf(path: string): string[] {
  const methods = OPERATIONS.filter((operation) => operation.path === path).map(({ method }) =>
    method.toUpperCase(),
  );
  return [...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'].sort();
}
