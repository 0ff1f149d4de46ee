import type { AnswerOf, OperationId, OperationOf, PagedId } from './types.ts';

/** How an operation is called. Method and path are those of the contract, or this file has no type. */
type RouteOf<Id extends OperationId> = {
  method: OperationOf<Id>['method'];
  path: OperationOf<Id>['path'];
  /** A member that every JSON answer has, by which it is known for one of Writethru; null where there is none. */
  has: [AnswerOf<Id>] extends [never] ? null : keyof AnswerOf<Id> & string;
  /** A POST that may be sent twice without an Idempotency-Key: it reads, or what it writes has a name of its own. */
  isRepeatable?: true;
} & (OperationOf<Id> extends { isOnce: true } ? { isOnce: true } : unknown) &
  (Id extends PagedId ? { pageBy: 'cursor' | 'after' } : unknown);

/** Every operation of the API. */
export const ROUTES: { readonly [Id in OperationId]: RouteOf<Id> } = {
  postArticle: { method: 'post', path: '/v1/articles', has: 'articleId', isRepeatable: true },
  postBatch: { method: 'post', path: '/v1/articles/batch', has: 'results', isRepeatable: true },
  listArticles: { method: 'get', path: '/v1/articles', has: 'articles', pageBy: 'after' },
  getArticle: { method: 'get', path: '/v1/articles/{id}', has: 'state' },
  getBacklog: { method: 'get', path: '/v1/backlog', has: 'accepted' },
  listStories: { method: 'get', path: '/v1/stories', has: 'stories', pageBy: 'cursor' },
  getStory: { method: 'get', path: '/v1/stories/{id}', has: 'versions' },
  diffArticles: { method: 'get', path: '/v1/stories/{id}/diff', has: 'changedNumbers' },
  listHistory: { method: 'get', path: '/v1/stories/{id}/history', has: 'entries', pageBy: 'cursor' },
  getPickup: { method: 'get', path: '/v1/stories/{id}/pickup', has: 'pickups' },
  explainPair: { method: 'get', path: '/v1/explain', has: 'evidence' },
  listSimilar: { method: 'get', path: '/v1/articles/{id}/similar', has: 'similar' },
  findSimilar: { method: 'post', path: '/v1/similar', has: 'similar', isRepeatable: true },
  requestReplay: { method: 'post', path: '/v1/replays', has: 'articlesDone' },
  learnStopKeys: { method: 'post', path: '/v1/stop-keys', has: 'commonest' },
  listReplays: { method: 'get', path: '/v1/replays', has: 'replays' },
  listChanges: { method: 'get', path: '/v1/changes', has: 'changes' },
  createWebhook: { method: 'post', path: '/v1/webhooks', has: 'webhook' },
  listWebhooks: { method: 'get', path: '/v1/webhooks', has: 'webhooks' },
  deleteWebhook: { method: 'delete', path: '/v1/webhooks/{id}', has: null },
  rotateWebhookSecret: { method: 'post', path: '/v1/webhooks/{id}/rotate-secret', has: 'secret' },
  resumeWebhook: { method: 'post', path: '/v1/webhooks/{id}/resume', has: 'position' },
  pinLead: { method: 'post', path: '/v1/stories/{id}/pin', has: 'actionId' },
  undoEdit: { method: 'post', path: '/v1/edits/{id}/undo', has: 'actionId' },
  splitStory: { method: 'post', path: '/v1/stories/{id}/split', has: 'actionId' },
  mergeStories: { method: 'post', path: '/v1/stories/{id}/merge', has: 'actionId' },
  getEdit: { method: 'get', path: '/v1/edits/{id}', has: 'actionId' },
  judgePair: { method: 'post', path: '/v1/verdicts', has: 'actionId' },
  listDoubtful: { method: 'get', path: '/v1/doubtful', has: 'pairs' },
  createKey: { method: 'post', path: '/v1/keys', has: 'key', isOnce: true },
  listKeys: { method: 'get', path: '/v1/keys', has: 'keys' },
  rotateKey: { method: 'post', path: '/v1/keys/{id}/rotate', has: 'key', isOnce: true },
  revokeKey: { method: 'delete', path: '/v1/keys/{id}', has: null },
  moveArticles: { method: 'post', path: '/v1/stories/{id}/move', has: 'actionId' },
  listProviders: { method: 'get', path: '/v1/providers', has: 'providers', pageBy: 'after' },
  setProvider: { method: 'patch', path: '/v1/providers/{provider}', has: 'provider' },
  listFeeds: { method: 'get', path: '/v1/feeds', has: 'feeds', pageBy: 'after' },
  setFeed: { method: 'patch', path: '/v1/feeds', has: 'provider' },
  eraseItem: { method: 'post', path: '/v1/erasures', has: 'actionId', isRepeatable: true },
};

/** A route of which nothing is known but its shape. */
export interface Route {
  method: string;
  path: string;
  has: string | null;
  isRepeatable?: true;
  isOnce?: true;
  pageBy?: 'cursor' | 'after';
}
