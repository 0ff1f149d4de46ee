import { createHash } from 'node:crypto';

import { fingerprintText, type ShingleSeed } from '@writethru/fingerprint';
import type { ClaimedArticle, FingerprintRow, Publication } from '@writethru/store';
import { readWireCopy } from '@writethru/wire';

const DAY_MS = 86_400_000;

/** Normalises and fingerprints one article. Throws whatever a text can make the pure code throw: a poison article. */
export function prepareArticle(article: ClaimedArticle, seed: ShingleSeed): Publication {
  const day = Math.floor(article.effectiveAtMs / DAY_MS);
  const { body } = readWireCopy({ headline: article.headline, body: article.body });
  const fingerprint = fingerprintText(body, seed);
  if (fingerprint === null) return { articleId: article.id, fingerprint: emptyFingerprint(article.id, day) };
  return {
    articleId: article.id,
    fingerprint: {
      textHash: fingerprint.textHash,
      day,
      shingleCount: fingerprint.shingles.length,
      wordCount: fingerprint.wordCount,
      shingles: fingerprint.shingles,
      leadShingles: fingerprint.leadShingles,
      keys: fingerprint.keys,
    },
  };
}

/** A kill or an alert has no text: it stands for itself, is like nothing, and joins by its provider's key alone. */
function emptyFingerprint(articleId: string, day: number): FingerprintRow {
  return {
    textHash: createHash('sha256').update(`article ${articleId}`).digest('hex').slice(0, 32),
    day,
    shingleCount: 0,
    wordCount: 0,
    shingles: new Uint32Array(0),
    leadShingles: new Uint32Array(0),
    keys: new Int32Array(0),
  };
}
