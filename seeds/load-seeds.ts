import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ArticleContent } from '@writethru/domain';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const MINUTE_MS = 60_000;

/** One article as `POST /v1/articles` takes it. */
export interface SeedSubmission extends ArticleContent {
  provider: string;
  guid: string;
  version: number;
  publishedAt: string;
}

interface SeedRow extends Omit<SeedSubmission, 'publishedAt' | 'body'> {
  /** How long before the first start it was published. */
  minutesAgo: number;
  /** Paragraphs: easier to read and to compare than one long line. */
  body?: string[];
}

/** Our own wire copy, the oldest first, published as if the day had just led up to `now`. */
export function loadSeeds(now: Date): SeedSubmission[] {
  const rows = JSON.parse(readFileSync(path.join(FOLDER, 'articles.json'), 'utf8')) as SeedRow[];
  return rows.map(({ minutesAgo, body, ...fields }) => ({
    ...fields,
    ...(body === undefined ? {} : { body: body.join('\n\n') }),
    publishedAt: new Date(now.getTime() - minutesAgo * MINUTE_MS).toISOString(),
  }));
}

/** What must come of the seeds: every list is the guids of one story. */
export function loadExpectedStories(): string[][] {
  const stories = JSON.parse(readFileSync(path.join(FOLDER, 'expected-stories.json'), 'utf8')) as {
    guids: string[];
  }[];
  return stories.map((story) => story.guids);
}
