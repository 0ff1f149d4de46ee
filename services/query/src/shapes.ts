import { isShowable } from '@writethru/domain';
import type { ArticleDetail, StorySummary, StoryVersion } from '@writethru/store';

/** A story as lists and its own page show it. The lead's text is null where it may not be shown at `now`. */
export function shapeStory(story: StorySummary, now: Date): Record<string, unknown> {
  const { lead, updatedAtMicros: _micros, ...rest } = story;
  return { ...rest, lead: lead === null ? null : shapeLead(lead, now) };
}

function shapeLead(lead: NonNullable<StorySummary['lead']>, now: Date): Record<string, unknown> {
  const isShown = isShowable(lead, now);
  return {
    articleId: lead.articleId,
    provider: lead.provider,
    headline: isShown ? lead.headline : null,
    opening: isShown ? lead.opening : null,
    effectiveAt: lead.effectiveAt,
    language: lead.language,
    url: isShown ? lead.url : null,
    isShown,
  };
}

/** A version in its story's list. */
export function shapeVersion(version: StoryVersion, now: Date): Record<string, unknown> {
  const isShown = isShowable(version, now);
  const { embargoedUntil: _embargo, headline, ...rest } = version;
  return { ...rest, headline: isShown ? headline : null, isShown };
}

/** An article. What was not sent is left out; so is all text where it may not be shown at `now`. */
export function shapeArticle(article: ArticleDetail, now: Date): Record<string, unknown> {
  const isShown = isShowable(article, now);
  const { text, story, publishedToIndexAt, ...facts } = article;
  const sent = Object.fromEntries(Object.entries(isShown ? text : {}).filter(([, value]) => value !== null));
  return { ...facts, indexedAt: publishedToIndexAt, isShown, ...sent, story };
}
