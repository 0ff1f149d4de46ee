import { listChangedWords } from '@writethru/clustering';
import type { diffArticles } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { canonicaliseWords } from '@writethru/fingerprint';
import type { OperationHandler } from '@writethru/runtime';
import { findArticle, type ArticleDetail, type Pool, type Viewer } from '@writethru/store';
import {
  diffTexts,
  listNames,
  listNumbers,
  readWireCopy,
  toPlainText,
  writeDiffHtml,
  writeReadingText,
  type WireCopy,
} from '@writethru/wire';

import { listAddedPassages } from '../likeness/added-passages.ts';
import { readToldStory } from '../told-story.ts';
import { isUntold, showTo, viewerOf } from '../viewer.ts';

/** Of a text only so much is compared: no story is longer, and one request must not hold up all others. */
const MAX_CHARACTERS = 200_000;

/** What changed from one version to another, in words, passages, numbers and names. */
export function answerDiff(pool: Pool, now: () => Date): OperationHandler<typeof diffArticles> {
  return async ({ params: { id }, query, principal }) => {
    const viewer = viewerOf(principal(), now());
    const behind = `/diff?${new URLSearchParams({ from: query.from, to: query.to }).toString()}`;
    const { story, moved } = await readToldStory(pool, id, viewer, behind);
    if (story === null) return moved;
    const [from, to] = [
      await findArticle(pool, query.from, viewer),
      await findArticle(pool, query.to, viewer),
    ];
    if (!isOf(id, from, to)) throw notInStory('from');
    if (!isOf(id, to, from)) throw notInStory('to');
    if (isUntold(viewer, from.visibility)) throw notInStory('from');
    if (isUntold(viewer, to.visibility)) throw notInStory('to');
    // What changed in a visible text tells of the hidden one: either both are compared, or neither is shown.
    const areShown = showTo(viewer, from.visibility).isShown && showTo(viewer, to.visibility).isShown;
    return { status: 200, body: areShown ? compare(id, from, to, viewer) : withhold(id, from, to, viewer) };
  };
}

/** Whether an article is in the story, or a version of the same guid as the other one, which is. */
function isOf(
  storyId: string,
  article: ArticleDetail | null,
  other: ArticleDetail | null,
): article is ArticleDetail {
  if (article?.story?.id === storyId) return true;
  return other?.story?.id === storyId && article?.provider === other.provider && article.guid === other.guid;
}

function notInStory(name: 'from' | 'to'): AppError {
  return new AppError('not_found', `The story has no such article as ?${name} asks for.`, {
    faults: [{ pointer: `?${name}`, detail: 'is no article of the story' }],
  });
}

function compare(storyId: string, from: ArticleDetail, to: ArticleDetail, viewer: Viewer) {
  const [left, right] = [readCopy(from), readCopy(to)];
  const [leftBody, rightBody] = [textOf(from, 'body'), textOf(to, 'body')];
  return {
    storyId,
    from: shapeSide(from, left, viewer),
    to: shapeSide(to, right, viewer),
    headline: diffInHtml(toPlainText(textOf(from, 'headline')), toPlainText(textOf(to, 'headline'))),
    body: diffInHtml(writeReadingText(left), writeReadingText(right)),
    removedPassages: listAddedPassages(cut(rightBody), cut(leftBody)),
    addedPassages: listAddedPassages(cut(leftBody), cut(rightBody)),
    changedNumbers: listChangedWords(listNumbers(left.body), listNumbers(right.body)),
    changedNames: listChangedWords(listNames(left.body), listNames(right.body)),
  };
}

function withhold(storyId: string, from: ArticleDetail, to: ArticleDetail, viewer: Viewer) {
  return {
    storyId,
    from: shapeSide(from, null, viewer),
    to: shapeSide(to, null, viewer),
    headline: null,
    body: null,
    removedPassages: null,
    addedPassages: null,
    changedNumbers: null,
    changedNames: null,
  };
}

function shapeSide(article: ArticleDetail, copy: WireCopy | null, viewer: Viewer) {
  const { id, provider, guid, version, effectiveAt, story } = article;
  const shown = showTo(viewer, article.visibility);
  return {
    articleId: id,
    storyId: story?.id ?? null,
    provider,
    guid,
    version,
    effectiveAt,
    headline: shown.isShown ? textOf(article, 'headline') || null : null,
    wordCount: copy === null ? null : canonicaliseWords(copy.body).wordCount,
    ...shown,
  };
}

function diffInHtml(from: string, to: string) {
  const { operations, isCoarse } = diffTexts(cut(from), cut(to));
  const isCut = Math.max(from.length, to.length) > MAX_CHARACTERS;
  return { operations, isCoarse: isCoarse || isCut, html: writeDiffHtml(operations) };
}

function cut(text: string): string {
  return text.slice(0, MAX_CHARACTERS);
}

function readCopy(article: ArticleDetail): WireCopy {
  return readWireCopy({ headline: textOf(article, 'headline'), body: textOf(article, 'body') });
}

function textOf(article: ArticleDetail, name: 'headline' | 'body'): string {
  const value = article.text[name];
  return typeof value === 'string' ? value : '';
}
