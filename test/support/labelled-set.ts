import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ALGORITHM } from '@writethru/domain';

/** An article of the labelled set: what is posted, and the story that it belongs in. */
export interface LabelledArticle {
  story: string;
  /** What it is to its story: brief, full, update, digest, template … For people alone. */
  kind: string;
  submission: {
    provider: string;
    guid: string;
    version: number;
    publishedAt: string;
    [field: string]: unknown;
  };
}

/** Our own labelled wire copy, the oldest first: what the algorithm version in force has to get right. */
export function readLabelledSet(): LabelledArticle[] {
  const file = path.join(import.meta.dirname, '../quality/articles.json');
  const rows = JSON.parse(readFileSync(file, 'utf8')) as (LabelledArticle['submission'] & {
    story: string;
    kind: string;
    /** The first algorithm version that gets it right. */
    since?: number;
    body?: string[];
  })[];
  const held = rows.filter((row) => (row.since ?? 1) <= ALGORITHM.id);
  return held.map(({ story, kind, since: _since, body, ...fields }) => ({
    story,
    kind,
    submission: { ...fields, ...(body === undefined ? {} : { body: body.join('\n\n') }) },
  }));
}

/** A name for one article of the set. */
export function nameOf(article: { provider: string; guid: string; version: number }): string {
  return `${article.provider}/${article.guid}/v${article.version}`;
}
