/**
 * The only SQL. Owns the schema, the transactions and what the database's refusals mean; decides nothing about news.
 */
export {
  getActiveAlgorithm,
  getActiveVersion,
  getWritableAlgorithm,
  type ActiveAlgorithm,
  type AlgorithmVersion,
} from './algorithm.ts';
export { countLiveApiKeys, createApiKey, findApiKey, type ApiKey } from './api-keys.ts';
export { listApiKeys, readApiKey, revokeApiKey, rotateApiKey } from './key-admin.ts';
export { findHeads, readHeads, type AlertMatchRow, type HeadRow } from './clusterer/article-heads.ts';
export {
  claimAlone,
  claimArticles,
  releaseArticles,
  suspectArticles,
  type Claim,
  type ClaimedArticle,
} from './clusterer/claim.ts';
export {
  delayRequest,
  dropRequests,
  isRequestOpen,
  listDueRequests,
  type ReuniteRequest,
} from './clusterer/reunite-requests.ts';
export {
  keyOf as keyOfFingerprint,
  publishArticles,
  type FingerprintRow,
  type Publication,
} from './clusterer/publish.ts';
export { quarantineArticle } from './clusterer/quarantine.ts';
export {
  findCandidates,
  readShingles,
  type CandidatePair,
  type FingerprintFacts,
  type FingerprintShingles,
  type KeyNeighbour,
} from './clusterer/search.ts';
export type { FingerprintRef } from './clusterer/components.ts';
export { addDigestItems, type DigestItem } from './clusterer/digest-items.ts';
export { findNeighbours, type Neighbours } from './clusterer/find-neighbours.ts';
export { listBeside, readTexts, type StoredText } from './clusterer/texts.ts';
export { sequenceEvents } from './clusterer/sequence-events.ts';
export type { ComponentSnapshot } from './clusterer/snapshot.ts';
export type { SnapshotArticle } from './clusterer/snapshot-articles.ts';
export { makeLanes, type EnterLane, type Lane } from './clusterer/lanes.ts';
export { makeTakeTurns, type TakeTurns } from './clusterer/turns.ts';
export { makeUnfinishedDue, sweepDueArticles } from './clusterer/sweep.ts';
export { uniteArticles, type Decide, type LinkRow, type UniteInput } from './clusterer/unite.ts';
export type { DecisionRows, DueRow, EventRow, StoryRow, VersionRow } from './clusterer/write-decision.ts';
export {
  acceptSubmissions,
  readClock,
  type AcceptOptions,
  type AcceptResult,
  type HashedSubmission,
} from './intake/accept-submissions.ts';
export type { EditedStory, HeldConstraint, StoryItem } from './editing/edit-facts.ts';
export {
  recordEdit,
  type EditFacts,
  type EditInput,
  type Editor,
  type EditPlan,
  type RecordedEdit,
} from './editing/record-edit.ts';
export { findEdit } from './editing/find-edit.ts';
export { countVerdicts, listConstrainedPairs, type VerdictCounts } from './editing/verdicts.ts';
export { countEditsInForce, findStoriesOf, undoEdit } from './editing/undo-edit.ts';
export { eraseItem, findItemOf, type Erasure } from './erasing/erase-item.ts';
export { expireTexts } from './retention/expire-texts.ts';
export { shrinkMonths } from './retention/shrink-months.ts';
export { listFeeds, setFeed, type Feed, type FeedMute, type FeedName, type FeedSettings } from './feeds.ts';
export { migrate } from './migrate.ts';
export { makeRoles, type RolePasswords } from './roles/make-roles.ts';
export { ensureMonths, ensurePartitions } from './partitions.ts';
export { listUnfinishedImports, openImport, type ArchiveImport, type ImportStep } from './archive/imports.ts';
export { listLeftovers, makeDue, type LeftoverPage } from './archive/leftovers.ts';
export { holdSession, type HeldSession } from './archive/hold-session.ts';
export { readIdMark, type IdMark } from './archive/id-mark.ts';
export { readKeysAfter, readKeysOf, readNews, type TextKeys, type TextRange } from './archive/month-keys.ts';
export { takeArchive, type ArchiveItem, type TakenArchive } from './archive/take-archive.ts';
export {
  listProviders,
  readTimeZones,
  setProvider,
  type Provider,
  type ProviderSettings,
} from './providers.ts';
export { readDatabaseSize, readDataFolder } from './database-room.ts';
export { openPool, readRoundTrips, type Db, type Pool } from './pool.ts';
export { watchReplica, type Replica } from './replica.ts';
export {
  findArticle,
  listArticles,
  type ArticleDetail,
  type ArticlePlacement,
  type ArticleSummary,
} from './queries/articles.ts';
export { makeSignInStore, type SignInStore } from './sign-in.ts';
export { findPlacements } from './queries/placements.ts';
export { readComponents } from './queries/components.ts';
export { listChanges, readHeadPosition, type ChangeFilter, type ChangeRow } from './queries/changes.ts';
export {
  findCandidatesOfText,
  findFingerprint,
  listCarriers,
  listFingerprints,
  type Carrier,
  type UnstoredText,
} from './queries/similar.ts';
export { findStory, findSurvivor, type StoryLead, type StorySummary } from './queries/stories.ts';
export { listBodies } from './queries/bodies.ts';
export type { StoryConditions } from './queries/story-conditions.ts';
export { estimateStories, listStories, type StoryPosition } from './queries/story-list.ts';
export { highlightTexts, MATCH_START, MATCH_STOP, parseSearch } from './search/parse-search.ts';
export { chooseSearchWay } from './search/search-way.ts';
export { indexDueStoryTexts } from './search/story-texts.ts';
export { listNearTexts } from './queries/near-texts.ts';
export { listArticleEvents, type ArticleEvent } from './queries/article-events.ts';
export { listArticleLabels, type ArticleLabel } from './queries/article-labels.ts';
export {
  hasSecrets,
  listStoryHistory,
  type HistoryAction,
  type HistoryPosition,
  type HistoryRow,
} from './queries/story-history.ts';
export { findArticlesByGuid, findArticlesByUrl } from './queries/named-articles.ts';
export { countRelations } from './queries/story-relations.ts';
export { listRelatedStories, type RelatedStory } from './queries/related.ts';
export { listVersions, type StoryVersion, type Viewer } from './queries/versions.ts';
export {
  countUnfinished,
  groupQuarantine,
  isStoreEmpty,
  listQuarantined,
  readBacklog,
  type Backlog,
  type QuarantinedArticle,
} from './queries/unfinished.ts';
export {
  advanceWebhook,
  claimWebhooks,
  createWebhook,
  deleteWebhook,
  failWebhook,
  listWebhooks,
  resumeWebhook,
  rotateWebhookSecret,
  type DueWebhook,
} from './webhooks.ts';
export { makeIdempotencyStore } from './idempotency.ts';
export { beatProcess, countProcesses, endProcess, makeHeartStore, type OpsProcess } from './ops/processes.ts';
export type { OpsCounter } from './ops/counters.ts';
export {
  keepFailure,
  listArticleFailures,
  listFailures,
  type FailedAttempt,
  type FailureGroup,
} from './ops/failures.ts';
export type { FeedFacts } from './ops/read-feeds.ts';
export { listSamples, type FlowTotals, type OpsSample, type Resolution } from './ops/samples.ts';
export { readOpsSnapshot, type OpsSnapshot, type QueueFacts, type RedisFacts } from './ops/snapshot.ts';
export type { GrowingStory } from './ops/story-growth.ts';
export { listMarks, type OpsMark } from './ops/marks.ts';
export { takeOpsSample } from './ops/take-sample.ts';
export { countArticlesFor, type ActionFilter, type BulkKind } from './ops/action-filter.ts';
export {
  abortAction,
  findOpsAction,
  keepJobAction,
  listOpsActions,
  startBulkAction,
  type OpsAction,
  type Operator,
} from './ops/actions.ts';
export { advanceActions } from './ops/advance-actions.ts';
export { pauseClustering, readPause, resumeClustering, type Pause } from './ops/pause.ts';
export {
  findRefusalsByGuid,
  readThrottling,
  keepRefusals,
  listRefusals,
  type Refusal,
} from './ops/refusals.ts';
export { listStopKeys, registerStopKeys, withoutStopKeys } from './stop-keys.ts';
export { listCommonKeys, measureReach, type CommonKey } from './common-keys.ts';
export { dropUnusedFingerprints, listComponentTexts, listOutdatedComponents } from './replay/outdated.ts';
export { refingerprintComponents } from './replay/refingerprint.ts';
export {
  countClustered,
  listTextDays,
  readAllConstraints,
  readClusteredPage,
  readClusteredTexts,
  type ClusteredText,
} from './replay/read-clustered.ts';
export {
  findMovingReplay,
  findNewestVersion,
  listReplays,
  noteReplay,
  requestReplay,
  startMoving,
  takeReplay,
  type Replay,
  type ReplayNote,
} from './replay/replays.ts';
