import type { StoryExplanation } from '@writethru/clustering';
import type { explainPair } from '@writethru/contract';
import { AppError, isShowable } from '@writethru/domain';
import { findSharedPassages } from '@writethru/fingerprint';
import type { OperationHandler } from '@writethru/runtime';
import { findArticle, type ArticleDetail, type Pool } from '@writethru/store';
import { readWireCopy, type WireCopy } from '@writethru/wire';

import { explainArticles } from '../likeness/explain-articles.ts';
import { summariseExplanation } from '../likeness/summarise.ts';

/** Why two articles are, or are not, one story. */
export function answerExplain(pool: Pool, now: () => Date): OperationHandler<typeof explainPair> {
  return async ({ query }) => {
    const [a, b] = [await findOne(pool, query.a), await findOne(pool, query.b)];
    const explained = await explainArticles(pool, a, b);
    return { status: 200, body: shape(a, b, explained, now()) };
  };
}

async function findOne(pool: Pool, id: string): Promise<ArticleDetail> {
  const article = await findArticle(pool, id);
  if (article === null) throw new AppError('not_found', `There is no article ${id}.`);
  return article;
}

function shape(a: ArticleDetail, b: ArticleDetail, explained: StoryExplanation, now: Date) {
  const { pair, constraints, ...facts } = explained;
  // What a visible text shares with a hidden one is a part of the hidden one: either both are shown, or neither is.
  const areShown = isShowable(a, now) && isShowable(b, now);
  const [ofA, ofB] = [readCopy(a), readCopy(b)];
  return {
    ...facts,
    summary: summariseExplanation(explained),
    a: shapeArticle(a, areShown ? ofA : null, now),
    b: shapeArticle(b, areShown ? ofB : null, now),
    evidence: pair,
    passages: areShown ? findSharedPassages(maskStripped(ofA), maskStripped(ofB)) : null,
    constraints: [...constraints],
  };
}

function shapeArticle(article: ArticleDetail, copy: WireCopy | null, now: Date) {
  const isShown = isShowable(article, now);
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

/** The plain text with spaces where something was stripped: boilerplate is no passage, and offsets stay. */
function maskStripped({ plainText, stripped }: WireCopy): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of stripped) {
    masked += plainText.slice(at, start) + ' '.repeat(Math.max(0, end - Math.max(at, start)));
    at = Math.max(at, end);
  }
  return masked + plainText.slice(at);
}
