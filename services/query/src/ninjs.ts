import type { ArticleDetail, StorySummary, StoryVersion, Viewer } from '@writethru/store';
import { writeNinjs, type HeldArticle } from '@writethru/wire';

import { showTo, type Shown } from './viewer.ts';

export const NINJS_TYPE = 'application/vnd.iptc.ninjs+json';

/** What an article and a story are answered as. */
export const NINJS_OFFER = { json: 'application/json', ninjs: NINJS_TYPE } as const;

type Ninjs = Record<string, unknown>;

/** An article as ninjs 3.1. One that the viewer may not see is a tombstone: its identity, and that it is withdrawn. */
export function toNinjs(article: ArticleDetail, viewer: Viewer): Ninjs {
  const shown = showTo(viewer, article.visibility);
  return writeNinjs(shown.isShown ? toHeld(article) : toTombstone(article, shown));
}

/**
 * A story as ninjs 3.1: what its lead says, under the story's name, with its versions as associations. Where no
 * version may stand for it, a tombstone.
 */
export function toStoryNinjs(
  story: StorySummary,
  lead: ArticleDetail | null,
  versions: readonly StoryVersion[],
  viewer: Viewer,
): Ninjs {
  const item = lead === null ? null : toNinjs(lead, viewer);
  const nothing = { type: 'text', pubStatus: 'withheld', versionCreated: story.updatedAt.toISOString() };
  const associations = versions.map((version) => toAssociation(version, viewer));
  const held = item?.['associations'];
  return {
    ...(item ?? nothing),
    uri: `urn:uuid:${story.id}`,
    version: String(story.versionCount),
    associations: [...(Array.isArray(held) ? (held as unknown[]) : []), ...associations],
  };
}

function toAssociation(version: StoryVersion, viewer: Viewer): Ninjs {
  const shown = showTo(viewer, version.visibility);
  return {
    name: `version-${version.sequence}`,
    rel: version.relation,
    uri: `urn:uuid:${version.articleId}`,
    type: 'text',
    version: String(version.version),
    versionCreated: version.effectiveAt.toISOString(),
    pubStatus: shown.isShown ? version.visibility.pubStatus : statusOf(shown),
    infoSources: [{ name: version.provider, role: 'provider' }],
    ...(shown.isShown && version.headline !== null
      ? { headlines: [{ role: 'main', value: version.headline }] }
      : {}),
  };
}

function toHeld(article: ArticleDetail): HeldArticle {
  const { pubStatus, embargoedUntilMs } = article.visibility;
  const sent = Object.entries(article.text).filter(([, value]) => value !== null);
  return {
    ...identityOf(article),
    content: {
      ...Object.fromEntries(
        sent.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
      ),
      ...(article.feed === null ? {} : { feed: article.feed }),
      ...(embargoedUntilMs === null ? {} : { embargoedUntil: new Date(embargoedUntilMs).toISOString() }),
      pubStatus,
    },
  };
}

function toTombstone(article: ArticleDetail, shown: Shown): HeldArticle {
  return { ...identityOf(article), content: { pubStatus: statusOf(shown) } };
}

function identityOf(article: ArticleDetail): Omit<HeldArticle, 'content'> {
  const { id, provider, guid, version, versionCreated, effectiveAt } = article;
  return {
    articleId: id,
    provider,
    guid,
    version,
    versionCreated: (versionCreated ?? effectiveAt).toISOString(),
  };
}

/** ninjs knows two reasons for not showing: for one that is neither a kill, "not now" is the honest one. */
function statusOf(shown: Shown): 'canceled' | 'withheld' {
  return shown.notShown === 'canceled' ? 'canceled' : 'withheld';
}
