import type { findSimilar, listSimilar } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { countFingerprint, fingerprintText, readShingleSeed } from '@writethru/fingerprint';
import type { OperationHandler } from '@writethru/runtime';
import { findArticle, getActiveAlgorithm, type Pool, type Viewer } from '@writethru/store';
import { readWireCopy } from '@writethru/wire';

import { readClustered } from '../likeness/explain-articles.ts';
import { findSimilarToStored, findSimilarToText, type Similar } from '../likeness/find-similar.ts';
import { makeUnstoredNode, placeUnstored } from '../likeness/place-unstored.ts';
import { isUntold, showTo, viewerOf } from '../viewer.ts';

const DAY_MS = 86_400_000;
/** Articles of one text: a flood of copies must not fill an answer, nor cost more than one. */
const MAX_PER_TEXT = 101;

/** What is like an article, whatever became of the two. */
export function answerSimilarToArticle(pool: Pool, now: () => Date): OperationHandler<typeof listSimilar> {
  return async ({ params, query, principal }) => {
    const viewer = viewerOf(principal(), now());
    const article = await findArticle(pool, params.id, viewer);
    if (article === null || isUntold(viewer, article.visibility))
      throw new AppError('not_found', 'There is no such article.');
    const found = await findSimilarToStored(pool, await readClustered(pool, article), MAX_PER_TEXT);
    const others = found
      .filter(({ carrier }) => carrier.articleId !== article.id && !isUntold(viewer, carrier.visibility))
      .slice(0, query.limit);
    return {
      status: 200,
      body: { storyId: article.story?.id ?? null, similar: others.map((one) => shape(one, viewer)) },
    };
  };
}

/** What is like a text that is not stored, and what it would join. */
export function answerSimilarToText(pool: Pool, now: () => Date): OperationHandler<typeof findSimilar> {
  return async ({ body, principal }) => {
    const viewer = viewerOf(principal(), now());
    const algorithm = await getActiveAlgorithm(pool);
    const copy = readWireCopy({ headline: body.headline ?? null, body: body.body });
    const fingerprint = fingerprintText(copy.body, readShingleSeed(algorithm.seed), copy.headline);
    if (fingerprint === null) return { status: 200, body: { wouldJoin: [], similar: [] } };
    const effectiveAtMs = body.publishedAt === undefined ? now().getTime() : Date.parse(body.publishedAt);
    const day = Math.floor(effectiveAtMs / DAY_MS);
    const node = makeUnstoredNode({ day, ...countFingerprint(fingerprint) }, effectiveAtMs);
    const text = { node, fingerprint, algorithm };
    const found = await findSimilarToText(pool, text, MAX_PER_TEXT);
    // By guesses at its words a caller could find out what a hidden text says, so none is compared with.
    const visible = found.filter(({ carrier }) => showTo(viewer, carrier.visibility).isShown);
    const wouldJoin = await placeUnstored(pool, node, visible, algorithm.fingerprintVersion);
    const shownStories = new Set(visible.map(({ carrier }) => carrier.storyId));
    return {
      status: 200,
      body: {
        wouldJoin: wouldJoin.filter((id) => shownStories.has(id)),
        similar: visible.slice(0, body.limit).map((one) => shape(one, viewer)),
      },
    };
  };
}

function shape({ carrier, evidence }: Similar, viewer: Viewer) {
  const { isShown } = showTo(viewer, carrier.visibility);
  return { ...carrier, headline: isShown ? carrier.headline : null, isShown, evidence };
}
