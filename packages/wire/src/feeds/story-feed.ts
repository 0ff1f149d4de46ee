/** A list of stories as a feed, whichever form it is written in. Times are ISO 8601 in UTC. */
export interface StoryFeed {
  title: string;
  /** Addresses as a reader may follow them. */
  selfUrl: string;
  nextUrl: string | null;
  /** Of the story that changed last; of the moment of reading where there is none. */
  updatedAt: string;
  entries: readonly StoryEntry[];
  /** Stories whose text was withdrawn, with the time: what a reader has of them is to go. */
  withdrawn: readonly { storyId: string; at: string }[];
}

/** A story with what its lead says. The caller has made sure that it may be shown. */
export interface StoryEntry {
  storyId: string;
  /** The story in the API. */
  storyUrl: string;
  /** The lead's own page. */
  pageUrl: string | null;
  headline: string | null;
  /** The first words of the text, as plain text. */
  opening: string | null;
  language: string | null;
  provider: string;
  /** Who sent any of its versions. */
  providers: readonly string[];
  publishedAt: string;
  updatedAt: string;
}

/** The name of a story for all feeds and for ever. */
export function nameStory(storyId: string): string {
  return `urn:uuid:${storyId}`;
}

/** What a reader shows as the title: a story without a headline has the beginning of its text. */
export function titleOf(entry: StoryEntry): string {
  const text = (entry.headline ?? entry.opening ?? '').replaceAll(/\s+/g, ' ').trim();
  return text === '' ? 'Without a headline' : text;
}
