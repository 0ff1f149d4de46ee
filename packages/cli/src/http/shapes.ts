import type { Evidence } from '@writethru/domain';

/** The parts of the service's answers that the CLI shows. */
export interface StoryLead {
  articleId: string;
  provider: string;
  headline?: string | null;
  /** How its text begins: for a lead without a headline. */
  opening?: string | null;
  effectiveAt: string;
  isShown?: boolean;
}

export interface StorySummary {
  id: string;
  lead: StoryLead | null;
  versionCount: number;
  providers: string[];
  firstEffectiveAt: string | null;
  lastEffectiveAt: string | null;
}

export interface StoryVersion {
  sequence: number;
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  headline?: string | null;
  effectiveAt: string;
  pubStatus: string;
  isShown: boolean;
  relation: string;
  matchedArticleId: string | null;
  evidence: Evidence | null;
}

export interface Story extends StorySummary {
  versions: StoryVersion[];
  moreVersions?: boolean;
}

export interface ArticleRow {
  id: string;
  provider: string;
  guid: string;
  version: number;
  effectiveAt: string;
  storyId: string | null;
  /** Texts that it was compared with when it came in; null until then. */
  candidateCount: number | null;
}

export interface Pickup {
  provider: string;
  headline: string | null;
  effectiveAt: string;
  isShown: boolean;
  lagSeconds: number | null;
  kept: number | null;
  added: number | null;
  stillRuns: boolean;
}

export interface PickupReport {
  agency: string;
  firstEffectiveAt: string;
  agencyVersionCount: number;
  withdrawnAt: string | null;
  pickups: Pickup[];
}

export interface Backlog {
  accepted: number;
  published: number;
  quarantined: number;
}

export interface BatchResult {
  index: number;
  status: number;
  problem?: unknown;
}

type Page<Key extends string, Row> = Record<Key, Row[]> & { next: string | null };

function hasList(body: unknown, key: string): boolean {
  return typeof body === 'object' && body !== null && Array.isArray((body as Record<string, unknown>)[key]);
}

export function isStoriesPage(body: unknown): body is Page<'stories', StorySummary> {
  return hasList(body, 'stories');
}

export function isStory(body: unknown): body is Story {
  return hasList(body, 'versions') && hasList(body, 'providers');
}

export function isPickupReport(body: unknown): body is PickupReport {
  return hasList(body, 'pickups');
}

export function isArticlesPage(body: unknown): body is Page<'articles', ArticleRow> {
  return hasList(body, 'articles');
}

export function isBatchAnswer(body: unknown): body is { results: BatchResult[] } {
  return hasList(body, 'results');
}

export function isBacklog(body: unknown): body is Backlog {
  if (typeof body !== 'object' || body === null) return false;
  const counts = body as Record<string, unknown>;
  return ['accepted', 'published', 'quarantined'].every((key) => typeof counts[key] === 'number');
}
