import type { AnswerOf } from '@writethru/client';
import { AppError, isId } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap-text.ts';

const PATIENCE_MS = 30_000;
const DEFAULT_WIDTH = 100;
const MAX_PASSAGES = 10;
const INDENT = '  ';

type Explanation = AnswerOf<'explainPair'>;

/** `explain A B`: why two articles are, or are not, one story. */
export function addExplain(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .description('show why two articles are, or are not, one story')
    .argument('<a>', 'id of an article')
    .argument('<b>', 'id of another')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(
    async (a: string, b: string, options: ServiceOptions & { json?: boolean }) => {
      for (const id of [a, b])
        if (!isId(id)) throw new AppError('invalid_input', `${id} is not the id of an article.`);
      const client = openClient(options, io, PATIENCE_MS);
      const body = await client.explainPair({ a, b });
      const text =
        options.json === true
          ? `${JSON.stringify(body, null, 2)}\n`
          : showExplanation(body, io.stdout.columns ?? DEFAULT_WIDTH);
      await print(io.stdout, text);
    },
  );
}

function showExplanation(explanation: Explanation, width: number): string {
  const { a, b, evidence, chain } = explanation;
  const names = new Map([
    [a.articleId, 'A'],
    [b.articleId, 'B'],
  ]);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const rows = evidence.features.map(({ name, value, weight, points }) => [
    name,
    String(value),
    String(weight),
    String(points),
  ]);
  const steps = chain.map(
    ({ from, to, by, score }) =>
      `${INDENT}${nameOf(from)} and ${nameOf(to)}: ${by.replaceAll('_', ' ')}${score === null ? '' : `, score ${score}`}\n`,
  );
  return [
    wrapText(printable(explanation.summary), width),
    `\n${showArticle('A', a, width)}${showArticle('B', b, width)}\n`,
    wrapText(
      `Score ${evidence.score}, a match needs ${evidence.threshold}; ${evidence.sharedKeys} index keys shared, ${evidence.minSharedKeys} needed; ${evidence.daysApart} days apart.`,
      width,
    ),
    formatTable(['FEATURE', 'VALUE', 'WEIGHT', 'POINTS'], rows, width),
    steps.length === 0 ? '' : `\nJoined by\n${steps.join('')}`,
    showPassages(explanation, width),
  ].join('');
}

function showArticle(name: string, article: Explanation['a'], width: number): string {
  const label = `${article.provider} ${article.guid} v${article.version}, ${formatTime(article.effectiveAt)}`;
  const headline = article.isShown ? (article.headline ?? '(no headline)') : '(not to be shown)';
  return `${name} ${printable(label)}\n${wrapText(printable(headline), width, INDENT)}`;
}

function showPassages({ a, passages }: Explanation, width: number): string {
  if (passages === null || a.text === null) return '\nThe texts may not be shown.\n';
  if (passages.length === 0) return '\nNo five words in a row stand in both.\n';
  const { text } = a;
  const longest = passages.toSorted((x, y) => y.wordCount - x.wordCount).slice(0, MAX_PASSAGES);
  const shown = passages
    .filter((passage) => longest.includes(passage))
    .map(({ a: { start, end }, wordCount }) =>
      wrapText(`[${wordCount} words] ${printable(text.slice(start, end))}`, width, INDENT),
    );
  const count =
    passages.length > shown.length ? `the longest ${shown.length} of ${passages.length}` : shown.length;
  return `\nIn both (${count} passages)\n${shown.join('')}`;
}
