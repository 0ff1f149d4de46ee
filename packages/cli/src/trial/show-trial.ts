import type { AnswerOf } from '@writethru/client';

import { formatCount, formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { wrapText } from '../terminal/wrap-text.ts';
import type { ArchiveFigures } from './measure-archive.ts';

/** What came of an archive. */
export interface Trial {
  figures: ArchiveFigures;
  elapsedMs: number;
  refused: number;
  quarantined: number;
  /** The most doubtful first. */
  joins: Explanation[];
  /** The nearest first. */
  misses: Explanation[];
}

type Explanation = AnswerOf<'explainPair'>;

const INDENT = '     ';
const MAX_PROVIDERS = 5;

/** A trial for people. */
export function showTrial(trial: Trial, width: number): string {
  const { figures } = trial;
  const alone = figures.stories - figures.storiesOfSeveral;
  return [
    `${formatCount(figures.articles)} articles from ${formatTime(figures.firstEffectiveAt)} to ${formatTime(figures.lastEffectiveAt)}\n`,
    wrapText(printable(listProviders(figures)), width, '  '),
    figures.withoutTime === 0
      ? ''
      : wrapText(
          `${formatCount(figures.withoutTime)} say no time: they count as of now, and may miss their stories`,
          width,
          '  ',
        ),
    trial.refused + trial.quarantined === 0
      ? ''
      : `  ${formatCount(trial.refused)} were refused, ${formatCount(trial.quarantined)} quarantined\n`,
    `${formatCount(figures.stories)} stories, in ${(trial.elapsedMs / 1000).toFixed(1)} s\n`,
    `  ${formatCount(figures.storiesOfSeveral)} of several articles (${formatCount(figures.articlesInThem)} of them), ${formatCount(alone)} of one; the biggest has ${formatCount(figures.biggestStory)}\n`,
    `  an article was compared with ${figures.candidatesPerArticle} others on average\n`,
    showPairs('The most doubtful joins', 'There is no join to doubt.', trial.joins, width),
    showPairs('The nearest misses', 'Nothing was missed by little.', trial.misses, width),
  ].join('');
}

function listProviders({ providers }: ArchiveFigures): string {
  const named = providers.slice(0, MAX_PROVIDERS).map(([name, count]) => `${name} ${formatCount(count)}`);
  const others = providers.length - named.length;
  return `by ${named.join(', ')}${others > 0 ? ` and ${others} other providers` : ''}`;
}

function showPairs(title: string, none: string, pairs: readonly Explanation[], width: number): string {
  if (pairs.length === 0) return `\n${none}\n`;
  return `\n${title}\n${pairs.map((pair, at) => showPair(pair, at + 1, width)).join('')}`;
}

function showPair({ summary, a, b }: Explanation, number: number, width: number): string {
  const articles = [a, b].map((article) => {
    const words = article.headline ?? article.text?.slice(0, 200) ?? '(nothing to show)';
    const name = `${article.provider} ${article.guid} v${article.version}, ${formatTime(article.effectiveAt)}: `;
    return wrapText(printable(name + words), width, INDENT);
  });
  return `${String(number).padStart(3)}. ${wrapText(printable(summary), width - INDENT.length, INDENT).trimStart()}${articles.join('')}`;
}
