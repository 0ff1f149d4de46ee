import { createHash } from 'node:crypto';

import { fingerprintText, type ShingleSeed } from '@writethru/fingerprint';
import type { ClaimedArticle, FingerprintRow, Publication } from '@writethru/store';
import { listNames, listNumbers, readMarkers, readWireCopy, toSlugKey } from '@writethru/wire';

import { readHead } from './alerts.ts';

const DAY_MS = 86_400_000;

/** Normalises and fingerprints one article. Throws whatever a text can make the pure code throw: a poison article. */
export function prepareArticle(article: ClaimedArticle, seed: ShingleSeed): Publication {
  const day = Math.floor(article.effectiveAtMs / DAY_MS);
  const copy = readWireCopy({ headline: article.headline, slugline: article.slugline, body: article.body });
  const markers = readMarkers(copy.markers, article);
  const facts = {
    articleId: article.id,
    provider: article.provider,
    guid: article.guid,
    traits: {
      markers,
      numbers: listNumbers(copy.body),
      names: listNames(copy.body),
    },
    slug: toSlugKey(copy.slugline),
    linkKeys: listLinkKeys(article),
    head: readHead({ ...article, markers, headline: copy.headline, body: copy.body }),
  };
  const fingerprint = fingerprintText(copy.body, seed, copy.headline);
  if (fingerprint === null) return { ...facts, fingerprint: emptyFingerprint(article.id, day) };
  return {
    ...facts,
    fingerprint: {
      ...fingerprint,
      day,
      shingleCount: fingerprint.shingles.length,
    },
  };
}

/** A kill or an alert has no text: it stands for itself, is like nothing, and joins by its provider's key alone. */
function emptyFingerprint(articleId: string, day: number): FingerprintRow {
  return {
    textHash: createHash('sha256').update(`article ${articleId}`).digest('hex').slice(0, 32),
    headlineHash: '',
    day,
    shingleCount: 0,
    wordCount: 0,
    shingles: new Uint32Array(0),
    leadShingles: new Uint32Array(0),
    numbers: new Uint32Array(0),
    headlineWords: new Uint32Array(0),
    keys: new Int32Array(0),
  };
}

/**
 * What other articles may name this one by: its guid and alternative ids, in one space, so that an id of one item
 * finds the item that has it as guid; and its provider's key for the chain.
 */
function listLinkKeys(article: ClaimedArticle): string[] {
  const ids = [article.guid, ...article.altIds.map((altId) => altId.value)].map((id) => `id ${id}`);
  const storyKey = article.storyKey === null ? [] : [`story ${article.provider} ${article.storyKey}`];
  return [...new Set([...ids, ...storyKey])];
}
