/**
 * What the API promises: every operation with its schemas and examples, and the OpenAPI document made of them. Pure.
 */
export { buildDocument, isRevalidated, type OpenApiDocument } from './document.ts';
export { takesIdempotencyKey } from './operation.ts';
export type { Answer, AnswerBody, ExampleCall, Operation, RequiredScope } from './operation.ts';
export { methodsOf, OPERATIONS, type ApiOperation } from './operations/all.ts';
export { getArticle, getBacklog, listArticles } from './operations/articles.ts';
export { getEdit, mergeStories, moveArticles, pinLead, splitStory, undoEdit } from './operations/edits.ts';
export { judgePair, listDoubtful } from './operations/verdicts.ts';
export { postArticle, postBatch, type IntakeQuery } from './operations/intake.ts';
export { listReplays, requestReplay } from './operations/replays.ts';
export { learnStopKeys } from './operations/stop-keys.ts';
export { explainPair, findSimilar, listSimilar } from './operations/similar.ts';
export { listChanges } from './operations/changes.ts';
export { diffArticles } from './operations/diff.ts';
export { eraseItem } from './operations/erasures.ts';
export { listFeeds, setFeed } from './operations/feeds.ts';
export { listHistory } from './operations/history.ts';
export { createKey, listKeys, revokeKey, rotateKey } from './operations/keys.ts';
export { listProviders, setProvider } from './operations/providers.ts';
export { getPickup } from './operations/pickup.ts';
export { getStory, listStories } from './operations/stories.ts';
export {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  resumeWebhook,
  rotateWebhookSecret,
} from './operations/webhooks.ts';
export { storySummary, type StoryShown } from './schemas/story.ts';
export { STATUS, TITLE } from './problem.ts';
export { EXAMPLE } from './schemas/values.ts';
