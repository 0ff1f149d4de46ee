import type { StoryExplanation } from '@writethru/clustering';
import type { explainPair } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { findSharedPassages } from '@writethru/fingerprint';
import type { OperationHandler } from '@writethru/runtime';
import { findArticle, type ArticleDetail, type Pool, type Viewer } from '@writethru/store';
import { readWireCopy, type WireCopy } from '@writethru/wire';

import { explainArticles } from '../likeness/explain-articles.ts';
import { maskStripped } from '../likeness/mask-stripped.ts';
import { summariseExplanation } from '../likeness/summarise.ts';
import { isUntold, showTo, viewerOf } from '../viewer.ts';

/** Why two articles are, or are not, one story. */
export function answerExplain(pool: Pool, now: () => Date): OperationHandler<typeof explainPair> {
  return async ({ query, principal }) => {
    const viewer = viewerOf(principal(), now());
    const [a, b] = [await findOne(pool, query.a, viewer), await findOne(pool, query.b, viewer)];
    const explained = await explainArticles(pool, a, b);
    const isTold = await isChainTold(pool, explained.chain, viewer);
    const told = isTold ? explained : { ...explained, chain: [] };
    return { status: 200, body: shape(a, b, told, viewer) };
  };
}

/** Whether a viewer may be told of every article that a chain goes through. */
async function isChainTold(pool: Pool, chain: StoryExplanation['chain'], viewer: Viewer): Promise<boolean> {
  for (const { from } of chain.slice(1)) {
    const article = await findArticle(pool, from, viewer);
    if (article === null || isUntold(viewer, article.visibility)) return false;
  }
  return true;
}

async function findOne(pool: Pool, id: string, viewer: Viewer): Promise<ArticleDetail> {
  const article = await findArticle(pool, id, viewer);
  if (article === null || isUntold(viewer, article.visibility))
    throw new AppError('not_found', `There is no article ${id}.`);
  return article;
}

function shape(a: ArticleDetail, b: ArticleDetail, explained: StoryExplanation, viewer: Viewer) {
  const { pair, constraints, ...facts } = explained;
  // What a visible text shares with a hidden one is a part of the hidden one: either both are shown, or neither is.
  const areShown = showTo(viewer, a.visibility).isShown && showTo(viewer, b.visibility).isShown;
  const [ofA, ofB] = [readCopy(a), readCopy(b)];
  return {
    ...facts,
    summary: summariseExplanation(explained),
    a: shapeArticle(a, areShown ? ofA : null, viewer),
    b: shapeArticle(b, areShown ? ofB : null, viewer),
    evidence: pair,
    passages: areShown ? findSharedPassages(maskStripped(ofA), maskStripped(ofB)) : null,
    constraints: [...constraints],
  };
}

function shapeArticle(article: ArticleDetail, copy: WireCopy | null, viewer: Viewer) {
  const { isShown } = showTo(viewer, article.visibility);
  return {
    articleId: article.id,
    provider: article.provider,
    guid: article.guid,
    version: article.version,
    effectiveAt: article.effectiveAt,
    storyId: article.story?.id ?? null,
    isShown,
    headline: isShown ? readText(article, 'headline') : null,
    text: copy?.plainText ?? null,
  };
}

function readCopy(article: ArticleDetail): WireCopy {
  return readWireCopy({ headline: readText(article, 'headline'), body: readText(article, 'body') });
}

function readText(article: ArticleDetail, name: 'headline' | 'body'): string | null {
  const value = article.text[name];
  return typeof value === 'string' ? value : null;
}
