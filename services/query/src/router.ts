import {
  diffArticles,
  explainPair,
  findSimilar,
  getArticle,
  getEdit,
  getBacklog,
  getPickup,
  getStory,
  listArticles,
  listReplays,
  listSimilar,
  listChanges,
  listHistory,
  listStories,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  resumeWebhook,
  rotateWebhookSecret,
  createKey,
  listKeys,
  rotateKey,
  revokeKey,
  mergeStories,
  moveArticles,
  pinLead,
  splitStory,
  undoEdit,
  eraseItem,
  listProviders,
  setProvider,
  listFeeds,
  setFeed,
  judgePair,
  listDoubtful,
  requestReplay,
  learnStopKeys,
} from '@writethru/contract';
import { createApiRouter, serve, type Authenticate } from '@writethru/runtime';
import { makeIdempotencyStore, type Pool, type Replica } from '@writethru/store';
import type { Router } from 'express';

import { answerEdit } from './edits/answer-edit.ts';
import { answerMerge, answerMove, answerPin, answerSplit, answerUndo } from './edits/answer-edits.ts';
import { answerErasure } from './edits/answer-erasure.ts';
import { makeReadFrom, type ReadSource } from './read-from.ts';
import { answerArticle, answerArticles, answerBacklog } from './routes/articles.ts';
import { answerDiff } from './routes/diff.ts';
import { answerExplain } from './routes/explain.ts';
import { answerFeeds, answerSetFeed } from './routes/feeds.ts';
import { answerHistory } from './routes/history.ts';
import { answerCreateKey, answerKeys, answerRevokeKey, answerRotateKey } from './routes/keys.ts';
import { answerPickup } from './routes/pickup.ts';
import { answerProviders, answerSetProvider } from './routes/providers.ts';
import { answerLearnStopKeys } from './routes/stop-keys.ts';
import { answerReplays, answerReplayRequest } from './routes/replays.ts';
import { answerSimilarToArticle, answerSimilarToText } from './routes/similar.ts';
import { answerDoubtful, answerJudge } from './routes/verdicts.ts';
import { answerChanges } from './routes/changes.ts';
import { answerStories, answerStory } from './routes/stories.ts';
import {
  answerCreateWebhook,
  answerDeleteWebhook,
  answerResumeWebhook,
  answerRotateSecret,
  answerWebhooks,
} from './routes/webhooks.ts';

export interface QueryRouterDeps {
  /** To the primary: editors write. */
  pool: Pool;
  /** What only reads is answered from it where it has caught up. */
  replica?: Replica | undefined;
  /** Told where each such answer came from. */
  observeRead?: (source: ReadSource) => void;
  authenticate: Authenticate;
  /** What is shown depends on the clock: embargoes lift. Default: the machine's. */
  now?: () => Date;
  /** Whether a webhook may go to a private address. Default false. */
  allowsPrivateTargets?: boolean;
  /** Of one key, to this process. */
  requestsPerMinute?: number;
}

/** What clients read: stories with their versions, articles with their state; and what editors say of them. */
export function createQueryRouter(deps: QueryRouterDeps): Router {
  const { pool, authenticate } = deps;
  const now = deps.now ?? (() => new Date());
  const read = makeReadFrom(pool, deps.replica, now, deps.observeRead);
  return createApiRouter(
    [
      serve(listChanges, answerChanges(pool)),
      serve(listStories, read(answerStories)),
      serve(getStory, read(answerStory)),
      serve(diffArticles, read(answerDiff)),
      serve(listHistory, read(answerHistory)),
      serve(getPickup, read(answerPickup)),
      serve(listArticles, read(answerArticles)),
      serve(getArticle, read(answerArticle)),
      serve(getBacklog, answerBacklog(pool)),
      serve(mergeStories, answerMerge(pool)),
      serve(splitStory, answerSplit(pool)),
      serve(moveArticles, answerMove(pool)),
      serve(pinLead, answerPin(pool)),
      serve(undoEdit, answerUndo(pool)),
      serve(getEdit, answerEdit(pool)),
      serve(eraseItem, answerErasure(pool)),
      serve(listProviders, answerProviders(pool)),
      serve(setProvider, answerSetProvider(pool)),
      serve(listFeeds, answerFeeds(pool)),
      serve(setFeed, answerSetFeed(pool, now)),
      serve(judgePair, answerJudge(pool, now)),
      serve(listDoubtful, answerDoubtful(pool)),
      serve(explainPair, read(answerExplain)),
      serve(learnStopKeys, answerLearnStopKeys(pool)),
      serve(requestReplay, answerReplayRequest(pool)),
      serve(listReplays, answerReplays(pool)),
      serve(listSimilar, read(answerSimilarToArticle)),
      serve(findSimilar, read(answerSimilarToText)),
      serve(createWebhook, answerCreateWebhook(pool, deps.allowsPrivateTargets ?? false)),
      serve(listWebhooks, answerWebhooks(pool)),
      serve(deleteWebhook, answerDeleteWebhook(pool)),
      serve(rotateWebhookSecret, answerRotateSecret(pool)),
      serve(resumeWebhook, answerResumeWebhook(pool)),
      serve(createKey, answerCreateKey(pool)),
      serve(listKeys, answerKeys(pool)),
      serve(rotateKey, answerRotateKey(pool)),
      serve(revokeKey, answerRevokeKey(pool)),
    ],
    {
      authenticate,
      idempotency: makeIdempotencyStore(pool),
      ...(deps.requestsPerMinute !== undefined && { requestsPerMinute: deps.requestsPerMinute }),
    },
  );
}
