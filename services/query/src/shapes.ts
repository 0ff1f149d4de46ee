import type { ArticleDetail, StoryLead, StorySummary, StoryVersion, Viewer } from '@writethru/store';

import { isUntold, showTo, withoutWords } from './viewer.ts';

/** A story as lists and its own page show it. The lead's text is null where the viewer may not see it. */
export function shapeStory(story: StorySummary, viewer: Viewer) {
  const { lead } = story;
  return {
    ...story,
    lead: lead === null || isUntold(viewer, lead.visibility) ? null : shapeLead(lead, viewer),
  };
}

function shapeLead(lead: StoryLead, viewer: Viewer) {
  const shown = showTo(viewer, lead.visibility);
  return {
    ...lead,
    headline: shown.isShown ? lead.headline : null,
    opening: shown.isShown ? lead.opening : null,
    url: shown.isShown ? lead.url : null,
    ...shown,
  };
}

/** The versions of a story, each with its evidence; words of a text that may not be seen are left out of that too. */
export function shapeVersions(versions: readonly StoryVersion[], viewer: Viewer) {
  const shownOf = new Map(versions.map((version) => [version.articleId, showTo(viewer, version.visibility)]));
  return versions.map((version) => {
    const { matchedArticleId, evidence } = version;
    const shown = shownOf.get(version.articleId)!;
    const isMatchTold = matchedArticleId !== null && shownOf.has(matchedArticleId);
    const isMatchShown = isMatchTold && shownOf.get(matchedArticleId)!.isShown;
    return {
      ...version,
      pubStatus: version.visibility.pubStatus,
      headline: shown.isShown ? version.headline : null,
      matchedArticleId: isMatchTold ? matchedArticleId : null,
      evidence: shown.isShown && isMatchShown ? evidence : withoutWords(evidence),
      ...shown,
    };
  });
}

/** An article. What was not sent is left out; so is all text where the viewer may not see it. */
export function shapeArticle(article: ArticleDetail, viewer: Viewer) {
  const shown = showTo(viewer, article.visibility);
  const { text, story, visibility, publishedToIndexAt, ...facts } = article;
  const since = (at: Date | null): number | null => at && at.getTime() - facts.receivedAt.getTime();
  const timings = { indexedAfterMs: since(publishedToIndexAt), endedAfterMs: since(facts.endedAt) };
  const sent = Object.fromEntries(
    Object.entries(shown.isShown ? text : {}).filter(([, value]) => value !== null),
  );
  const { embargoedUntilMs, pubStatus } = visibility;
  return {
    ...facts,
    ...sent,
    indexedAt: publishedToIndexAt,
    timings,
    pubStatus,
    embargoedUntil: embargoedUntilMs === null ? null : new Date(embargoedUntilMs),
    ...shown,
    story: story === null ? null : shapePlacement(story, shown.isShown, viewer),
  };
}

function shapePlacement(story: NonNullable<ArticleDetail['story']>, isShown: boolean, viewer: Viewer) {
  const { matchedVisibility, evidence, matchedArticleId } = story;
  const isMatchShown = matchedVisibility !== null && showTo(viewer, matchedVisibility).isShown;
  const isMatchTold = matchedVisibility !== null && !isUntold(viewer, matchedVisibility);
  return {
    ...story,
    matchedArticleId: isMatchTold ? matchedArticleId : null,
    evidence: isShown && isMatchShown ? evidence : withoutWords(evidence),
  };
}
