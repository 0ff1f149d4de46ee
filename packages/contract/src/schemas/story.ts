import { PUB_STATUSES } from '@writethru/domain';
import { z } from 'zod';

import { evidence, EXAMPLE_EVIDENCE, notShown, relation } from './evidence.ts';
import { EXAMPLE, id, time } from './values.ts';

/** The version that stands for a story now. */
const storyLead = z
  .object({
    articleId: id,
    provider: z.string(),
    headline: z.string().nullable(),
    opening: z.string().nullable().meta({ description: 'The first 200 characters of the body.' }),
    effectiveAt: time.meta({ description: 'When it was published; where it does not say, received.' }),
    language: z.string().nullable(),
    url: z.string().nullable(),
    isShown: z.boolean().meta({ description: 'False where the text may not be shown: it is null then.' }),
    notShown,
  })
  .meta({ id: 'StoryLead', description: 'The version that stands for a story now.' });

const summaryShape = {
  id,
  lead: storyLead.nullable().meta({ description: 'Null where no version may stand for the story.' }),
  versionCount: z.int().min(0),
  providers: z.array(z.string()),
  firstEffectiveAt: time,
  lastEffectiveAt: time,
  createdAt: time,
  updatedAt: time,
  isHidden: z.boolean().meta({ description: 'Under embargo as a whole: only editors are told of it.' }),
};

/** What a search found in a story. */
const match = z
  .object({
    headline: z.string().nullable(),
    snippet: z.string().nullable().meta({ description: 'The best pieces of the body.' }),
  })
  .meta({ id: 'Match', description: 'What matched: HTML, of which `<mark>` is the only markup.' });

/** A story as lists show it. */
export const storySummary = z
  .object({ ...summaryShape, match: match.optional().meta({ description: 'With `q` alone.' }) })
  .meta({ id: 'StorySummary', description: 'A story as lists show it.' });

/** A story as a client reads it in lists: times are texts. */
export type StoryShown = z.output<typeof storySummary>;

/** A story in a list that was asked for some of its fields. */
export const slimStory = storySummary
  .partial()
  .meta({ id: 'SlimStory', description: 'The fields of a story that were asked for.' });

/** The names that `fields` may ask for. */
export const storyField = z.enum(Object.keys(storySummary.shape) as (keyof typeof storySummary.shape)[]);

/** An article's place in its story. */
const storyVersion = z
  .object({
    sequence: z.int().min(1).meta({ description: 'Its place in the story, by time.' }),
    articleId: id,
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    headline: z.string().nullable(),
    effectiveAt: time,
    receivedAt: time,
    pubStatus: z.enum(PUB_STATUSES),
    relation,
    matchedArticleId: id.nullable(),
    evidence,
    isShown: z.boolean(),
    notShown,
    suspectOf: id
      .nullable()
      .meta({ description: 'The kill of the text that this one, of another provider, still carries.' }),
    reusesGuidOf: id
      .nullable()
      .meta({ description: 'An earlier article of another story: its provider used the guid again.' }),
  })
  .meta({ id: 'StoryVersion', description: "An article's place in its story, and why it is there." });

/** A story beside another. */
const relatedStory = z
  .object({
    storyId: id,
    articleId: id.meta({ description: 'Its article that shares most with this story.' }),
    ownArticleId: id,
    evidence,
  })
  .meta({
    id: 'RelatedStory',
    description:
      'Related, and never joined: one of the two is a factbox, a timeline, a digest or an alert (a headline with next to no text).',
  });

/** A story with its versions. */
export const story = z
  .object({
    ...summaryShape,
    versions: z.array(storyVersion),
    related: z.array(relatedStory),
    hasMoreVersions: z.boolean().meta({ description: 'True past 1,000 versions.' }),
  })
  .meta({ id: 'Story', description: 'A story with its versions in order.' });

export const EXAMPLE_STORY = {
  id: EXAMPLE.storyId,
  lead: {
    articleId: EXAMPLE.articleId,
    provider: 'demo-wire',
    headline: 'UPDATE 1-Lindmouth harbour bridge to stay shut for three weeks',
    opening: 'The bridge over Lindmouth harbour will stay shut for three weeks.',
    effectiveAt: EXAMPLE.time,
    language: 'en',
    url: null,
    isShown: true,
  },
  versionCount: 2,
  providers: ['demo-courier', 'demo-wire'],
  firstEffectiveAt: EXAMPLE.time,
  lastEffectiveAt: EXAMPLE.time,
  createdAt: EXAMPLE.time,
  updatedAt: EXAMPLE.time,
  isHidden: false,
};

export const EXAMPLE_VERSION = {
  sequence: 2,
  articleId: EXAMPLE.articleId,
  provider: 'demo-wire',
  guid: 'bridge-2',
  version: 0,
  headline: 'UPDATE 1-Lindmouth harbour bridge to stay shut for three weeks',
  effectiveAt: EXAMPLE.time,
  receivedAt: EXAMPLE.time,
  pubStatus: 'usable',
  relation: 'update_of',
  matchedArticleId: EXAMPLE.otherArticleId,
  evidence: EXAMPLE_EVIDENCE,
  isShown: true,
  suspectOf: null,
  reusesGuidOf: null,
};
