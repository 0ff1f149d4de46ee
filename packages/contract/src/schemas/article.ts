import { ARTICLE_STATES, PUB_STATUSES } from '@writethru/domain';
import { z } from 'zod';

import { evidence, EXAMPLE_EVIDENCE, notShown, relation } from './evidence.ts';
import { EXAMPLE, id, time } from './values.ts';

const identityShape = {
  id,
  provider: z.string(),
  guid: z.string(),
  version: z.int().min(0),
  state: z.enum(ARTICLE_STATES),
  receivedAt: time,
  effectiveAt: time,
};

/** An article in a list, without its text. */
export const articleSummary = z
  .object({
    ...identityShape,
    candidateCount: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: 'Texts that it was compared with; null until it is clustered.' }),
    storyId: id.nullable(),
    relation: relation.nullable(),
  })
  .meta({ id: 'ArticleSummary', description: 'An article in a list, without its text.' });

/** Where an article stands. */
export const placement = z
  .object({
    id,
    sequence: z.int().min(1),
    relation,
    matchedArticleId: id.nullable(),
    evidence,
  })
  .meta({ id: 'Placement', description: 'The story that an article is in, and its place there.' });

const anything = z.record(z.string(), z.unknown());

/** An article with its state, its story, and the text that may be shown. */
export const article = z
  .object({
    ...identityShape,
    versionCreated: time.nullable(),
    feed: z.string().nullable(),
    indexedAt: time.nullable().meta({ description: 'When later articles could find it.' }),
    endedAt: time.nullable().meta({ description: 'When it was clustered or quarantined.' }),
    timings: z
      .object({
        indexedAfterMs: z.number().nullable(),
        endedAfterMs: z.number().nullable(),
      })
      .meta({ id: 'ArticleTimings', description: 'From receipt, in milliseconds; null until then.' }),
    isBackfill: z.boolean().meta({ description: 'More than a day old on receipt.' }),
    attempts: z.int().min(0),
    candidateCount: z.int().min(0).nullable().meta({
      description: 'Texts that it was compared with when it was decided last; null until it is clustered.',
    }),
    skippedKeys: z.int().min(0).meta({ description: 'Index keys of its text that are stop keys.' }),
    quarantineReason: z.string().nullable(),
    pubStatus: z.enum(PUB_STATUSES),
    embargoedUntil: time.nullable(),
    isShown: z.boolean().meta({ description: 'False where its text may not be shown: it is left out then.' }),
    notShown,
    headline: z.string().optional(),
    body: z.string().optional(),
    publishedAt: time.optional(),
    language: z.string().optional(),
    url: z.string().optional(),
    byline: z.string().optional(),
    dateline: z.string().optional(),
    slugline: z.string().optional(),
    edNote: z.string().optional(),
    urgency: z.int().min(1).max(9).optional(),
    expires: time.optional(),
    signals: z.array(z.string()).optional(),
    altIds: z.array(z.object({ role: z.string(), value: z.string() })).optional(),
    storyKey: z.string().optional(),
    source: z.string().optional(),
    subjects: z.array(anything).optional(),
    associations: z.array(anything).optional(),
    extra: anything.optional(),
    story: placement.nullable().meta({ description: 'Null until it is clustered.' }),
  })
  .meta({ id: 'Article', description: 'One item as received. What was not sent is left out.' });

export const EXAMPLE_ARTICLE_SUMMARY = {
  id: EXAMPLE.articleId,
  provider: 'demo-wire',
  guid: 'bridge-2',
  version: 0,
  state: 'clustered',
  receivedAt: EXAMPLE.time,
  effectiveAt: EXAMPLE.time,
  candidateCount: 2,
  storyId: EXAMPLE.storyId,
  relation: 'update_of',
};

export const EXAMPLE_ARTICLE = {
  id: EXAMPLE.articleId,
  provider: 'demo-wire',
  guid: 'bridge-2',
  version: 0,
  state: 'clustered',
  receivedAt: EXAMPLE.time,
  effectiveAt: EXAMPLE.time,
  versionCreated: null,
  feed: null,
  indexedAt: EXAMPLE.time,
  endedAt: EXAMPLE.time,
  timings: { indexedAfterMs: 21, endedAfterMs: 48 },
  isBackfill: false,
  attempts: 0,
  candidateCount: 2,
  skippedKeys: 0,
  quarantineReason: null,
  pubStatus: 'usable',
  embargoedUntil: null,
  isShown: true,
  headline: 'UPDATE 1-Lindmouth harbour bridge to stay shut for three weeks',
  body: 'The bridge over Lindmouth harbour will stay shut for three weeks.',
  publishedAt: EXAMPLE.time,
  story: {
    id: EXAMPLE.storyId,
    sequence: 2,
    relation: 'update_of',
    matchedArticleId: EXAMPLE.otherArticleId,
    evidence: EXAMPLE_EVIDENCE,
  },
};
