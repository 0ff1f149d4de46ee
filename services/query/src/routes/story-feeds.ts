import { listStories } from '@writethru/contract';
import type { TextAnswer } from '@writethru/runtime';
import { toPlainText, writeAtom, writeJsonFeed, type StoryEntry, type StoryFeed } from '@writethru/wire';

import type { shapeStory } from '../shapes.ts';

/** The formats of a list of stories, and their media types. */
export const STORY_LIST_TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  atom: 'application/atom+xml',
  'json-feed': 'application/feed+json',
} as const;

type ShapedStory = ReturnType<typeof shapeStory>;

/** A page of stories as it was asked for. Addresses are paths. */
export interface StoryPage {
  stories: readonly ShapedStory[];
  body: unknown;
  /** Where the service was asked, as `http://host:port`. */
  baseUrl: string;
  path: string;
  nextPath: string | null;
  readAt: Date;
}

/**
 * A page of stories as a feed. What the viewer may not see has no entry: where a text was withdrawn, Atom says by a
 * tombstone that it is to go. Headers are the caller's.
 */
export function writeStoryPage(
  format: Exclude<keyof typeof STORY_LIST_TYPES, 'json'>,
  page: StoryPage,
): TextAnswer {
  const mediaType = STORY_LIST_TYPES[format];
  if (format === 'ndjson') return { status: 200, mediaType, text: writeLines(page.body) };
  const feed = toFeed(page);
  const text = format === 'atom' ? writeAtom(feed) : JSON.stringify(writeJsonFeed(feed));
  return { status: 200, mediaType, text };
}

/** A story a line, through the schema of the list: what it does not name is not sent. */
function writeLines(body: unknown): string {
  const { stories } = listStories.answers[200].schema.parse(body);
  return stories.map((story) => `${JSON.stringify(story)}\n`).join('');
}

function toFeed({ stories, baseUrl, path, nextPath, readAt }: StoryPage): StoryFeed {
  const updates = stories.map(({ updatedAt }) => updatedAt.getTime());
  const updatedAt = new Date(updates.length === 0 ? readAt.getTime() : Math.max(...updates)).toISOString();
  return {
    title: 'Stories',
    selfUrl: baseUrl + path,
    nextUrl: nextPath === null ? null : baseUrl + nextPath,
    updatedAt,
    entries: stories.flatMap((story) => toEntry(story, baseUrl)),
    withdrawn: stories
      .filter(({ lead }) => lead === null || !lead.isShown)
      .map((story) => ({ storyId: story.id, at: story.updatedAt.toISOString() })),
  };
}

function toEntry(story: ShapedStory, baseUrl: string): StoryEntry[] {
  const { lead } = story;
  if (lead === null || !lead.isShown) return [];
  // The opening is cut by characters, which may be in the middle of a mark.
  const opening = toPlainText((lead.opening ?? '').replace(/<[^<>]*$/, '')).trim();
  return [
    {
      storyId: story.id,
      storyUrl: `${baseUrl}/v1/stories/${story.id}`,
      pageUrl: lead.url,
      headline: lead.headline,
      opening: opening === '' ? null : opening,
      language: lead.language,
      provider: lead.provider,
      providers: story.providers,
      publishedAt: lead.effectiveAt.toISOString(),
      updatedAt: story.updatedAt.toISOString(),
    },
  ];
}
