import { isShowable } from '@writethru/domain';
import type { ArticleDetail, StoryLead, StorySummary, StoryVersion } from '@writethru/store';

/** A story as lists and its own page show it. The lead's text is null where it may not be shown at `now`. */
export function shapeStory(story: StorySummary, now: Date) {
  return { ...story, lead: story.lead === null ? null : shapeLead(story.lead, now) };
}

function shapeLead(lead: StoryLead, now: Date) {
  const isShown = isShowable(lead, now);
  return {
    ...lead,
    headline: isShown ? lead.headline : null,
    opening: isShown ? lead.opening : null,
    url: isShown ? lead.url : null,
    isShown,
  };
}

/** A version in its story's list. */
export function shapeVersion(version: StoryVersion, now: Date) {
  const isShown = isShowable(version, now);
  return { ...version, headline: isShown ? version.headline : null, isShown };
}

/** An article. What was not sent is left out; so is all text where it may not be shown at `now`. */
export function shapeArticle(article: ArticleDetail, now: Date) {
  const isShown = isShowable(article, now);
  const { text, publishedToIndexAt, ...facts } = article;
  const sent = Object.fromEntries(Object.entries(isShown ? text : {}).filter(([, value]) => value !== null));
  const since = (at: Date | null): number | null => at && at.getTime() - facts.receivedAt.getTime();
  const timings = { indexedAfterMs: since(publishedToIndexAt), endedAfterMs: since(facts.endedAt) };
  return { ...facts, ...sent, indexedAt: publishedToIndexAt, timings, isShown };
}
