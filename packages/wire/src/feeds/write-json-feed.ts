import { nameStory, titleOf, type StoryEntry, type StoryFeed } from './story-feed.ts';

/** Stories as a JSON Feed 1.1. It has no word for what was withdrawn: `_writethru` lists it. */
export function writeJsonFeed(feed: StoryFeed): Record<string, unknown> {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    feed_url: feed.selfUrl,
    ...(feed.nextUrl === null ? {} : { next_url: feed.nextUrl }),
    items: feed.entries.map(writeItem),
    _writethru: {
      withdrawn: feed.withdrawn.map(({ storyId, at }) => ({ id: nameStory(storyId), date: at })),
    },
  };
}

function writeItem(entry: StoryEntry): Record<string, unknown> {
  return {
    id: nameStory(entry.storyId),
    url: entry.pageUrl ?? entry.storyUrl,
    title: titleOf(entry),
    content_text: entry.opening ?? titleOf(entry),
    date_published: entry.publishedAt,
    date_modified: entry.updatedAt,
    authors: [{ name: entry.provider }],
    ...(entry.language === null ? {} : { language: entry.language }),
    tags: entry.providers,
  };
}
